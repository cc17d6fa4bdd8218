import { literal, quoted, type Family } from './form.ts';

/** Rust: `env::var`. */
export const rust: Family = {
  files: /\.rs$/,
  forms: [
    {
      pattern: new RegExp(
        String.raw`\benv::var(?:_os)?\(\s*${quoted}\s*\)(?:\s*\.(?:unwrap_or(?:_else)?|unwrap_or_default)\((?:\|_\|\s*)?(?:${literal})?)?`,
        'g'
      ),
      required: null
    }
  ]
};
