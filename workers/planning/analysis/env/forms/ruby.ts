import { literal, quoted, type Family } from './form.ts';

/** Ruby: `ENV`, in code and in the YAML that Rails renders. */
export const ruby: Family = {
  files: /\.rb$|\.yml$|Rakefile$|config\.ru$/,
  forms: [
    {
      files: /\.rb$|Rakefile$|config\.ru$/,
      pattern: new RegExp(
        String.raw`\bENV\.fetch\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)]))|\s*\)\s*(?<block>\{|do))?`,
        'g'
      ),
      required: true
    },
    {
      pattern: new RegExp(String.raw`\bENV\[\s*${quoted}\s*\](?:\s*\|\|\s*(?:${literal}|(?<other>\S)))?`, 'g'),
      required: null
    }
  ]
};
