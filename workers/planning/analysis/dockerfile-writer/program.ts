import { folderOf, nameOf } from '../reading/paths.ts';

/** Where a compiled program lies in its image, and the name that its command calls it by. */
export interface ProgramPlace {
  path: string;
  name: string;
}

const runner = /^(?:sh|bash|exec|env|npm|npx|node|python3?|make|go|cargo|just|task|[\w./-]+\.sh)$/;

/**
 * The place of a program that a command line names: `bin/app` and `./target/release/app` lie below the image's folder of
 * work, a bare name in its `bin`. `fallback` where the command names none, as with a script.
 */
export function programPlace(command: string | null, fallback: string): ProgramPlace {
  const usual = { path: `/app/bin/${fallback}`, name: fallback };
  const first = (command ?? '')
    .trim()
    .split(/\s+/)
    .find((word) => !/^\w+=/.test(word) && word !== 'exec');
  if (!first || !/^[\w./-]+$/.test(first) || runner.test(first) || first.split('/').includes('..')) return usual;
  const name = nameOf(first);
  if (first.startsWith('/')) return first.startsWith('/app/') ? { path: first, name } : usual;
  const folder = folderOf(first.replace(/^\.\//, ''));
  return { path: first.includes('/') ? `/app/${folder === '.' ? '' : `${folder}/`}${name}` : `/app/bin/${name}`, name };
}
