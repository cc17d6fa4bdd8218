import { parseArgs } from 'node:util';

/** What `npm run test:repair --` was told. `sample` and `only` choose cases, `model` adds those that a model has a say in; `list` names them and runs none. */
export interface Options {
  sample: number | null;
  only: string[];
  jobs: number;
  list: boolean;
  model: boolean;
}

const count = (text: string | undefined, name: string): number | null => {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,2}$/.test(text)) throw new Error(`--${name} takes a whole number from 1 on, not "${text}".`);
  return Number(text);
};

/** Reads the command line. Throws an error with a message for the person. */
export function optionsOf(argv: string[]): Options {
  const { values } = parseArgs({
    args: argv,
    options: {
      sample: { type: 'string' },
      only: { type: 'string', multiple: true },
      jobs: { type: 'string' },
      list: { type: 'boolean' },
      model: { type: 'boolean' }
    }
  });
  const jobs = count(values.jobs, 'jobs') ?? 1;
  if (values.model && jobs > 1) throw new Error('With --model cases are played one at a time: a team has one key.');
  return {
    sample: count(values.sample, 'sample'),
    only: values.only ?? [],
    jobs,
    list: values.list ?? false,
    model: values.model ?? false
  };
}
