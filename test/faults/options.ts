import { parseArgs } from 'node:util';

/** What `npm run test:faults --` was told. */
export interface Options {
  runs: number;
  seed: number;
  only: string[];
  list: boolean;
}

function whole(text: string | undefined, name: string, fallback: number): number {
  if (text === undefined) return fallback;
  if (!/^\d{1,9}$/.test(text)) throw new Error(`--${name} takes a whole number, not "${text}".`);
  return Number(text);
}

/** Reads the command line. Throws an error with a message for the person. */
export function optionsOf(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      runs: { type: 'string' },
      seed: { type: 'string' },
      only: { type: 'string', multiple: true },
      list: { type: 'boolean' }
    }
  });
  return {
    runs: whole(values.runs, 'runs', 60),
    seed: whole(values.seed, 'seed', 1),
    only: values.only ?? [],
    list: values.list ?? false
  };
}
