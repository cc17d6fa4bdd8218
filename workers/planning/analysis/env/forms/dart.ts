import { literal, type Family } from './form.ts';

/** Dart: `Platform.environment`, with `!` where the program stops without it, and the values of a build. */
export const dart: Family = {
  files: /\.dart$/,
  forms: [
    {
      pattern: new RegExp(
        String.raw`\bPlatform\.environment\[\s*['"](?<name>[A-Z][A-Z0-9_]*)['"]\s*\](?<bang>!)?(?:\s*\?\?\s*(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: /\b(?:String|int|bool)\.fromEnvironment\(\s*['"](?<name>[A-Z][A-Z0-9_]*)['"]/g,
      required: null,
      buildTime: true
    }
  ]
};
