import { literal, quoted, type Family } from './form.ts';

/** Elixir: `System.fetch_env!` and `System.get_env`. */
export const elixir: Family = {
  files: /\.exs?$/,
  forms: [
    { pattern: new RegExp(String.raw`\bSystem\.fetch_env!\(\s*${quoted}`, 'g'), required: true },
    {
      pattern: new RegExp(
        String.raw`\bSystem\.get_env\(\s*${quoted}(?:\s*,\s*${literal})?(?:\s*\)?\s*\|\|\s*(?:\n\s*)?(?<other>raise)?)?`,
        'g'
      ),
      required: null
    }
  ]
};
