import { within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { copy, runCached, word } from './layout.ts';

/** The line of Node that builds the pages of programs in other languages. */
const line = 22;

type Manager = 'npm' | 'yarn' | 'pnpm' | 'bun';

const locks: [string, Manager][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm']
];

const lockOf = (tree: Tree, folder: string): [string, Manager] | null =>
  locks.find(([name]) => tree.first(folder, name) !== null) ?? null;

/** Puts Node, and the package manager that a folder's lock file is of, into a build stage of another language. */
export function nodeTools(tree: Tree, folder: string): string[] {
  const manager = lockOf(tree, folder)?.[1] ?? 'npm';
  const own = `COPY --from=node:${line}-slim /usr/local/lib/node_modules /usr/local/lib/node_modules`;
  const links =
    'RUN ln -s ../lib/node_modules/npm/bin/npm-cli.js /usr/local/bin/npm && ln -s ../lib/node_modules/npm/bin/npx-cli.js /usr/local/bin/npx';
  return [
    `COPY --from=node:${line}-slim /usr/local/bin/node /usr/local/bin/node`,
    own,
    manager === 'npm' ? links : `${links} && npm install --global ${tools[manager]}`
  ];
}

/** Corepack lets a package.json name the release of yarn or pnpm that it wants. */
const tools: Record<Exclude<Manager, 'npm'>, string> = {
  yarn: 'corepack && corepack enable',
  pnpm: 'corepack && corepack enable',
  bun: 'bun'
};

const installs: Record<Manager, [string, string]> = {
  npm: ['/root/.npm', 'npm ci'],
  yarn: ['/usr/local/share/.cache/yarn', '{ yarn install --frozen-lockfile || yarn install --immutable; }'],
  pnpm: ['/root/.local/share/pnpm/store', 'pnpm install --frozen-lockfile'],
  bun: ['/root/.bun/install/cache', 'bun install --frozen-lockfile']
};

/** Installs the packages of a folder below the context, from its manifest and lock file alone. */
export function nodeInstall(tree: Tree, folder: string, context: string): string[] {
  const lock = lockOf(tree, folder);
  const local = within(context, folder) ?? '.';
  const at = (name: string) => (local === '.' ? name : `${local}/${name}`);
  const beside = ['.npmrc', '.yarnrc.yml', 'pnpm-workspace.yaml', 'bunfig.toml'].filter((name) =>
    tree.first(folder, name)
  );
  const [cache, install] = lock ? installs[lock[1]] : ['/root/.npm', 'npm install'];
  const releases = tree.hasFolder(folder === '.' ? '.yarn' : `${folder}/.yarn`);
  return [
    copy(['package.json', ...(lock ? [lock[0]] : []), ...beside].map(at), local === '.' ? './' : `./${local}/`),
    ...(releases ? [copy([at('.yarn')], `./${at('.yarn')}`)] : []),
    runCached(cache, local === '.' ? install : `cd ${word(local)} && ${install}`)
  ];
}

/** The command that runs a script of a folder's package.json. */
export const nodeRun = (tree: Tree, folder: string, script: string): string =>
  `${lockOf(tree, folder)?.[1] ?? 'npm'} run ${script}`;
