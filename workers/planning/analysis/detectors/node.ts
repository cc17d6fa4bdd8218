import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { word } from '../dockerfile-writer/layout.ts';
import { writeBun } from '../dockerfile-writer/bun.ts';
import { writeNode, type NodeBuild } from '../dockerfile-writer/node.ts';
import { evidenceOfFile } from '../reading/evidence.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { isAside } from '../reading/tree.ts';
import { bunRuntimeOf, byBun } from './node/bun.ts';
import { nodeStores } from './node/stores.ts';
import { buildScriptOf, delegates, expandScript, releaseOf, workersOf, type Command } from './node/commands.ts';
import { entriesOfCommand, listens, startOf, usualEntries } from './node/entry.ts';
import { frameworkOf, type NodeFramework } from './node/frameworks.ts';
import { dependencyOf, readPackage, scriptEvidence, type NodePackage } from './node/package.ts';
import { nodeDefault, nodeVersionOf } from './node/runtime.ts';
import { serverOf, type FrameworkServer } from './node/servers.ts';
import { internalDependencies, workspaceOf, type Workspace } from './node/workspace.ts';
import { nxRootOf } from './nx/project.ts';

/** Node.js, and Bun where its lock file says so: npm, pnpm, yarn and bun; servers, full-stack frameworks and sites. */
export const node: Detector = {
  name: 'node',
  manifests: /^package\.json5?$/,
  detect: async (folder, reader) => {
    const app = await readPackage(reader, folder);
    return app ? describe(reader, app, await workspaceOf(reader, app)) : null;
  }
};

/** Whether an app has a tool that Bun does not run in Node's place. */
const needsNode = (app: NodePackage): boolean => ['prisma', '@prisma/client'].some((name) => dependencyOf(app, name));

interface Found {
  framework: NodeFramework | null;
  name: string | null;
  by: string | null;
  server: FrameworkServer | null;
  start: Command | null;
  /** No script starts it, but it is all that the repository holds and has an entry file. */
  lone: boolean;
  /** The entry file waits for requests. */
  waits: boolean;
  /** It is a member of an Nx workspace, which builds it without a script of its own. */
  inferred: boolean;
  /** It is the root of an Nx workspace, whose parts are run rather than itself. */
  parts: boolean;
}

async function describe(reader: Reader, app: NodePackage, workspace: Workspace): Promise<App> {
  const found = await look(reader, app, workspace);
  const fullStack = found.framework?.role === 'full-stack';
  const bun = fullStack ? null : await bunRuntimeOf(reader, app, workspace, found.start);
  const version = bun ?? (await nodeVersionOf(reader, app, workspace.rootPackage));
  const processes = processesOf(app, workspace, found).map((each) =>
    bun && each.command ? { ...each, command: byBun(each.command) } : each
  );
  const buildScript = processes.length > 0 ? buildScriptOf(app) : null;
  const buildLine = found.inferred && !buildScript ? `npx nx build ${word(app.name)}` : null;
  const release = processes.length > 0 ? releaseOf(reader, app, found.start?.text ?? null) : null;
  const typescript = isTypeScript(reader, app, workspace);
  const evidence = evidenceFor(app, workspace, found);
  evidence.runtimeVersion =
    version?.evidence ?? evidenceOfFile(app.file.path, 'no version is stated: the current line', 0.4);
  if (buildScript) evidence.buildCommand = scriptEvidence(app, buildScript);
  if (release) evidence.releaseCommand = release.evidence;
  evidence.language = typescript ? typescript : evidenceOfFile(app.file.path, 'package.json', 0.9);
  const build: NodeBuild = {
    app,
    workspace,
    framework: found.framework,
    server: found.server,
    buildScript,
    buildLine,
    release: release?.text ?? null,
    version: bun ? null : (version?.version ?? null),
    internal: internalDependencies(workspace, app),
    tree: reader.tree,
    bun: bun?.version ?? null
  };
  return {
    path: app.folder,
    name: app.folder === '.' ? app.name.replace(/^@[^/]+\//, '') : nameOf(app.folder),
    language: typescript ? 'TypeScript' : 'JavaScript',
    framework: found.name,
    runtimeVersion: version?.version ?? String(nodeDefault),
    packageManager: workspace.manager,
    buildCommand: buildScript ? `${workspace.manager} run ${buildScript}` : buildLine,
    releaseCommand: release?.text ?? null,
    health: null,
    defaultPort: found.server?.kind === 'static' ? 8080 : (found.framework?.port ?? null),
    processes,
    dependencies: app.dependencies,
    entries: entriesFor(reader, app, processes),
    variables: [],
    stores: await nodeStores(reader, app),
    serves: servedFolders(reader, app),
    evidence,
    write: (facts) =>
      bun && workspace.manager === 'bun' && facts.process.kind !== 'static' && !needsNode(app)
        ? writeBun(build, bun.version, facts)
        : writeNode(build, facts)
  };
}

async function look(reader: Reader, app: NodePackage, workspace: Workspace): Promise<Found> {
  const names = [...app.dependencies]
    .sort((a, b) => Number(a.development) - Number(b.development))
    .map((each) => each.name);
  const start = startOf(reader, app, workspace.manager);
  const entry = await reader.one(start?.entry ?? null, 'entry point');
  const direct = app.dependencies.filter((each) => !each.development).map((each) => each.name);
  const first = frameworkOf(names);
  const serverIsTool = first?.framework.role === 'server' && !direct.includes(first.by);
  const chosen = serverIsTool ? (frameworkOf(names.filter((name) => name !== first.by)) ?? first) : first;
  const server = chosen ? await serverOf(reader, app, chosen.framework, start) : null;
  return {
    framework: chosen?.framework ?? null,
    name: chosen?.name ?? null,
    by: chosen?.by ?? null,
    server,
    start: server?.command ?? start,
    lone: start !== null && start.entry !== null && !startsByScript(app) && standsAlone(reader, app, workspace),
    waits: entry !== null && listens(entry),
    inferred: app.folder !== '.' && nxRootOf(reader, app.folder) === workspace.root,
    parts:
      nxRootOf(reader, app.folder) === app.folder &&
      !reader.tree.first(app.folder, 'project.json') &&
      holdsProjects(reader, app)
  };
}

const startsByScript = ({ scripts }: NodePackage) =>
  scripts.start !== undefined || scripts['start:prod'] !== undefined || scripts.serve !== undefined;

const holdsProjects = (reader: Reader, app: NodePackage) =>
  reader.tree.below(app.folder, /\/project\.json$/).length > 0;

/** Whether no other package of the repository is run: there is none beside samples and tests, or only the app's own libraries. */
function standsAlone(reader: Reader, app: NodePackage, workspace: Workspace): boolean {
  const libraries = workspace.root === app.folder ? workspace.members.filter((each) => !isStarted(each)) : [];
  return reader.tree
    .below('.', /(?:^|\/)package\.json$/)
    .every(
      (path) => path === app.file.path || isAside(folderOf(path)) || libraries.some((each) => each.file.path === path)
    );
}

const isStarted = (app: NodePackage) => startsByScript(app) || app.scripts.dev !== undefined;

function processesOf(app: NodePackage, workspace: Workspace, found: Found): Process[] {
  const workers = [...workersOf(app)].map(([name, command]): Process => ({
    ...bareProcess('worker', command.text, { startCommand: command.evidence }),
    name
  }));
  if (!runs(app, workspace, found)) return workers.length > 0 && !app.workspaces ? workers : [];
  const evidence: EvidenceMap = {};
  if (found.start) evidence.startCommand = found.start.evidence;
  const kind = found.server?.kind ?? (isWorker(app, found) ? 'worker' : 'web');
  if (kind === 'worker')
    return [
      ...workers.filter((worker) => worker.command !== found.start?.text),
      bareProcess(kind, found.start?.text ?? null, evidence)
    ];
  return [bareProcess(kind, kind === 'static' ? null : (found.start?.text ?? null), evidence), ...workers];
}

const nativeApps = [
  'react-native',
  'expo',
  'electron',
  '@tauri-apps/api',
  'nativescript',
  '@nativescript/core',
  '@capacitor/core'
];

/** Whether a package is something that runs on a server, rather than a library, a tool or the root of a workspace. */
function runs(app: NodePackage, workspace: Workspace, found: Found): boolean {
  const direct = app.dependencies.filter((each) => !each.development).map((each) => each.name);
  if (app.editorExtension || found.parts || dependencyOf(app, 'electron')) return false;
  const exported = found.framework?.name === 'expo' && found.server !== null;
  if (nativeApps.some((name) => direct.includes(name)) && !exported) return false;
  if (found.lone && !found.server && found.framework?.role !== 'server') return !app.published;
  const isRoot = workspace.root === app.folder && workspace.members.length > 0;
  if (
    isRoot &&
    (app.scripts.start === undefined || delegates(expandScript(app, 'start'))) &&
    !(found.framework && found.framework.role !== 'site' && direct.includes(found.by ?? ''))
  )
    return false;
  if (found.server && found.framework?.role === 'full-stack' && Object.keys(app.scripts).length === 0)
    return found.inferred;
  if (found.server)
    return (
      found.server.kind !== 'static' ||
      !(app.published && !isRoot && app.scripts.dev === undefined && app.scripts.start === undefined)
    );
  const starts = startsByScript(app);
  if (found.framework?.role === 'server' && found.start) return starts || !app.published;
  return (
    starts &&
    found.start !== null &&
    !delegates(found.start.text) &&
    !(app.published && app.scripts.start === undefined)
  );
}

/** Without a framework that listens: a queue's library, or a name that says so. */
const isWorker = (app: NodePackage, found: Found) =>
  found.framework === null &&
  ((found.lone && !found.waits) ||
    /worker|consumer|processor|scheduler|cron|bot\b|jobs?\b/i.test(`${nameOf(app.folder)} ${app.name}`) ||
    app.dependencies.some(
      (each) => !each.development && /^(?:discord\.js|telegraf|grammy|node-cron|amqplib|kafkajs)$/.test(each.name)
    ));

function isTypeScript(reader: Reader, app: NodePackage, workspace: Workspace) {
  const config = reader.tree.first(app.folder, 'tsconfig.json');
  if (config) return evidenceOfFile(config, 'tsconfig.json', 0.95);
  const dependency = dependencyOf(app, 'typescript');
  if (dependency && reader.tree.below(app.folder, /\.tsx?$/).some((path) => !path.endsWith('.d.ts')))
    return dependency.evidence;
  const shared =
    workspace.root !== app.folder && reader.tree.first(app.folder, 'src/index.ts', 'src/main.ts', 'index.ts');
  return shared ? evidenceOfFile(shared, 'TypeScript source', 0.85) : null;
}

function evidenceFor(app: NodePackage, workspace: Workspace, found: Found): EvidenceMap {
  const evidence: EvidenceMap = {};
  const dependency = found.by ? dependencyOf(app, found.by) : null;
  if (dependency) evidence.framework = dependency.evidence;
  if (workspace.evidence) evidence.packageManager = workspace.evidence;
  if (found.server?.evidence) evidence.kind = found.server.evidence;
  evidence.path = evidenceOfFile(app.file.path, 'package.json', 1);
  return evidence;
}

const settingsFiles =
  /(?:^|\/)(?:src\/|app\/|lib\/|server\/|utils\/|config\/)*(?:env|environment|config|configuration|settings|constants)(?:\.(?:server|mjs|schema))*(?:\/index)?\.(?:[cm]?[jt]s)$/;

function entriesFor(reader: Reader, app: NodePackage, processes: Process[]): string[] {
  const settings = reader.tree
    .below(app.folder, settingsFiles)
    .filter((path) => !/\.(?:test|spec|d)\./.test(path))
    .slice(0, 8);
  const config = reader.tree.named(
    app.folder,
    /^(?:next|nuxt|vite|svelte|astro|react-router|drizzle|prisma|knexfile|ormconfig|env)[\w.-]*\.(?:[cm]?[jt]s|json)$/
  );
  const started = processes.flatMap((process) => entriesOfCommand(reader, app.folder, process.command));
  const usual = usualEntries(reader, app.folder);
  const routes = reader.tree
    .below(
      app.folder,
      /(?:^|\/)(?:api\/)?(?:_?health(?:z|check|-check)?|heartbeat|status|ping|livez|readyz)(?:\/(?:route|index|\+server))?\.[cm]?[jt]sx?$/
    )
    .slice(0, 3);
  const schemas = reader.tree.below(app.folder, /(?:^|\/)schema\.prisma$/).slice(0, 1);
  return [...new Set([...started, ...settings, ...schemas, ...usual, ...config, ...routes])];
}

/** Folders of front ends that this package's own scripts build, or that its server hands out. */
function servedFolders(reader: Reader, app: NodePackage): string[] {
  const scripts = ['build', 'heroku-postbuild', 'postinstall', 'build:client', 'build:frontend']
    .map((name) => app.scripts[name] ?? '')
    .join('\n');
  const named = [...scripts.matchAll(/(?:--prefix|--cwd|-C|\bcd)\s+(?:\.\/)?([\w-]+(?:\/[\w-]+)*)/g)].map(
    (match) => match[1]!
  );
  return named
    .map((name) => (app.folder === '.' ? name : `${app.folder}/${name}`))
    .filter((folder) => reader.tree.has(`${folder}/package.json`));
}
