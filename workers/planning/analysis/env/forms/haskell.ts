import type { Family } from './form.ts';

/** Haskell: `getEnv`, which stops the program, `lookupEnv`, which does not, and the variables that Yesod's settings name. */
export const haskell: Family = {
  files: /\.hs$|settings\.ya?ml$/,
  forms: [
    { files: /\.hs$/, pattern: /\bgetEnv\s+"(?<name>[A-Z][A-Z0-9_]*)"/g, required: true },
    {
      files: /\.hs$/,
      pattern: /\b(?:lookupEnv|env(?:OrNothing|OrDefault)?\s+@\w{1,40})\s+"(?<name>[A-Z][A-Z0-9_]*)"/g,
      required: null
    },
    { files: /\.ya?ml$/, pattern: /\b_env:(?<name>[A-Z][A-Z0-9_]*):(?<bare>[^"'\s]*)/g, required: null }
  ]
};
