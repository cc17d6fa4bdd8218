import type { Dependency } from '../../detector.ts';
import { evidenceOf } from '../../reading/evidence.ts';
import { list, readToml, record, text, texts, type Raw } from '../../reading/formats.ts';
import { folderOf, joinPath, upwards } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** A dependency of a crate, with what Cargo alone knows of one. `path` is a folder of the repository. */
export interface CrateDependency extends Dependency {
  features: string[];
  optional: boolean;
  path: string | null;
}

/** A Cargo.toml as far as it is needed; members of wrong types read as absent. `name` is null for a virtual manifest. */
export interface Crate {
  file: SourceFile;
  folder: string;
  name: string | null;
  dependencies: CrateDependency[];
  binaries: { name: string; path: string | null }[];
  autobins: boolean;
  defaultRun: string | null;
  rustVersion: string | null;
  features: Record<string, string[]>;
  /** Patterns of the members, where this is the root of a workspace. */
  members: string[] | null;
  exclude: string[];
}

/** The crate of a folder, with what it inherits of its workspace; null where there is none or it is not TOML. */
export async function readCrate(reader: Reader, folder: string): Promise<Crate | null> {
  const file = await reader.one(reader.tree.first(folder, 'Cargo.toml'), 'manifest');
  const toml = readToml(reader, file);
  if (!file || toml === null) return null;
  const body = record(toml);
  const own = record(body.workspace);
  const shared = body.workspace === undefined ? await sharedBy(reader, folder) : { folder, body: own };
  const made = record(body.package);
  const version = made['rust-version'];
  const inherited = record(version).workspace === true ? record(shared.body.package)['rust-version'] : version;
  return {
    file,
    folder,
    name: text(made.name),
    dependencies: dependenciesOf(file, folder, body, shared),
    binaries: list(body.bin).flatMap((each) => {
      const name = text(record(each).name);
      return name === null ? [] : [{ name, path: text(record(each).path) }];
    }),
    autobins: made.autobins !== false,
    defaultRun: text(made['default-run']),
    rustVersion: text(inherited),
    features: Object.fromEntries(Object.entries(record(body.features)).map(([name, value]) => [name, texts(value)])),
    members: body.workspace === undefined ? null : texts(own.members),
    exclude: texts(own.exclude)
  };
}

interface Shared {
  folder: string;
  body: Record<string, Raw>;
}

/** What the workspace above a crate shares with its members. */
async function sharedBy(reader: Reader, folder: string): Promise<Shared> {
  for (const each of upwards(folder).slice(1)) {
    const file = await reader.one(reader.tree.first(each, 'Cargo.toml'), 'manifest');
    const body = record(readToml(reader, file)).workspace;
    if (body !== undefined) return { folder: each, body: record(body) };
  }
  return { folder, body: {} };
}

function dependenciesOf(
  file: SourceFile,
  folder: string,
  body: Record<string, Raw>,
  shared: Shared
): CrateDependency[] {
  const tables: [Raw, boolean][] = [
    [body.dependencies, false],
    ...Object.values(record(body.target)).map((each): [Raw, boolean] => [record(each).dependencies, false]),
    [body['build-dependencies'], true],
    [body['dev-dependencies'], true]
  ];
  return tables.flatMap(([table, development]) =>
    Object.entries(record(table)).map(([name, value]) => dependency(file, folder, name, value, development, shared))
  );
}

function dependency(
  file: SourceFile,
  folder: string,
  name: string,
  value: Raw,
  development: boolean,
  shared: Shared
): CrateDependency {
  const own = record(value);
  const inherited = own.workspace === true ? record(shared.body.dependencies)[name] : undefined;
  const base = record(inherited);
  const path = text(own.path) ?? text(base.path);
  return {
    name: text(own.package) ?? text(base.package) ?? name,
    version: text(value) ?? text(own.version) ?? text(inherited) ?? text(base.version),
    development,
    evidence: evidenceOf(
      file,
      new RegExp(`^"?${name.replace(/[^\w-]/g, '.')}"?\\s*[.=]|\\.${name.replace(/[^\w-]/g, '.')}\\]`, 'm'),
      0.9
    ),
    features: [...texts(own.features), ...texts(base.features)],
    optional: own.optional === true,
    path: path === null ? null : joinPath(text(own.path) === null ? shared.folder : folder, path)
  };
}

/** The folder of a crate's manifest. */
export const crateFolder = (crate: Crate): string => folderOf(crate.file.path);

/** A direct dependency that the crate is built with, or null. */
export const dependencyNamed = (crate: Crate, name: string): CrateDependency | null =>
  crate.dependencies.find((each) => each.name === name && !each.development) ?? null;
