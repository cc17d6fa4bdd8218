import type { EvidenceMap } from '../../../domain/evidence.ts';
import { bareProcess, type App, type Dependency, type Detector, type StatedVariable } from '../detector.ts';
import { writeElixir } from '../dockerfile-writer/elixir.ts';
import { evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { folderOf, nameOf, upwards } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { membersOf, readMix, type MixFile } from './elixir/mix.ts';
import { ectoStores, releaseCommand } from './elixir/release.ts';
import { elixirVersion } from './elixir/version.ts';

/** Elixir with Mix: Phoenix, Plug and programs without pages, alone or as an umbrella, run as a release. */
export const elixir: Detector = {
  name: 'elixir',
  manifests: /^mix\.exs$/,
  detect: async (folder, reader) => {
    const file = await reader.one(reader.tree.first(folder, 'mix.exs'), 'manifest');
    return file && !(await isMember(reader, folder)) ? describe(reader, folder, readMix(file)) : null;
  }
};

/** An app in an umbrella is released with it. */
async function isMember(reader: Reader, folder: string): Promise<boolean> {
  if (nameOf(folderOf(folder)) !== 'apps') return false;
  const root = await reader.one(reader.tree.first(upwards(folder)[2] ?? '.', 'mix.exs'), 'manifest');
  return root !== null && readMix(root).umbrella;
}

const servers = ['phoenix', 'plug_cowboy', 'bandit', 'cowboy', 'plug'];

async function describe(reader: Reader, folder: string, mix: MixFile): Promise<App> {
  const members = mix.umbrella ? (await membersOf(reader, folder)).map(readMix) : [];
  const dependencies = [mix, ...members].flatMap((each) => each.dependencies);
  const direct = dependencies.filter((each) => !each.development);
  const by = servers.map((name) => direct.find((each) => each.name === name)).find((each) => each !== undefined);
  const files = await reader.read(telling(reader, folder), 'entry point');
  const version = await elixirVersion(reader, folder, mix);
  const runs = [mix, ...members].some((each) => each.starts) && mix.release !== '';
  const release = runs ? releaseCommand(reader, folder, mix, files) : null;
  const server = reader.tree.first(folder, 'rel/overlays/bin/server') !== null;
  const command = server ? '/app/bin/server' : `/app/bin/${mix.release} start`;
  const evidence = evidenceFor(mix, by);
  evidence.runtimeVersion =
    version.evidence ?? evidenceOfFile(mix.file.path, 'no version is stated: a current line', 0.4);
  if (release) evidence.releaseCommand = release.evidence;
  const assets = assetsOf(reader, folder, [mix, ...members]);
  return {
    path: folder,
    name: folder === '.' ? mix.app.replaceAll('_', '-') : nameOf(folder),
    language: 'Elixir',
    framework: by ? (by.name === 'phoenix' ? 'phoenix' : 'plug') : null,
    runtimeVersion: version.stated,
    packageManager: 'mix',
    buildCommand: 'mix release',
    releaseCommand: release?.text ?? null,
    health: null,
    defaultPort: by ? 4000 : null,
    processes: runs
      ? [bareProcess(by ? 'web' : 'worker', command, { startCommand: evidenceOf(mix.file, /\bmod:\s*\{/, 0.85) })]
      : [],
    dependencies,
    entries: files.map((file) => file.path),
    variables: by?.name === 'phoenix' ? phoenixVariables(files) : [],
    stores: ectoStores(files),
    serves: assets.folders,
    evidence,
    write: (facts) =>
      writeElixir({ folder, mix, tag: version.tag, assets, umbrella: mix.umbrella, tree: reader.tree }, facts)
  };
}

/** Settings first, then repositories, routes and what is started, of the app or of each app of an umbrella. */
function telling(reader: Reader, folder: string): string[] {
  const { tree } = reader;
  const named = (pattern: RegExp, most: number) => tree.below(folder, pattern).slice(0, most);
  return [
    ...named(/(?:^|\/)config\/(?:runtime|releases|prod|config)\.exs$/, 6),
    ...named(/(?:^|\/)lib\/(?:\w+\/)*(?:\w*_)?repo\.ex$/, 4),
    ...named(/(?:^|\/)lib\/(?:\w+\/)*release\.ex$/, 2),
    ...named(/(?:^|\/)lib\/(?:\w+\/)*(?:router|endpoint|application)\.ex$/, 6),
    ...named(/(?:^|\/)lib\/(?:\w+\/)*(?:\w*health\w*|config|runtime_config)\.ex$/, 3)
  ];
}

/** Phoenix listens in a release only when it is told to, where its settings ask for that. */
function phoenixVariables(files: SourceFile[]): StatedVariable[] {
  const file = files.find((each) => /System\.get_env\(\s*"PHX_SERVER"/.test(each.text));
  if (!file) return [];
  return [
    {
      name: 'PHX_SERVER',
      default: 'true',
      required: false,
      buildTime: false,
      generated: false,
      describes: 'Lets the release answer requests',
      origin: 'framework',
      evidence: evidenceOf(file, /System\.get_env\(\s*"PHX_SERVER"/, 0.95)
    }
  ];
}

/** The alias that builds scripts and styles for production, and the folders that npm packages are installed in first. */
export interface ElixirAssets {
  alias: string | null;
  folders: string[];
}

function assetsOf(reader: Reader, folder: string, files: MixFile[]): ElixirAssets {
  const alias = files.some((each) => each.aliases.includes('assets.deploy')) ? 'assets.deploy' : null;
  const folders = reader.tree
    .below(folder, /(?:^|\/)assets\/package\.json$/)
    .slice(0, 3)
    .map(folderOf);
  return { alias, folders };
}

function evidenceFor(mix: MixFile, by: Dependency | undefined): EvidenceMap {
  return {
    language: evidenceOfFile(mix.file.path, 'mix.exs', 1),
    packageManager: evidenceOfFile(mix.file.path, 'mix.exs', 1),
    ...(by ? { framework: by.evidence } : {})
  };
}
