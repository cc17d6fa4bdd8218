import { literal, quoted, type Family } from './form.ts';

/** PHP: `env` and `getenv`. */
export const php: Family = {
  files: /\.php$/,
  forms: [
    {
      pattern: new RegExp(String.raw`\b(?:env|getenv)\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)])))?`, 'g'),
      required: null
    }
  ]
};
