import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Dependency, type Detector, type Process, type StoreHint } from '../detector.ts';
import { writeDeno } from '../dockerfile-writer/deno.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf, upwards } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { buildTask, denoEntries, denoStart, listens } from './deno/commands.ts';
import { importedModules, loneEntries, loneProgram, readDenoConfig, type DenoConfig } from './deno/config.ts';
import { isWorkerName } from './programs/names.ts';
import { toolVersion } from '../reading/tool-versions.ts';
import { versionIn, type VersionFound } from './programs/versions.ts';

/** Deno: programs with a deno.json; Fresh, Oak, Hono and plain servers. */
export const deno: Detector = {
  name: 'deno',
  manifests: /^deno\.jsonc?$/,
  lone: loneEntries,
  detect: async (folder, reader) => {
    const config = (await readDenoConfig(reader, folder)) ?? (folder === '.' ? await loneProgram(reader) : null);
    return config && !(await isNodes(reader, config)) ? describe(reader, config) : null;
  }
};

/** Whether the folder's package.json starts the program, so that deno.json only brings its tools. */
async function isNodes(reader: Reader, { folder, tasks }: DenoConfig): Promise<boolean> {
  const manifest = await reader.one(reader.tree.first(folder, 'package.json'), 'manifest');
  const started = /"(?:start|build)"\s*:\s*"(?!deno\b)/.test(manifest?.text ?? '');
  return started && !Object.values(tasks).some((task) => /^deno (?:run|serve)\b/.test(task));
}

/** Frameworks by module, those that rest on others first; `port` is the one that their documents use. */
const frameworks: [RegExp, string, number][] = [
  [/^(?:fresh|\$fresh|@fresh\/core)$/, 'fresh', 8000],
  [/^(?:lume)$/, 'lume', 3000],
  [/^(?:aleph)$/, 'aleph', 3000],
  [/^(?:@oak\/oak|oak)$/, 'oak', 8000],
  [/^(?:@hono\/hono|hono)$/, 'hono', 8000],
  [/^(?:abc|opine|drash|alosaur|servest|pogo|nhttp|@nhttp\/nhttp)$/, '', 8000],
  [/^express$/, 'express', 3000],
  [/^fastify$/, 'fastify', 3000],
  [/^koa$/, 'koa', 3000]
];

const defaultVersion = '2';

async function describe(reader: Reader, config: DenoConfig): Promise<App> {
  const { folder, file } = config;
  const files = await reader.read(denoEntries(reader, folder), 'entry point');
  const dependencies = [...config.dependencies, ...files.flatMap(importedModules)];
  const framework = frameworkOf(dependencies);
  const version = await denoVersion(reader, folder);
  const processes = processesOf(reader, config, files, framework !== null);
  const build = processes.length > 0 ? buildTask(config) : null;
  const evidence: EvidenceMap = {
    language: evidenceOfFile(file.path, nameOf(file.path), 0.95),
    packageManager: evidenceOfFile(file.path, nameOf(file.path), 0.95),
    runtimeVersion: version?.evidence ?? evidenceOfFile(file.path, 'no version is stated: the current line', 0.4)
  };
  if (framework) evidence.framework = framework.by.evidence;
  if (build) evidence.buildCommand = evidenceOf(file, `"${build}"`, 0.9);
  const root = await rootOf(reader, folder);
  return {
    path: folder,
    name: folder === '.' ? (config.name ?? '').replace(/^@[^/]+\//, '') : nameOf(folder),
    language: files.length > 0 && files.every(({ path }) => /\.m?jsx?$/.test(path)) ? 'JavaScript' : 'TypeScript',
    framework: framework?.name ?? null,
    runtimeVersion: version?.version ?? defaultVersion,
    packageManager: 'deno',
    buildCommand: build ? `deno task ${build}` : null,
    releaseCommand: null,
    health: null,
    defaultPort: framework?.port ?? 8000,
    processes,
    dependencies,
    entries: [...files.map(({ path }) => path), ...settings(reader, folder)],
    variables: [],
    stores: storesOf(files),
    serves: [],
    evidence,
    write: (facts) =>
      writeDeno(
        {
          folder,
          context: root,
          version: version?.version ?? null,
          build,
          entries: files.map(({ path }) => path),
          lock: reader.tree.first(root, 'deno.lock') !== null
        },
        facts
      )
  };
}

function frameworkOf(dependencies: Dependency[]): { name: string; port: number; by: Dependency } | null {
  for (const [pattern, name, port] of frameworks) {
    const by = dependencies.find((each) => pattern.test(each.name));
    if (by) return { name: name || by.name.replace(/^@[^/]+\//, ''), port, by };
  }
  return null;
}

async function denoVersion(reader: Reader, folder: string): Promise<VersionFound | null> {
  const found =
    (await versionIn(reader, folder, [
      ['.deno-version', /^[ \t]*v?([\d.]+)/m],
      ['.dvmrc', /^[ \t]*v?([\d.]+)/m]
    ])) ?? (await toolVersion(reader, folder, ['deno']));
  return found && /^\d+(?:\.\d+)*$/.test(found.version) ? found : null;
}

/** The folder of the workspace that a member is installed with. */
async function rootOf(reader: Reader, folder: string): Promise<string> {
  for (const each of upwards(folder).slice(1)) {
    const above = await readDenoConfig(reader, each);
    if (above && above.members.length > 0) return each;
  }
  return folder;
}

function processesOf(reader: Reader, config: DenoConfig, files: SourceFile[], framework: boolean): Process[] {
  const start = denoStart(reader, config, files);
  if (!start || (config.members.length > 0 && files.length === 0)) return [];
  const serves = framework || files.some(({ text }) => listens(text)) || /\bdeno serve\b/.test(start.text);
  const worker = !serves || isWorkerName(nameOf(config.folder));
  return [bareProcess(worker ? 'worker' : 'web', start.text, { startCommand: start.evidence })];
}

const settings = (reader: Reader, folder: string): string[] =>
  reader.tree
    .below(folder, /(?:^|\/)(?:config|env|settings|constants|db|database|kv|auth|fresh\.config|health\w*)\.[jt]sx?$/)
    .filter((path) => !/_test\.|\.test\./.test(path))
    .slice(0, 10);

/** Deno's own key-value store is a file of the program's own. */
function storesOf(files: SourceFile[]): StoreHint[] {
  const file = files.find(({ text }) => /\bDeno\.openKv\(/.test(text));
  if (!file) return [];
  return [
    {
      kind: 'sqlite',
      name: null,
      version: null,
      strength: 'embedded',
      reason: 'Deno keeps its key-value store in a file of the service’s own',
      evidence: evidenceOf(file, 'Deno.openKv(', 0.85)
    }
  ];
}
