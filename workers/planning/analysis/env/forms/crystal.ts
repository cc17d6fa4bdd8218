import { literal, quoted, type Family } from './form.ts';

/** Crystal: `ENV[]` and `ENV.fetch`, which stop the program, and `ENV[]?`, which does not. */
export const crystal: Family = {
  files: /\.cr$/,
  forms: [
    {
      pattern: new RegExp(String.raw`\bENV\[\s*${quoted}\s*\](?:(?<other>\?)(?:\s*\|\|\s*${literal})?)?`, 'g'),
      required: true
    },
    {
      pattern: new RegExp(
        String.raw`\bENV\.fetch\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)]))|\s*\)\s*(?<block>\{|do))?`,
        'g'
      ),
      required: true
    }
  ],
  conditional: (text, match) => /^\s*(?:\|\|)?=(?!=)/.test(text.slice(match.index! + match[0].length))
};
