import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { folderOf, joinPath, nameOf, upwards } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { elements, readXml, textOf, type XmlElement } from '../../reading/xml.ts';

/** One project of .NET, with what it gets from the projects that it refers to. */
export interface DotnetProject {
  path: string;
  folder: string;
  name: string;
  file: SourceFile;
  language: 'C#' | 'F#' | 'Visual Basic';
  sdk: string;
  /** The property, as the project or the folders above it set it, rather one that is set under no condition. */
  property(name: string): Property | null;
  packages: Dependency[];
  /** The folders of all projects that it refers to, directly or through others. */
  uses: string[];
  /** It, or a project that it refers to, needs the runtime of ASP.NET. */
  aspnet: Evidence | null;
}

/** What a property is set to; `conditional` where that holds only at times. */
export interface Property {
  value: string;
  conditional: boolean;
  evidence: Evidence;
}

interface Parsed {
  path: string;
  file: SourceFile;
  root: XmlElement;
}

export const projectFile = /\.(?:cs|fs|vb)proj$/;
const furthest = 4;
const most = 12;

/** Reads the project in a folder, the one that serves the web where there are several; null where none can be read. */
export async function readProject(reader: Reader, folder: string): Promise<DotnetProject | null> {
  const found: Parsed[] = [];
  for (const path of reader.tree.named(folder, projectFile).slice(0, 3)) {
    const parsed = await parse(reader, path);
    if (parsed) found.push(parsed);
  }
  const own = found.find((each) => sdkOf(each) === 'Microsoft.NET.Sdk.Web') ?? found[0];
  return own ? describe(reader, own) : null;
}

async function parse(reader: Reader, path: string | null): Promise<Parsed | null> {
  const file = await reader.one(path, 'manifest');
  const root = readXml(reader, file);
  return file && root?.name === 'Project' ? { path: file.path, file, root } : null;
}

const sdkOf = ({ root }: Parsed): string =>
  (
    root.attributes.get('Sdk') ??
    elements(root, 'Sdk')[0]?.attributes.get('Name') ??
    elements(root, 'Import')[0]?.attributes.get('Sdk') ??
    ''
  ).replace(/\/[\w.-]+$/, '');

async function describe(reader: Reader, own: Parsed): Promise<DotnetProject> {
  const shared = await sharedBy(reader, folderOf(own.path));
  const versions = centralVersions(shared);
  const used = await usedBy(reader, own);
  const all = [own, ...used];
  const folder = folderOf(own.path);
  return {
    path: own.path,
    folder,
    name: nameOf(own.path).replace(projectFile, ''),
    file: own.file,
    language: own.path.endsWith('.fsproj') ? 'F#' : own.path.endsWith('.vbproj') ? 'Visual Basic' : 'C#',
    sdk: sdkOf(own),
    property: (name) => propertyOf([own, ...shared], name),
    packages: all.flatMap((each) => packagesOf(each, versions)),
    uses: used.map((each) => folderOf(each.path)),
    aspnet: all.map(aspnetOf).find((evidence) => evidence !== null) ?? null
  };
}

/** Files that every project below a folder takes part in, nearest first. */
async function sharedBy(reader: Reader, folder: string): Promise<Parsed[]> {
  const found: Parsed[] = [];
  for (const at of upwards(folder))
    for (const name of ['Directory.Build.props', 'Directory.Packages.props', 'Directory.Build.targets']) {
      const parsed = await parse(reader, reader.tree.first(at, name));
      if (parsed) found.push(parsed);
    }
  return found;
}

/** Projects that a project refers to, those of others after its own. */
async function usedBy(reader: Reader, own: Parsed): Promise<Parsed[]> {
  const found = new Map<string, Parsed>();
  let next = [own];
  for (let round = 0; round < furthest && next.length > 0; round++) {
    const paths = next.flatMap((each) => referencesOf(each)).filter((path) => path !== own.path && !found.has(path));
    next = [];
    for (const path of new Set(paths)) {
      const parsed = found.size < most ? await parse(reader, reader.tree.first('.', path)) : null;
      if (!parsed) continue;
      found.set(path, parsed);
      next.push(parsed);
    }
  }
  return [...found.values()];
}

const referencesOf = ({ path, root }: Parsed): string[] =>
  elements(root, 'ItemGroup', 'ProjectReference')
    .map((each) => joinPath(folderOf(path), (each.attributes.get('Include') ?? '').replaceAll('\\', '/')))
    .filter((found) => found !== null && projectFile.test(found))
    .map((found) => found!);

function propertyOf(chain: Parsed[], name: string): Property | null {
  const stated = chain.flatMap(({ file, root }) =>
    elements(root, 'PropertyGroup').flatMap((group) =>
      elements(group, name).map((each) => ({
        value: filled(each.text.trim(), chain),
        conditional: group.attributes.has('Condition') || each.attributes.has('Condition'),
        evidence: evidenceAt(file, each.offset, 0.95)
      }))
    )
  );
  const set = stated.filter((each) => each.value !== '');
  return set.find((each) => !each.conditional) ?? set[0] ?? null;
}

/** A value with the properties that it names filled in, one step deep. */
const filled = (text: string, chain: Parsed[]): string =>
  text.replace(
    /\$\((\w+)\)/g,
    (_, name: string) =>
      chain.map(({ root }) => textOf(root, 'PropertyGroup', name)).find((value) => value !== null) ?? ''
  );

function centralVersions(shared: Parsed[]): Map<string, string> {
  const stated = shared.flatMap(({ root }) => elements(root, 'ItemGroup', 'PackageVersion'));
  return new Map(
    stated.map((each) => [
      (each.attributes.get('Include') ?? '').toLowerCase(),
      filled(each.attributes.get('Version') ?? '', shared)
    ])
  );
}

function packagesOf({ file, root }: Parsed, versions: Map<string, string>): Dependency[] {
  return elements(root, 'ItemGroup', 'PackageReference').flatMap((each) => {
    const name = each.attributes.get('Include');
    if (!name) return [];
    const stated = each.attributes.get('Version') ?? each.attributes.get('VersionOverride') ?? textOf(each, 'Version');
    return {
      name,
      version: stated ?? versions.get(name.toLowerCase()) ?? null,
      development: (each.attributes.get('PrivateAssets') ?? textOf(each, 'PrivateAssets'))?.toLowerCase() === 'all',
      evidence: evidenceAt(file, each.offset)
    };
  });
}

function aspnetOf(project: Parsed): Evidence | null {
  if (sdkOf(project) === 'Microsoft.NET.Sdk.Web') return evidenceAt(project.file, project.root.offset, 0.95);
  const reference = elements(project.root, 'ItemGroup', 'FrameworkReference').find(
    (each) => each.attributes.get('Include') === 'Microsoft.AspNetCore.App'
  );
  return reference ? evidenceAt(project.file, reference.offset, 0.85) : null;
}
