import { quoted, type Family } from './form.ts';

/** Crystal: `ENV`. */
export const crystal: Family = {
  files: /\.cr$/,
  forms: [{ pattern: new RegExp(String.raw`\bENV\[\s*${quoted}\s*\](?<other>\?)?`, 'g'), required: null }]
};
