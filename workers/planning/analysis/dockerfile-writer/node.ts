import type { BuildFacts, Written } from '../detector.ts';
import { expandScript } from '../detectors/node/commands.ts';
import type { NodeFramework } from '../detectors/node/frameworks.ts';
import { managerMajor } from '../detectors/node/manager.ts';
import type { NodePackage } from '../detectors/node/package.ts';
import { imageLine } from '../detectors/node/runtime.ts';
import type { FrameworkServer } from '../detectors/node/servers.ts';
import type { Workspace } from '../detectors/node/workspace.ts';
import { within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import {
  aptInstall,
  assignments,
  buildArguments,
  commandLine,
  copy,
  dataLines,
  dockerfile,
  ignoreText,
  runCached,
  word
} from './layout.ts';
import { nativePackages } from './native.ts';
import { caddyStage } from './static.ts';

/** What the Dockerfile of a Node app is written from; folders are relative to the repository's root. */
export interface NodeBuild {
  app: NodePackage;
  workspace: Workspace;
  framework: NodeFramework | null;
  server: FrameworkServer | null;
  buildScript: string | null;
  /** The command that builds the app from the root of its workspace, in place of a script. */
  buildLine: string | null;
  release: string | null;
  version: string | null;
  internal: NodePackage[];
  tree: Tree;
  /** The version of Bun that runs the app, or null where Node does. */
  bun: string | null;
}

/** A multi-stage Dockerfile for a Node app, its context being the folder that its packages are installed from. */
export function writeNode(build: NodeBuild, facts: BuildFacts): Written {
  const { workspace } = build;
  const base = `node:${imageLine(build.version)}-slim`;
  const stages = [...baseStage(build, base, facts), ...buildStage(build, facts)];
  const last =
    facts.process.kind === 'static'
      ? caddyStage(`/app/${at(build, build.server?.output ?? 'dist')}`, facts.port)
      : runStage(build, facts);
  return {
    text: dockerfile(...stages, last),
    ignore: ignoreText('**/node_modules', '**/.next', '**/.nuxt', '**/.output', '**/.svelte-kit', '**/.turbo'),
    context: workspace.root
  };
}

/** A path of the app, seen from the root of its workspace. */
function at(build: NodeBuild, path = ''): string {
  const folder = within(build.workspace.root, build.app.folder) ?? '.';
  return [folder === '.' ? '' : folder, path].filter((part) => part !== '').join('/') || '.';
}

const appFolder = (build: NodeBuild) => (at(build) === '.' ? '/app' : `/app/${at(build)}`);
/** The dependencies of an app, of the packages that it is made of and of the root. */
export const everything = (build: NodeBuild) =>
  [build.app, ...build.internal, ...(build.workspace.rootPackage ? [build.workspace.rootPackage] : [])].flatMap(
    (each) => each.dependencies
  );

function baseStage(build: NodeBuild, image: string, facts: BuildFacts): (string | null)[][] {
  const native = nativePackages(
    'npm',
    everything(build).filter((each) => !each.development || /prisma/.test(each.name))
  );
  const browser = native.run.includes('chromium')
    ? 'ENV PUPPETEER_SKIP_DOWNLOAD=true PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium'
    : null;
  return [
    [
      `FROM ${image} AS base`,
      'WORKDIR /app',
      facts.process.kind === 'static' ? null : aptInstall(native.run),
      browser,
      managerLine(build.workspace),
      build.bun && build.workspace.manager !== 'bun' ? `RUN npm install -g ${word(`bun@${build.bun}`)}` : null,
      build.workspace.berry ? 'ENV YARN_NODE_LINKER=node-modules' : null
    ]
  ];
}

/** Installs the package manager of a workspace; null where Node brings it. */
export function managerLine({ manager, version }: Workspace): string | null {
  if (manager === 'npm') return version ? `RUN npm install -g ${word(`npm@${version}`)}` : null;
  const name = manager === 'yarn' && managerMajor(version) >= 2 ? '@yarnpkg/cli-dist' : manager;
  return `RUN npm install -g --force ${word(`${name}@${(version ?? '1').replace(/\+.*$/, '')}`)}`;
}

function buildStage(build: NodeBuild, facts: BuildFacts): (string | null)[][] {
  const { tree, workspace, app } = build;
  const native = nativePackages('npm', everything(build));
  const early = needsSources(build);
  const schema = tree.below(app.folder, /(?:^|\/)schema\.prisma$/)[0];
  return [
    [
      'FROM base AS build',
      aptInstall(native.build.filter((name) => !native.run.includes(name) || facts.process.kind === 'static')),
      'ENV HUSKY=0 NEXT_TELEMETRY_DISABLED=1',
      workspace.manager === 'pnpm' ? 'ENV npm_config_store_dir=/pnpm/store pnpm_config_store_dir=/pnpm/store' : null,
      ...(early ? ['COPY . .'] : manifestCopies(build)),
      installLine(build),
      early ? null : 'COPY . .',
      ...buildArguments(facts.buildVariables),
      schema && !facts.buildVariables.includes('DATABASE_URL')
        ? 'ARG DATABASE_URL=postgresql://build:build@localhost:5432/build'
        : null,
      ...buildLines(build, facts, schema !== undefined),
      ...assembleLines(build),
      pruneLine(build, facts)
    ]
  ];
}

/** Whether the install runs scripts of the repository's own, which need its sources. */
export function needsSources({ app, workspace, tree }: NodeBuild): boolean {
  const hooks = [app, workspace.rootPackage].flatMap((each) =>
    each ? ['preinstall', 'install', 'postinstall', 'prepare'].map((name) => each.scripts[name] ?? '') : []
  );
  return (
    hooks.some(
      (hook) =>
        hook !== '' &&
        !/^(?:husky(?: install)?|npx husky(?: install)?|is-ci \|\| husky(?: install)?|husky \|\| true|only-allow \w+|npx only-allow \w+)$/.test(
          hook.trim()
        )
    ) || tree.hasFolder(workspace.root === '.' ? 'patches' : `${workspace.root}/patches`)
  );
}

/** Copies what the install reads, before the sources. */
export function manifestCopies({ workspace, tree }: NodeBuild): string[] {
  const local = (path: string) => within(workspace.root, path) ?? path;
  const names = [
    'package.json',
    'package.json5',
    '.npmrc',
    '.yarnrc',
    '.yarnrc.yml',
    '.pnpmfile.cjs',
    'pnpm-workspace.yaml',
    'bunfig.toml'
  ];
  const root = names.map((name) => tree.first(workspace.root, name)).filter((path) => path !== null);
  const lines = [copy([...root, ...(workspace.lockFile ? [workspace.lockFile] : [])].map(local), './')];
  const yarn = workspace.root === '.' ? '.yarn' : `${workspace.root}/.yarn`;
  if (tree.hasFolder(`${yarn}/releases`)) lines.push(copy(['.yarn/releases'], '.yarn/releases/'));
  if (tree.hasFolder(`${yarn}/plugins`)) lines.push(copy(['.yarn/plugins'], '.yarn/plugins/'));
  for (const member of workspace.members) lines.push(copy([local(member.file.path)], `${local(member.folder)}/`));
  return lines;
}

/**
 * Installs the packages of a workspace, all of them, as its lock file says. Yarn 1 alone refuses packages that somewhere below do not
 * name this Node among theirs, however old they are.
 */
export function installLine({ workspace }: Pick<NodeBuild, 'workspace'>): string {
  const locked = workspace.lockFile !== null;
  switch (workspace.manager) {
    case 'npm':
      return runCached('/root/.npm', locked ? 'npm ci' : 'npm install --no-audit --no-fund');
    case 'pnpm':
      return runCached('/pnpm/store', locked ? 'pnpm install --frozen-lockfile' : 'pnpm install');
    case 'yarn':
      if (workspace.berry)
        return runCached('/root/.yarn/berry/cache', locked ? 'yarn install --immutable' : 'yarn install');
      return runCached(
        '/usr/local/share/.cache/yarn',
        locked ? 'yarn install --frozen-lockfile --ignore-engines' : 'yarn install --ignore-engines'
      );
    case 'bun':
      return runCached('/root/.bun/install/cache', locked ? 'bun install --frozen-lockfile' : 'bun install');
  }
}

const inFolder = (folder: string, command: string) => (folder === '.' ? command : `cd ${word(folder)} && ${command}`);

function buildLines(build: NodeBuild, facts: BuildFacts, prisma: boolean): (string | null)[] {
  const { workspace, app, internal, server, buildScript } = build;
  const lines: (string | null)[] = [];
  const run = (each: NodePackage, script: string, given = '') =>
    `RUN ${inFolder(within(workspace.root, each.folder) ?? '.', `${given}${workspace.manager} run ${script}`)}`;
  const standIns = build.framework?.role === 'full-stack' ? assignments(facts) : '';
  const generates =
    Object.values(app.scripts).some((body) => /prisma generate/.test(body)) &&
    buildScript !== null &&
    /prisma generate/.test(expandScript(app, buildScript) + (app.scripts.postinstall ?? ''));
  if (prisma && !generates) lines.push(`RUN ${inFolder(at(build), 'npx prisma generate')}`);
  for (const each of internal) if (each.scripts.build) lines.push(run(each, 'build'));
  if (server?.adapter)
    lines.push(
      `RUN ${inFolder(at(build), `npm install --no-save --legacy-peer-deps ${word(server.adapter)} && sed -i -E "s#@sveltejs/adapter-(auto|vercel|netlify|cloudflare)#${server.adapter}#" svelte.config.*`)}`
    );
  if (build.buildLine) lines.push(`RUN ${standIns}${build.buildLine}`);
  else if (buildScript) lines.push(run(app, buildScript, standIns));
  else if (needsCompile(build)) lines.push(`RUN ${inFolder(at(build), 'npx tsc')}`);
  return lines;
}

const needsCompile = ({ app, tree }: NodeBuild) =>
  tree.first(app.folder, 'tsconfig.json') !== null &&
  /\bnode\s+(?:\.\/)?(?:dist|build|out|lib)\//.test(`${app.scripts.start ?? ''} ${app.scripts['start:prod'] ?? ''}`);

/** Next's standalone server lacks its static files; they are laid beside it. */
function assembleLines(build: NodeBuild): string[] {
  if (build.server?.bundle !== 'standalone') return [];
  const target = `.next/standalone/${at(build) === '.' ? '' : `${at(build)}/`}`;
  const publicFolder = build.tree.hasFolder(build.app.folder === '.' ? 'public' : `${build.app.folder}/public`)
    ? `cp -r public ${target} && `
    : '';
  return [`RUN ${inFolder(at(build), `${publicFolder}mkdir -p ${target}.next && cp -r .next/static ${target}.next/`)}`];
}

const binaries: Record<string, string> = {
  nest: '@nestjs/cli',
  tsc: 'typescript',
  dotenv: 'dotenv-cli',
  'remix-serve': '@remix-run/serve',
  'react-router-serve': '@react-router/serve',
  sequelize: 'sequelize-cli',
  'ts-node': 'ts-node',
  tsx: 'tsx'
};

/** Whether what runs in the end needs packages that are listed for development only, or that nothing lists. */
function needsDevelopment(build: NodeBuild, facts: BuildFacts): boolean {
  const said = [facts.process.command ?? '', build.release ?? '']
    .map((command) => command.replace(/\bnpm run ([\w:.-]+)/g, (_, name: string) => expandScript(build.app, name)))
    .join(' ; ');
  const words = new Set(
    said.split(/[\s;&|=]+/).map((each) => each.replace(/^.*node_modules\/\.bin\//, '').replace(/\/.*$/, ''))
  );
  return build.app.dependencies.some(
    (each) => each.development && [...words].some((name) => name === each.name || binaries[name] === each.name)
  );
}

function pruneLine(build: NodeBuild, facts: BuildFacts): string | null {
  const { workspace, server } = build;
  if (facts.process.kind === 'static' || bundled(build)) return null;
  if (needsDevelopment(build, facts) || server?.adapter) return null;
  if (!everything(build).some((each) => each.development)) return null;
  switch (workspace.manager) {
    case 'npm':
      return 'RUN npm prune --omit=dev --ignore-scripts';
    case 'pnpm':
      return workspace.members.length > 0
        ? runCached(
            '/pnpm/store',
            `CI=true pnpm install --prod --frozen-lockfile --ignore-scripts --filter ${word(`./${at(build)}...`)}`
          )
        : runCached('/pnpm/store', 'CI=true pnpm prune --prod --ignore-scripts');
    case 'yarn':
      return workspace.berry
        ? null
        : runCached(
            '/usr/local/share/.cache/yarn',
            'yarn install --production --frozen-lockfile --ignore-engines --ignore-scripts --prefer-offline'
          );
    case 'bun':
      return runCached('/root/.bun/install/cache', 'rm -rf node_modules && bun install --production');
  }
}

/** Whether the framework's build holds all that the server needs, and nothing else is run from the image. */
const bundled = (build: NodeBuild) => (build.server?.bundle ?? null) !== null && build.release === null;

/** Programs that commands name and that need not be among an app's packages, with the release line to put in place. */
const runners: Record<string, string> = {
  tsx: 'tsx@4',
  'ts-node': 'ts-node@10',
  srvx: 'srvx@1',
  serve: 'serve@14',
  bun: 'bun@1'
};

/** Puts in place what starts the app where no package of it brings that. */
function runnerLine(build: NodeBuild, command: string): string | null {
  const name = /^(?:npx\s+)?([\w-]+)/.exec(command)?.[1] ?? '';
  const runner = Object.hasOwn(runners, name) ? runners[name] : undefined;
  if (!runner || name === build.workspace.manager) return null;
  return everything(build).some((each) => each.name === name) ? null : `RUN npm install -g ${runner}`;
}

function runStage(build: NodeBuild, facts: BuildFacts): (string | null)[] {
  const folder = appFolder(build);
  const path = folder === '/app' ? '/app/node_modules/.bin' : `${folder}/node_modules/.bin:/app/node_modules/.bin`;
  const standalone = build.server?.bundle === 'standalone' && facts.process.name === null;
  const command =
    standalone && !bundled(build)
      ? `node .next/standalone/${at(build) === '.' ? '' : `${at(build)}/`}server.js`
      : (facts.process.command ?? 'npm start');
  return [
    'FROM base',
    `ENV NODE_ENV=production${facts.process.kind === 'web' ? ` PORT=${facts.port} HOST=0.0.0.0 HOSTNAME=0.0.0.0` : ''}`,
    build.server?.adapter || build.framework?.name === 'sveltekit'
      ? 'ENV PROTOCOL_HEADER=x-forwarded-proto HOST_HEADER=x-forwarded-host'
      : null,
    `ENV PATH=${path}:$PATH`,
    runnerLine(build, command),
    ...copiesFor(build),
    folder === '/app' || (standalone && !bundled(build) && folder === '/app') ? null : `WORKDIR ${folder}`,
    ...dataLines(facts, 'node'),
    'USER node',
    facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
    commandLine(command)
  ];
}

function copiesFor(build: NodeBuild): string[] {
  const from = '--from=build --chown=node:node ';
  const folder = appFolder(build);
  if (bundled(build) && build.server?.bundle === 'standalone')
    return [copy([`${folder}/.next/standalone`], './', from)];
  if (bundled(build)) return [copy([`${folder}/.output`], `${folder}/.output`, from)];
  if (build.workspace.members.length === 0 || at(build) === '.') return [copy(['/app'], '/app', from)];
  const local = (each: NodePackage) => within(build.workspace.root, each.folder) ?? '.';
  const folders = [...build.internal.map(local), at(build)];
  return [
    copy(['/app/package.json'], './', from),
    copy(['/app/node_modules'], './node_modules', from),
    ...folders.map((each) => copy([`/app/${each}`], `./${each}`, from))
  ];
}
