import type { Family } from './form.ts';

/** Gleam: `get` of envoy, which answers a result. */
export const gleam: Family = {
  files: /\.gleam$/,
  forms: [
    { pattern: /\b(?:envoy|os|env|environment)\.(?:get|get_env)\(\s*"(?<name>[A-Z][A-Z0-9_]*)"/g, required: null }
  ]
};
