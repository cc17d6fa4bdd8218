import { bareProcess, type App, type Dependency, type Detector, type StoreHint } from '../detector.ts';
import { writeCrystal } from '../dockerfile-writer/crystal.ts';
import { evidenceAt, evidenceOf, evidenceOfFile, evidenceOfKey } from '../reading/evidence.ts';
import { dig, readYaml, record, text } from '../reading/formats.ts';
import { nameOf } from '../reading/paths.ts';
import { floorLine } from '../reading/ranges.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { toolVersion } from '../reading/tool-versions.ts';
import { versionFile } from '../reading/version-file.ts';

/** Crystal with shards: Kemal, Lucky, Amber and their kin, compiled to one program. */
export const crystal: Detector = {
  name: 'crystal',
  manifests: /^shard\.yml$/,
  detect: async (folder, reader) => {
    const file = await reader.one(reader.tree.first(folder, 'shard.yml'), 'manifest');
    return file ? describe(reader, folder, file) : null;
  }
};

/** Frameworks by shard, each with the port that it takes by itself. */
const frameworks: [string, string, number][] = [
  ['lucky', 'lucky', 3000],
  ['amber', 'amber', 3000],
  ['marten', 'marten', 8000],
  ['kemal', 'kemal', 3000],
  ['grip', 'grip', 4004],
  ['athena', 'athena', 3000],
  ['athena-framework', 'athena', 3000],
  ['action-controller', 'spider-gazelle', 3000],
  ['raze', 'raze', 7777]
];
const crystalDefault = '1.18';

async function describe(reader: Reader, folder: string, file: SourceFile): Promise<App> {
  const yaml = record(readYaml(reader, file)[0]);
  const dependencies = dependenciesOf(yaml, file);
  const found = frameworks
    .map(([shard, name, port]) => ({
      name,
      port,
      by: dependencies.find((each) => each.name === shard && !each.development)
    }))
    .find((each) => each.by);
  const target = targetOf(reader, folder, yaml);
  const main = target ? await reader.one(reader.tree.first(folder, target.main), 'entry point') : null;
  const entries = await reader.read(telling(reader, folder, main), 'entry point');
  const pin =
    (await versionFile(reader, folder, '.crystal-version', 'crystal')) ??
    (await toolVersion(reader, folder, ['crystal']));
  const stated = floorLine(pin?.version ?? text(yaml.crystal) ?? '');
  const listens = found?.name === 'kemal' && !entries.some((each) => /\bENV(?:\[|\.fetch\()[^\n]*PORT/.test(each.text));
  const command = `/app/bin/${target?.name ?? 'app'}${listens ? ' --bind 0.0.0.0 --port ${PORT:-3000}' : ''}`;
  return {
    path: folder,
    name: folder === '.' ? (text(yaml.name) ?? '') : nameOf(folder),
    language: 'Crystal',
    framework: found?.name ?? null,
    runtimeVersion: stated ?? crystalDefault,
    packageManager: 'shards',
    buildCommand: target ? `shards build ${target.name} --release` : null,
    releaseCommand: null,
    health: null,
    defaultPort: found?.port ?? null,
    processes:
      main && found ? [bareProcess('web', command, { startCommand: evidenceOfFile(main.path, 'main', 0.85) })] : [],
    program: main && !found ? { command, evidence: evidenceOfFile(main.path, 'main', 0.7) } : null,
    dependencies,
    entries: entries.map((each) => each.path),
    variables: [],
    stores: storesOf(dependencies, entries),
    serves: [],
    evidence: {
      language: evidenceOfFile(file.path, 'shard.yml', 1),
      packageManager: evidenceOfFile(file.path, 'shard.yml', 1),
      runtimeVersion:
        pin?.evidence ??
        (stated ? evidenceOf(file, /^crystal:/m, 0.9) : evidenceOfFile(file.path, 'no version is stated', 0.4)),
      ...(found?.by ? { framework: found.by.evidence } : {})
    },
    write: (facts) =>
      writeCrystal(
        { folder, target: target?.name ?? 'app', version: pin?.version ?? null, dependencies, tree: reader.tree },
        facts
      )
  };
}

/** The program that is built: the target with the shard's name, else the first that is no task; by convention where none is stated. */
function targetOf(
  reader: Reader,
  folder: string,
  yaml: Record<string, unknown>
): { name: string; main: string } | null {
  const stated = Object.entries(record(yaml.targets))
    .map(([name, target]) => ({ name, main: text(dig(target, 'main')) ?? '' }))
    .filter(({ name, main }) => /^[\w.-]+$/.test(name) && reader.tree.first(folder, main) !== null);
  const own = text(yaml.name) ?? '';
  const chosen =
    stated.find(({ name }) => name === own) ??
    stated.find(({ name }) => !/task|migrat|cli|worker/i.test(name)) ??
    stated[0];
  return chosen ?? null;
}

const telling = (reader: Reader, folder: string, main: SourceFile | null): string[] => [
  ...(main ? [main.path] : []),
  ...reader.tree
    .below(
      folder,
      /(?:^|\/)(?:src|config)\/(?:\w+\/)?(?:server|app|app_server|start_server|config|env|routes|database|email)\.cr$/
    )
    .slice(0, 10),
  ...reader.tree
    .named(folder === '.' ? 'config' : `${folder}/config`, /^config(?:\.example|\.sample)?\.ya?ml$/)
    .slice(0, 2)
];

/** Lucky's own layer only knows PostgreSQL; others name the server in the settings that they come with. */
function storesOf(dependencies: Dependency[], files: SourceFile[]): StoreHint[] {
  const hint = (reason: string, evidence: StoreHint['evidence']): StoreHint => ({
    kind: 'postgres',
    name: null,
    version: null,
    strength: 'needed',
    reason,
    evidence
  });
  const avram = dependencies.find((each) => each.name === 'avram');
  if (avram) return [hint('avram keeps its data in postgres', avram.evidence)];
  if (!dependencies.some((each) => each.name === 'pg')) return [];
  for (const file of files) {
    const offset = file.text.search(/^\s*port:\s*5432\b|\bpostgres(?:ql)?:\/\//m);
    if (offset >= 0) return [hint('its settings lead to postgres', evidenceAt(file, offset, 0.85))];
  }
  return [];
}

function dependenciesOf(yaml: Record<string, unknown>, file: SourceFile): Dependency[] {
  const listed = (key: string, development: boolean) =>
    Object.entries(record(yaml[key])).map(([name, source]) => ({
      name,
      version: text(dig(source, 'version')),
      development,
      evidence: evidenceOfKey(file, [key, name])
    }));
  return [...listed('dependencies', false), ...listed('development_dependencies', true)];
}
