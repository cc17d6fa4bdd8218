import { bareProcess, type App, type Detector, type Process } from '../detector.ts';
import { writeNode, type NodeBuild } from '../dockerfile-writer/node.ts';
import { word } from '../dockerfile-writer/layout.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { frameworkOf, type NodeFramework } from './node/frameworks.ts';
import { readPackage, type NodePackage } from './node/package.ts';
import { nodeDefault, nodeVersionOf, type StatedVersion } from './node/runtime.ts';
import { siteOf } from './node/servers.ts';
import { nodeStores } from './node/stores.ts';
import { workspaceOf, type Workspace } from './node/workspace.ts';
import { readNxProject, type NxProject } from './nx/project.ts';

/** Applications of an Nx workspace that have a project.json and share the packages of its root. */
export const nx: Detector = {
  name: 'nx',
  manifests: /^project\.json$/,
  detect: async (folder, reader) => {
    const project = await readNxProject(reader, folder);
    const root = project ? await readPackage(reader, project.root) : null;
    return project && root ? describe(reader, project, root) : null;
  }
};

async function describe(reader: Reader, project: NxProject, root: NodePackage): Promise<App> {
  const workspace = await workspaceOf(reader, root);
  const version = await nodeVersionOf(reader, root, workspace.rootPackage);
  const files = await reader.read(sourcesOf(reader, project), 'entry point');
  const found = frameworkIn(files, root, project);
  const build = buildOf(reader, project, { root, workspace, version, framework: found?.framework ?? null });
  const process = processOf(project);
  return {
    path: project.folder,
    name: nameOf(project.folder),
    language: reader.tree.first(project.folder, 'tsconfig.json') ? 'TypeScript' : 'JavaScript',
    framework: found?.name ?? null,
    runtimeVersion: version?.version ?? String(nodeDefault),
    packageManager: workspace.manager,
    buildCommand: build.buildLine,
    releaseCommand: null,
    health: null,
    defaultPort: process.kind === 'static' ? 8080 : (found?.framework.port ?? 3000),
    processes: [process],
    dependencies: root.dependencies,
    entries: files.map((file) => file.path),
    variables: [],
    stores: await nodeStores(reader, root),
    serves: [],
    evidence: {
      path: evidenceOfFile(project.file.path, 'project.json', 1),
      language: evidenceOfFile(project.file.path, 'project.json', 0.9),
      buildCommand: project.evidence,
      ...(found ? { framework: found.evidence } : {}),
      ...(workspace.evidence ? { packageManager: workspace.evidence } : {}),
      runtimeVersion: version?.evidence ?? evidenceOfFile(root.file.path, 'no version is stated: the current line', 0.4)
    },
    write: (facts) => writeNode(build, facts)
  };
}

function processOf({ outcome, evidence, name, folder }: NxProject): Process {
  const said = { startCommand: evidence, kind: evidence };
  if (outcome.kind === 'static') return bareProcess('static', null, said);
  if (outcome.kind === 'next') return bareProcess('web', `next start ${outcome.folder}`, said);
  const kind = /worker|consumer|processor|scheduler|cron|\bbot\b/i.test(`${name} ${folder}`) ? 'worker' : 'web';
  return bareProcess(kind, `node ${outcome.file}`, said);
}

/** The project's own sources that say what it is built with, its entry first. */
function sourcesOf(reader: Reader, { root, folder, main }: NxProject): string[] {
  const stated = main === null ? null : (reader.tree.first(root, main) ?? reader.tree.first(folder, main));
  const usual = [
    'src/main.ts',
    'src/main.tsx',
    'src/index.ts',
    'src/server.ts',
    'src/app/app.module.ts',
    'vite.config.ts'
  ];
  return [stated, ...usual.map((name) => reader.tree.first(folder, name))].filter((path) => path !== null);
}

/** The framework among the root's packages that the project's own sources import. */
function frameworkIn(
  files: SourceFile[],
  root: NodePackage,
  { outcome, evidence }: NxProject
): { framework: NodeFramework; name: string; evidence: NxProject['evidence'] } | null {
  const told = outcome.kind === 'next' ? 'next' : outcome.kind === 'static' ? outcome.by : null;
  const own = told !== null && told !== 'vite' ? frameworkOf([told]) : null;
  if (own) return { ...own, evidence };
  const imported = root.dependencies
    .map((each) => each.name)
    .filter((name) => files.some((file) => imports(file, name)));
  const found = frameworkOf(told ? [...imported, told] : imported);
  const file = found ? files.find((each) => imports(each, found.by)) : undefined;
  return found ? { ...found, evidence: file ? evidenceOf(file, found.by, 0.9) : evidence } : null;
}

const imports = (file: SourceFile, name: string) =>
  [`'${name}'`, `"${name}"`, `'${name}/`, `"${name}/`].some((form) => file.text.includes(form));

/** The build of the whole workspace's image, in which one project is built and started. */
function buildOf(
  reader: Reader,
  { outcome, name, production, root: folder }: NxProject,
  known: { root: NodePackage; workspace: Workspace; version: StatedVersion | null; framework: NodeFramework | null }
): NodeBuild & { buildLine: string } {
  return {
    app: known.root,
    workspace: known.workspace,
    framework: known.framework,
    server: outcome.kind === 'static' ? siteOf(within(folder, outcome.folder) ?? outcome.folder, null) : null,
    buildScript: null,
    buildLine: `npx nx build ${word(name)}${production ? ' --configuration=production' : ''}`,
    release: null,
    version: known.version?.version ?? null,
    internal: [],
    tree: reader.tree,
    bun: null
  };
}
