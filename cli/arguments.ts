import { parseArgs, type ParseArgsConfig } from 'node:util';
import { modelOffers } from '../workers/domain/usage.ts';
import { UsageError } from './settings.ts';

type Options = NonNullable<ParseArgsConfig['options']>;

/** One command of the terminal: what it takes and what it is for. `takes` names its positional arguments. */
interface Command {
  takes: string;
  least: number;
  most: number;
  does: string;
  options: Options;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean' } as const;
const everywhere: Options = { state: text, json: flag, help: { ...flag, short: 'h' } };
const project = { takes: 'PROJECT', least: 1, most: 1, options: {} };

export const commands = {
  deploy: {
    takes: 'SOURCE',
    least: 1,
    most: 1,
    does: 'plan, approve and deploy a Git URL, a folder, a Docker image or template:NAME',
    options: {
      yes: { ...flag, short: 'y' },
      name: text,
      region: text,
      budget: text,
      vendor: text,
      model: text,
      env: { ...text, multiple: true },
      'env-file': text,
      ref: text,
      subfolder: text,
      full: flag
    }
  },
  status: { takes: '[PROJECT]', least: 0, most: 1, does: 'list projects, or show one', options: {} },
  logs: { ...project, does: 'print what its last run wrote', options: { follow: { ...flag, short: 'f' } } },
  say: {
    takes: 'PROJECT WISH',
    least: 2,
    most: 200,
    does: 'change its plans in plain words, or ask what they say',
    options: {}
  },
  approve: {
    ...project,
    does: 'show the plan that waits and approve it',
    options: { yes: { ...flag, short: 'y' }, full: flag }
  },
  pause: { ...project, does: 'let the running step finish, then wait' },
  resume: { ...project, does: 'go on after a pause, a stop or a failure' },
  answer: { takes: 'PROJECT NUMBER', least: 2, most: 2, does: 'answer what a run or a plan asks', options: {} },
  stop: { ...project, does: 'end the run after the running step' },
  model: {
    takes: 'PROJECT [MODEL]',
    least: 1,
    most: 2,
    does: 'show what a project thinks with, or pick it: a model, or none for rules alone',
    options: {}
  },
  usage: { takes: '[PROJECT]', least: 0, most: 1, does: 'what models cost this month', options: {} },
  redeploy: { ...project, does: 'run the approved plans again' },
  destroy: { ...project, does: 'release its servers and forget it, after its name was typed', options: { yes: text } },
  down: { takes: '', least: 0, most: 0, does: 'stop the Hydron that runs on this machine', options: {} },
  help: { takes: '[COMMAND]', least: 0, most: 1, does: 'this text', options: {} }
} as const satisfies Record<string, Command>;

export type CommandName = keyof typeof commands;

/** A command line that was understood: `values` holds its options, `rest` its positional arguments. */
export interface Call {
  command: CommandName;
  rest: string[];
  values: Record<string, string | boolean | (string | boolean)[] | undefined>;
}

const meanings: Record<string, string> = {
  yes: '--yes                approve each plan without asking',
  name: '--name NAME          name of the project',
  region: '--region ID          where its servers stand',
  budget: '--budget AMOUNT      most that its servers may cost a month, such as 20 or 19.90',
  vendor: '--vendor NAME        sandbox or own',
  model: '--model MODEL        what plans and repairs with the rules, see hydron model; none for rules alone',
  env: '--env NAME=VALUE     a variable of the services; may be repeated',
  'env-file': '--env-file FILE      variables, one NAME=VALUE a line',
  ref: '--ref REF            branch, tag or commit',
  subfolder: '--subfolder PATH     folder inside the repository',
  full: '--full               print the text of each step as well',
  follow: '--follow             go on until the run is over',
  json: '--json               print events or answers as JSON lines',
  state: '--state FOLDER       state folder of the Hydron to talk to (.hydron, or HYDRON_STATE)'
};

/** The help of one command, or of all of them. */
export function helpText(name?: CommandName): string {
  if (name === undefined) {
    const lines = Object.entries(commands).map(
      ([each, { takes, does }]) => `  ${`${each} ${takes}`.padEnd(20)}${does}`
    );
    return `hydron takes a repository to a live site on a server of your own.\n\n${lines.join('\n')}\n\nhydron help COMMAND tells more.`;
  }
  const { takes, does, options } = commands[name] as Command;
  const own = Object.keys({ ...options, ...everywhere }).filter((option) => option !== 'help');
  const yes = name === 'destroy' ? '--yes NAME           its name, instead of typing it when asked' : meanings.yes;
  const lines = own.map((option) => `  ${option === 'yes' ? yes : meanings[option]}`);
  return `hydron ${name} ${takes}\n\n${does}\n\n${lines.join('\n')}`;
}

const isCommand = (text: string): text is CommandName => Object.hasOwn(commands, text);

/** Reads a command line. Throws UsageError with what to write instead. */
export function readCall(argv: string[]): Call {
  const [name = 'help', ...args] = argv;
  if (['-h', '--help'].includes(name)) return { command: 'help', rest: [], values: {} };
  if (!isCommand(name)) throw new UsageError(`There is no command "${name}". See hydron help.`);
  const command: Command = commands[name];
  const read = readOptions(name, args, { ...command.options, ...everywhere });
  if (read.values.help) return { command: 'help', rest: [name], values: {} };
  const count = read.positionals.length;
  if (count < command.least || count > command.most)
    throw new UsageError(`It is: hydron ${name} ${command.takes}. See hydron help ${name}.`);
  return { command: name, rest: read.positionals, values: read.values };
}

function readOptions(name: string, args: string[], options: Options) {
  try {
    return parseArgs({ args, options, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${(error as Error).message.split('. ')[0]}. See hydron help ${name}.`);
  }
}

/** `20` or `19.90` in minor units. Throws UsageError. */
export function budgetOf(amount: string): number {
  if (!/^\d{1,7}([.,]\d{1,2})?$/.test(amount))
    throw new UsageError(`A budget is an amount such as 20 or 19.90, not "${amount}".`);
  return Math.round(Number(amount.replace(',', '.')) * 100);
}

/** Variables of `--env` and of an env file's text, later ones winning; `--env` wins over the file. Throws UsageError. */
export function variablesOf(pairs: string[], file: string | null): Map<string, string> {
  const variables = new Map<string, string>();
  const add = (line: string, where: string) => {
    const [, name, value] = /^(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s.exec(line) ?? [];
    if (name === undefined || value === undefined) throw new UsageError(`${where} is not NAME=VALUE.`);
    variables.set(name, value);
  };
  const lines = (file ?? '').split(/\r?\n/).map((line) => line.trim());
  lines.forEach((line, index) => {
    if (line !== '' && !line.startsWith('#'))
      add(line.replace(/^([^=]+=)(["'])(.*)\2$/s, '$1$3'), `Line ${index + 1} of the env file`);
  });
  for (const pair of pairs) add(pair, `--env ${pair.split('=')[0]}`);
  return variables;
}

/** A model by its id, null for `none`. Throws UsageError with what there is. */
export function modelNamed(name: string): string | null {
  if (name === 'none' || modelOffers.some(({ id }) => id === name)) return name === 'none' ? null : name;
  throw new UsageError(`There is no model "${name}". There are: ${modelOffers.map(({ id }) => id).join(', ')}, none.`);
}
