import { installLayer } from '../../../domain/dockerfile-stages.ts';
import { quote } from '../../../domain/shell.ts';
import type { BuildFacts } from '../detector.ts';
import { folderOf, nameOf } from '../reading/paths.ts';

/** The lines of a Dockerfile, blocks apart by one empty line; nulls are left out. */
export const dockerfile = (...blocks: (string | null)[][]): string =>
  `${blocks
    .map((block) => block.filter((line) => line !== null).join('\n'))
    .filter((block) => block !== '')
    .join('\n\n')}\n`;

const plain = /^[\w@%+=:,./-]+(?: [\w@%+=:,./-]+)*$/;

/**
 * A CMD for a command line: its words where they are plain, so that the process gets signals itself, else a shell that
 * is replaced by the last command.
 */
export function commandLine(command: string): string {
  const text = command.trim();
  if (plain.test(text) && !/^\w+=/.test(text)) return `CMD ${JSON.stringify(text.split(' '))}`;
  const single = !/[;&|\n]|^\w+=/.test(text);
  return `CMD ["sh", "-c", ${JSON.stringify(single ? `exec ${text}` : text)}]`;
}

/** `COPY` of several paths into a folder, in the form that allows any name. */
export const copy = (paths: string[], to: string, options = ''): string =>
  paths.every((path) => /^[\w@./*-]+$/.test(path))
    ? `COPY ${options}${paths.join(' ')} ${to}`
    : `COPY ${options}${JSON.stringify([...paths, to])}`;

/** One layer of Debian packages, or null for none. */
export const aptInstall = (packages: string[]): string | null =>
  packages.length === 0 ? null : installLayer([...new Set(packages)].sort().join(' '));

/** A RUN whose folder of downloads stays between builds. */
export const runCached = (folder: string, command: string): string =>
  `RUN --mount=type=cache,target=${folder} ${command}`;

/** Build arguments for the variables that the build reads. */
export const buildArguments = (names: string[]): string[] => names.map((name) => `ARG ${name}`);

/** The placeholders before a command, as its environment alone. */
export const assignments = ({ placeholders }: BuildFacts): string =>
  placeholders.map(({ name, value }) => `${name}=${quote(value)} `).join('');

/**
 * Makes the folder that a volume is laid over, for the user who writes there: a new volume takes over what the image has. A file
 * that the code looks for beside itself is led there.
 */
export function dataLines({ database }: BuildFacts, user: string): string[] {
  if (!database) return [];
  const folder = quote(database.folder);
  const owned = `chown -R ${user}:${user} ${folder}`;
  if (database.link === null) return [`RUN mkdir -p ${folder} && ${owned}`];
  const [link, beside] = [quote(database.link), quote(folderOf(database.link))];
  const target = quote(`${database.folder}/${nameOf(database.link)}`);
  return [
    `RUN mkdir -p ${folder} ${beside} && { [ ! -f ${link} ] || mv ${link} ${target}; } && ln -sf ${target} ${link} && ${owned}`
  ];
}

/** A word of a shell line in a Dockerfile. */
export const word = (text: string): string => quote(text);

const ignored = [
  '.git',
  '.github',
  '.gitlab',
  '.vscode',
  '.idea',
  '.DS_Store',
  '.env',
  '.env.*',
  '!.env.example',
  '**/*.log',
  'coverage',
  'Dockerfile*',
  '**/docker-compose*.y*ml',
  '**/compose*.y*ml'
];

/** The text of a `.dockerignore`: what never belongs into an image, and what `more` names. */
export const ignoreText = (...more: string[]): string => `${[...ignored, ...more].join('\n')}\n`;
