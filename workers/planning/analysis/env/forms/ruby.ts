import { literal, quoted, type Family } from './form.ts';

/** Settings that Rails generates show in comments what could be read; a comment reads nothing. */
const uncommented = String.raw`\bENV(?<!^[ \t]*#[^\n]{0,300}ENV)`;

/** Ruby: `ENV`, in code and in the YAML that Rails renders. */
export const ruby: Family = {
  files: /\.rb$|\.yml$|Rakefile$|config\.ru$/,
  forms: [
    {
      files: /\.rb$|Rakefile$|config\.ru$/,
      pattern: new RegExp(
        String.raw`${uncommented}\.fetch\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)]))|\s*\)\s*(?<block>\{|do))?`,
        'gm'
      ),
      required: true
    },
    {
      pattern: new RegExp(
        String.raw`${uncommented}\[\s*${quoted}\s*\](?:\s*\|\|\s*(?:${literal}|(?<other>\S)))?`,
        'gm'
      ),
      required: null
    }
  ]
};
