import { literal, quoted, type Family } from './form.ts';

/** Swift: `Environment.get` of Vapor, and the environment of the process. */
export const swift: Family = {
  files: /\.swift$/,
  forms: [
    { pattern: /\bEnvironment\.process\.(?<name>[A-Z][A-Z0-9_]*)\b(?<bang>!)?/g, required: null },
    {
      pattern: new RegExp(
        String.raw`\bEnvironment\.get\(\s*${quoted}\s*\)(?<bang>!)?(?:\s*(?:\?\?|\.flatMap\([^)\n]{0,100}\)\s*\?\?)\s*(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`\b(?:ProcessInfo\.processInfo\.environment\[|\benv(?:ironment)?\.get\(|\benvironment\.require\()\s*${quoted}\s*[\])](?<bang>!)?(?:\s*\?\?\s*(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    }
  ]
};
