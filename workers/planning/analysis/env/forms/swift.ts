import { literal, quoted, type Family } from './form.ts';

/** Swift: `Environment.get` of Vapor. */
export const swift: Family = {
  files: /\.swift$/,
  forms: [
    {
      pattern: new RegExp(
        String.raw`\bEnvironment\.get\(\s*${quoted}\s*\)(?:\s*(?:\?\?|\.flatMap\([^)]*\)\s*\?\?)\s*(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    }
  ]
};
