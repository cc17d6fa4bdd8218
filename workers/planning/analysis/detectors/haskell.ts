import type { Evidence } from '../../../domain/evidence.ts';
import type { DatastoreKind } from '../../../domain/analysis.ts';
import { bareProcess, type App, type Dependency, type Detector, type StoreHint } from '../detector.ts';
import { writeHaskell } from '../dockerfile-writer/haskell.ts';
import { evidenceAt, evidenceOfFile } from '../reading/evidence.ts';
import { nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { ghcVersion } from './haskell/version.ts';

/** Haskell with Stack or Cabal: Servant, Scotty, Yesod, IHP and what else answers requests. */
export const haskell: Detector = {
  name: 'haskell',
  manifests: /^(?:package\.yaml|[\w.-]+\.cabal)$/,
  detect: async (folder, reader) => {
    const path = reader.tree.first(folder, 'package.yaml') ?? reader.tree.named(folder, /\.cabal$/)[0] ?? null;
    const file = await reader.one(path, 'manifest');
    return file && isHaskell(file) ? describe(reader, folder, file) : null;
  }
};

/** `package.yaml` is also the name of other tools' files. */
const isHaskell = (file: SourceFile): boolean =>
  file.path.endsWith('.cabal') || /^(?:executables?|library|ghc-options|source-dirs):/m.test(file.text);

const frameworks: [string, string, number][] = [
  ['ihp', 'ihp', 8000],
  ['yesod', 'yesod', 3000],
  ['yesod-core', 'yesod', 3000],
  ['servant-server', 'servant', 8080],
  ['scotty', 'scotty', 3000],
  ['twain', 'twain', 8080],
  ['Spock', 'spock', 8080],
  ['snap', 'snap', 8000],
  ['snap-server', 'snap', 8000],
  ['happstack-server', 'happstack', 8000],
  ['warp', 'warp', 3000]
];

const drivers: [RegExp, DatastoreKind][] = [
  [/^(?:hasql|postgresql-simple|postgresql-libpq|persistent-postgresql|beam-postgres|opaleye|ihp)$/, 'postgres'],
  [/^(?:mysql-simple|mysql-haskell|persistent-mysql)$/, 'mysql'],
  [/^(?:sqlite-simple|persistent-sqlite|direct-sqlite|beam-sqlite)$/, 'sqlite'],
  [/^hedis$/, 'redis'],
  [/^(?:mongoDB|persistent-mongoDB)$/, 'mongodb']
];

const storeOf = ({ name, evidence }: Dependency): StoreHint[] => {
  const kind = drivers.find(([pattern]) => pattern.test(name))?.[1];
  return kind
    ? [{ kind, name: null, version: null, strength: 'driver', reason: `${name} is a dependency`, evidence }]
    : [];
};

async function describe(reader: Reader, folder: string, file: SourceFile): Promise<App> {
  const dependencies = dependenciesIn(file);
  const found = frameworks
    .map(([name, framework, port]) => ({ framework, port, by: dependencies.find((each) => each.name === name) }))
    .find((each) => each.by);
  const program = programOf(file);
  const entries = reader.tree
    .below(
      folder,
      /(?:^|\/)(?:app|exe|src|Config|config)\/(?:\w+\/)*(?:Main|Application|Settings|Config|Server|App|Routes|Api|API)\.hs$|(?:^|\/)config\/settings\.yml$/
    )
    .slice(0, 12);
  const stack = reader.tree.first(folder, 'stack.yaml') !== null;
  const version = await ghcVersion(reader, folder, file);
  const ihp = found?.framework === 'ihp';
  return {
    path: folder,
    name: folder === '.' ? (program?.name ?? '') : nameOf(folder),
    language: 'Haskell',
    framework: found?.framework ?? null,
    runtimeVersion: version?.line ?? null,
    packageManager: stack ? 'stack' : 'cabal',
    buildCommand: program ? `${stack ? 'stack build' : 'cabal build'} ${program.name}` : null,
    releaseCommand: null,
    health: null,
    defaultPort: found?.port ?? null,
    processes:
      found && (program || ihp)
        ? [
            bareProcess('web', ihp ? '/app/bin/RunProdServer' : `/app/bin/${program!.name}`, {
              startCommand: program?.evidence ?? found.by!.evidence
            })
          ]
        : [],
    program: program && !found ? { command: `/app/bin/${program.name}`, evidence: program.evidence } : null,
    dependencies,
    entries,
    variables: [],
    stores: dependencies.flatMap(storeOf),
    serves: [],
    evidence: {
      language: evidenceOfFile(file.path, nameOf(file.path), 1),
      packageManager: evidenceOfFile(file.path, nameOf(file.path), 0.9),
      ...(version ? { runtimeVersion: version.evidence } : {}),
      ...(found?.by ? { framework: found.by.evidence } : {})
    },
    write: (facts) =>
      writeHaskell(
        {
          folder,
          program: program?.name ?? 'app',
          stack,
          ihp,
          version: version?.line ?? null,
          dependencies,
          tree: reader.tree
        },
        facts
      )
  };
}

/** Packages of `build-depends` and of hpack's lists; versions are left to the solver. */
function dependenciesIn(file: SourceFile): Dependency[] {
  const found = new Map<string, Dependency>();
  const pattern = file.path.endsWith('.cabal')
    ? /^(?:[ \t]*build-depends:[ \t]*|[ \t]*,[ \t]*|[ \t]+)([A-Za-z][\w-]*)[ \t]*(?:[,<>=^&|*.\d \t{}]|\n|$)/gm
    : /^[ \t]*-[ \t]+([A-Za-z][\w-]*)\b/gm;
  for (const match of file.text.matchAll(pattern))
    if (!found.has(match[1]!))
      found.set(match[1]!, {
        name: match[1]!,
        version: null,
        development: false,
        evidence: evidenceAt(file, match.index + match[0].search(/\S/))
      });
  return [...found.values()];
}

/** The first program of the manifest that is no tool or test. */
function programOf(file: SourceFile): { name: string; evidence: Evidence } | null {
  const named = file.path.endsWith('.cabal')
    ? [...file.text.matchAll(/^executable[ \t]+([\w-]+)/gim)].map((match) => ({ name: match[1]!, index: match.index }))
    : membersOf(file, 'executables');
  const chosen = named.find(({ name }) => !/test|bench|cli|tool|migrat|devel|gen/i.test(name)) ?? named[0];
  return chosen ? { name: chosen.name, evidence: evidenceAt(file, chosen.index, 0.9) } : null;
}

/** The keys right below a top-level key of hpack's manifest. */
function membersOf(file: SourceFile, key: string): { name: string; index: number }[] {
  const start = file.text.search(new RegExp(`^${key}:[ \\t]*$`, 'm'));
  if (start < 0) return [];
  const body = file.text.indexOf('\n', start) + 1;
  const rest = file.text.slice(body);
  const end = rest.search(/^\S/m);
  const block = end < 0 ? rest : rest.slice(0, end);
  const indent = /^[ \t]+/.exec(block)?.[0].length ?? 2;
  return [...block.matchAll(/^([ \t]+)([\w-]+):[ \t]*$/gm)]
    .filter((match) => match[1]!.length === indent)
    .map((match) => ({ name: match[2]!, index: body + match.index + indent }));
}
