import { literal, quoted, type Family } from './form.ts';

/** Settings that Phoenix generates show in comments what could be read; a comment reads nothing. */
const uncommented = String.raw`\bSystem(?<!^[ \t]*#[^\n]{0,300}System)`;

/** Elixir: `System.fetch_env!` and `System.get_env`. */
export const elixir: Family = {
  files: /\.exs?$/,
  forms: [
    { pattern: new RegExp(String.raw`${uncommented}\.fetch_env!\(\s*${quoted}`, 'gm'), required: true },
    {
      pattern: new RegExp(String.raw`${uncommented}\.get_env\(\s*${quoted}(?:\s*,\s*${literal})?`, 'gm'),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`${uncommented}\.get_env\(\s*${quoted}\s*\)\s*\|\|\s*(?:${literal}|(?<other>raise|\S))`,
        'gm'
      ),
      required: null
    }
  ]
};
