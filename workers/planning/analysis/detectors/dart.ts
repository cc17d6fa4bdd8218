import { bareProcess, type App, type Dependency, type Detector, type StoreHint } from '../detector.ts';
import { writeDart } from '../dockerfile-writer/dart.ts';
import { evidenceOf, evidenceOfFile, evidenceOfKey } from '../reading/evidence.ts';
import { dig, readYaml, record, text } from '../reading/formats.ts';
import { nameOf, upwards } from '../reading/paths.ts';
import { floorLine } from '../reading/ranges.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { toolVersion } from '../reading/tool-versions.ts';

/** Dart on servers: shelf, Dart Frog, Serverpod and their kin, compiled ahead of time. Flutter apps are left alone. */
export const dart: Detector = {
  name: 'dart',
  manifests: /^pubspec\.ya?ml$/,
  detect: async (folder, reader) => {
    const file = await reader.one(reader.tree.first(folder, 'pubspec.yaml', 'pubspec.yml'), 'manifest');
    const yaml = file ? record(readYaml(reader, file)[0]) : {};
    return file && dig(yaml, 'dependencies', 'flutter') === undefined ? describe(reader, folder, file, yaml) : null;
  }
};

/** Frameworks by package, those that build on others first. */
const frameworks: [string, string][] = [
  ['serverpod', 'serverpod'],
  ['dart_frog', 'dart_frog'],
  ['angel3_framework', 'angel3'],
  ['conduit', 'conduit'],
  ['alfred', 'alfred'],
  ['relic', 'relic'],
  ['shelf', 'shelf'],
  ['jaspr', 'jaspr']
];
const dartDefault = '3.9';

async function describe(reader: Reader, folder: string, file: SourceFile, yaml: Record<string, unknown>): Promise<App> {
  const dependencies = dependenciesOf(yaml, file);
  const by = frameworks
    .map(([name, framework]) => ({
      framework,
      by: dependencies.find((each) => each.name === name && !each.development)
    }))
    .find((each) => each.by);
  const name = text(yaml.name) ?? '';
  const frog = by?.framework === 'dart_frog' && reader.tree.hasFolder(folder === '.' ? 'routes' : `${folder}/routes`);
  const program = ['bin/server.dart', 'bin/main.dart', `bin/${name}.dart`, 'bin/app.dart', 'lib/main.dart'].find(
    (path) => reader.tree.first(folder, path) !== null
  );
  const main = program ? await reader.one(reader.tree.first(folder, program), 'entry point') : null;
  const runs = by !== undefined && (frog || (main !== null && /\bmain\s*\(/.test(main.text)));
  const tool = await toolVersion(reader, folder, ['dart']);
  const stated = floorLine(tool?.version ?? text(dig(yaml, 'environment', 'sdk')) ?? '');
  const serverpod = by?.framework === 'serverpod';
  const routes = reader.tree.below(
    folder,
    /(?:^|\/)(?:lib|routes|config)\/(?:\w+\/)*(?:server|router|config|env|index|health\w*|production)\.(?:dart|yaml)$/
  );
  return {
    path: folder,
    name: folder === '.' ? name.replaceAll('_', '-') : nameOf(folder),
    language: 'Dart',
    framework: by?.framework ?? null,
    runtimeVersion: stated ?? dartDefault,
    packageManager: 'pub',
    buildCommand: runs || main ? (frog ? 'dart_frog build' : `dart compile exe ${program}`) : null,
    releaseCommand: serverpod ? '/app/bin/server --mode=production --role=maintenance --apply-migrations' : null,
    health: null,
    defaultPort: by ? 8080 : null,
    processes: runs
      ? [
          bareProcess('web', serverpod ? '/app/bin/server --mode=production' : '/app/bin/server', {
            startCommand: main ? evidenceOf(main, /\bmain\s*\(/, 0.85) : evidenceOfFile(file.path, 'routes', 0.85)
          })
        ]
      : [],
    program:
      main && !runs && /\bmain\s*\(/.test(main.text)
        ? { command: '/app/bin/server', evidence: evidenceOf(main, /\bmain\s*\(/, 0.7) }
        : null,
    dependencies,
    entries: [...(main ? [main.path] : []), ...routes.slice(0, 10)],
    variables: [],
    stores: serverpod ? serverpodStores(by.by!) : [],
    serves: [],
    evidence: {
      language: evidenceOfFile(file.path, 'pubspec.yaml', 1),
      packageManager: evidenceOfFile(file.path, 'pubspec.yaml', 1),
      runtimeVersion:
        tool?.evidence ??
        (stated ? evidenceOfKey(file, ['sdk'], 0.9) : evidenceOfFile(file.path, 'no version is stated', 0.4)),
      ...(by?.by ? { framework: by.by.evidence } : {})
    },
    write: (facts) =>
      writeDart(
        {
          folder,
          root: workspaceRoot(reader, folder, yaml),
          program: frog ? null : (program ?? 'bin/server.dart'),
          tree: reader.tree
        },
        facts
      )
  };
}

/** A member of a workspace is resolved from the folder that lists it. */
const workspaceRoot = (reader: Reader, folder: string, yaml: Record<string, unknown>): string =>
  text(yaml.resolution) === 'workspace'
    ? (upwards(folder)
        .slice(1)
        .find((each) => /^workspace:/m.test(reader.known(reader.tree.first(each, 'pubspec.yaml') ?? '')?.text ?? '')) ??
      folder)
    : folder;

const serverpodStores = ({ evidence }: Dependency): StoreHint[] => [
  {
    kind: 'postgres',
    name: null,
    version: null,
    strength: 'needed',
    reason: 'serverpod keeps its data in postgres',
    evidence
  },
  {
    kind: 'redis',
    name: null,
    version: null,
    strength: 'optional',
    reason: 'serverpod can share its cache in redis',
    evidence
  }
];

function dependenciesOf(yaml: Record<string, unknown>, file: SourceFile): Dependency[] {
  const listed = (key: string, development: boolean) =>
    Object.entries(record(yaml[key])).map(([name, version]) => ({
      name,
      version: text(version),
      development,
      evidence: evidenceOfKey(file, [key, name])
    }));
  return [...listed('dependencies', false), ...listed('dev_dependencies', true)];
}
