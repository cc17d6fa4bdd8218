import type { DatastoreKind } from '../../../domain/analysis.ts';
import { bareProcess, type App, type Dependency, type Detector, type Process, type StoreHint } from '../detector.ts';
import { writeSwift } from '../dockerfile-writer/swift.ts';
import { evidenceAt, evidenceOf, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import { floorLine } from '../reading/ranges.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { toolVersion } from '../reading/tool-versions.ts';
import { versionFile } from '../reading/version-file.ts';

/** Swift on servers: Vapor, Hummingbird and what else listens. Packages for apps on devices are left alone. */
export const swift: Detector = {
  name: 'swift',
  manifests: /^Package\.swift$/,
  detect: async (folder, reader) => {
    const file = await reader.one(reader.tree.first(folder, 'Package.swift'), 'manifest');
    return file ? describe(reader, folder, file) : null;
  }
};

const frameworks: [string, string, number][] = [
  ['vapor', 'vapor', 8080],
  ['hummingbird', 'hummingbird', 8080],
  ['kitura', 'kitura', 8080],
  ['perfect-httpserver', 'perfect', 8181]
];

const drivers: [RegExp, DatastoreKind][] = [
  [/^(?:fluent-postgres(?:ql)?(?:-driver)?|postgres-(?:nio|kit)|postgresql?)$/, 'postgres'],
  [/^(?:fluent-mysql(?:-driver)?|mysql-(?:nio|kit)|mysql)$/, 'mysql'],
  [/^(?:fluent-mongo(?:-driver)?|mongokitten|mongo-swift-driver)$/, 'mongodb'],
  [/^(?:fluent-sqlite(?:-driver)?|sqlite-(?:nio|kit)|sqlite)$/, 'sqlite']
];

async function describe(reader: Reader, folder: string, file: SourceFile): Promise<App> {
  const dependencies = packagesIn(file);
  const found = frameworks
    .map(([name, framework, port]) => ({ framework, port, by: dependencies.find((each) => each.name === name) }))
    .find((each) => each.by);
  const program = programOf(reader, folder, file);
  const entries = await reader.read(telling(reader, folder), 'entry point');
  const pin =
    (await versionFile(reader, folder, '.swift-version', 'swift')) ?? (await toolVersion(reader, folder, ['swift']));
  const tools = /^\/\/\s*swift-tools-version\s*:\s*(\d+\.\d+)/m.exec(file.text);
  const stated = floorLine(pin?.version ?? '') ?? tools?.[1] ?? null;
  const runs = found !== undefined && program !== null;
  const fluent = dependencies.some((each) => each.name === 'fluent');
  const migrates = runs && fluent && !entries.some((each) => /\.autoMigrate\(\)/.test(each.text));
  return {
    path: folder,
    name: folder === '.' ? (/\bPackage\(\s*name:\s*"([\w.-]+)"/.exec(file.text)?.[1] ?? '') : nameOf(folder),
    language: 'Swift',
    framework: found?.framework ?? null,
    runtimeVersion: stated,
    packageManager: 'swiftpm',
    buildCommand: program ? `swift build -c release --product ${program}` : null,
    releaseCommand: migrates && found.framework === 'vapor' ? `/app/${program} migrate --yes` : null,
    health: null,
    defaultPort: found?.port ?? null,
    processes: runs ? processesOf(program, found.framework, found.port, dependencies, entries, file) : [],
    program:
      program && !runs
        ? { command: `/app/${program}`, evidence: evidenceOfFile(file.path, `the program ${program}`, 0.7) }
        : null,
    dependencies,
    entries: entries.map((each) => each.path),
    variables: [],
    stores: storesOf(dependencies),
    serves: [],
    evidence: {
      language: evidenceOfFile(file.path, 'Package.swift', 1),
      packageManager: evidenceOfFile(file.path, 'Package.swift', 1),
      ...(pin || tools ? { runtimeVersion: pin?.evidence ?? evidenceAt(file, tools!.index, 0.9) } : {}),
      ...(found?.by ? { framework: found.by.evidence } : {})
    },
    write: (facts) =>
      writeSwift({ folder, program: program ?? 'App', version: stated, dependencies, tree: reader.tree }, facts)
  };
}

/** Packages by the last part of their address, in lower case. */
const packagesIn = (file: SourceFile): Dependency[] =>
  [
    ...file.text.matchAll(
      /\.package\(\s*(?:name:\s*"[^"]*"\s*,\s*)?url:\s*"[^"]*\/([\w.-]+?)(?:\.git)?"\s*,\s*([^)\n]{0,100})/g
    )
  ].map((match) => ({
    name: match[1]!.toLowerCase(),
    version: /"([^"]+)"/.exec(match[2]!)?.[1] ?? null,
    development: false,
    evidence: evidenceAt(file, match.index)
  }));

/** The product that is run: a stated executable, else a target with a main file. */
function programOf(reader: Reader, folder: string, file: SourceFile): string | null {
  const stated = [...file.text.matchAll(/\.executable(?:Target)?\(\s*name:\s*"([\w.-]+)"/g)].map((match) => match[1]!);
  const chosen = stated.find((name) => !/cli|tool|migrat|seed|worker/i.test(name)) ?? stated[0];
  if (chosen) return chosen;
  const main = reader.tree.below(folder, /(?:^|\/)Sources\/[\w.-]+\/main\.swift$/)[0];
  return main ? main.split('/').at(-2)! : null;
}

const telling = (reader: Reader, folder: string): string[] =>
  reader.tree
    .below(
      folder,
      /(?:^|\/)Sources\/[\w.-]+\/(?:\w+\/)?(?:configure|routes|entrypoint|main|app|boot|\w*Application(?:\+build)?|\w*App|Environment\w*)\.swift$/i
    )
    .slice(0, 12);

function processesOf(
  program: string,
  framework: string,
  port: number,
  dependencies: Dependency[],
  entries: SourceFile[],
  file: SourceFile
): Process[] {
  const on = `--hostname 0.0.0.0 --port \${PORT:-${port}}`;
  const asks = entries.find(
    (each) => /@Option|CommandLineArguments|commandLineArguments/.test(each.text) && /hostname/.test(each.text)
  );
  const command =
    framework === 'vapor' ? `/app/${program} serve --env production ${on}` : `/app/${program}${asks ? ` ${on}` : ''}`;
  const web = bareProcess('web', command, {
    startCommand: evidenceOf(file, new RegExp(`"${program.replace(/[.]/g, '\\.')}"`), 0.85)
  });
  const queues = dependencies.find((each) => /^queues(?:-\w+)*(?:-driver)?$/.test(each.name));
  if (framework !== 'vapor' || !queues) return [web];
  const worker = (name: string, more: string): Process => ({
    ...bareProcess('worker', `/app/${program} queues --env production${more}`, { startCommand: queues.evidence }),
    name
  });
  const scheduled = entries.some((each) => /\.queues\.schedule\(/.test(each.text));
  return [web, worker('queues', ''), ...(scheduled ? [worker('scheduled', ' --scheduled')] : [])];
}

function storesOf(dependencies: Dependency[]): StoreHint[] {
  const found = dependencies.flatMap((each): StoreHint[] => {
    const kind = drivers.find(([pattern]) => pattern.test(each.name))?.[1];
    if (!kind) return [];
    const strength = kind === 'sqlite' ? 'embedded' : 'driver';
    return [
      { kind, name: null, version: null, strength, reason: `${each.name} is a dependency`, evidence: each.evidence }
    ];
  });
  const redis = dependencies.find((each) => each.name === 'queues-redis-driver');
  if (!redis) return found;
  const reason = 'queues-redis-driver is a dependency';
  return [...found, { kind: 'redis', name: null, version: null, strength: 'needed', reason, evidence: redis.evidence }];
}
