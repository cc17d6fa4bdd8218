import type { EvidenceMap } from '../../../../domain/evidence.ts';
import { bareProcess, type App } from '../../detector.ts';
import { writeGenerated } from '../../dockerfile-writer/generated-site.ts';
import { evidenceOfFile } from '../../reading/evidence.ts';
import { joinPath, nameOf } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { holdsProgram } from '../manifests.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { versionIn } from '../programs/versions.ts';
import { generators, type Generator } from './generators.ts';

/** The site that a generator makes of a folder; null where its settings are not there, or belong to the documents of a program. */
export async function generatedSite(reader: Reader, folder: string): Promise<App | null> {
  for (const generator of generators) {
    const settings = reader.tree.named(folder, generator.settings)[0];
    if (!settings || generator.also?.(reader.tree, folder) === false) continue;
    if (holdsProgram(reader.tree, folder, generator.installedBy)) continue;
    if (await isPackage(reader, folder)) continue;
    return describe(reader, folder, generator, settings);
  }
  return null;
}

/** Whether pyproject.toml describes a package of which the site is the documents. */
async function isPackage(reader: Reader, folder: string): Promise<boolean> {
  const file = await reader.one(reader.tree.first(folder, 'pyproject.toml'), 'manifest');
  return file !== null && /^\[build-system\]/m.test(file.text);
}

async function describe(reader: Reader, folder: string, generator: Generator, path: string): Promise<App> {
  const settings = await reader.one(path, 'settings of the site');
  const stated = generator.stated?.exec(settings?.text ?? '')?.[1];
  const version =
    (await versionIn(reader, folder, generator.versions)) ??
    (await toolVersion(reader, folder, [generator.name, `${generator.name}-extended`]));
  const found = evidenceOfFile(path, nameOf(path), 0.9);
  const evidence: EvidenceMap = {
    language: found,
    framework: found,
    kind: found,
    port: { ...found, excerpt: 'the port that Caddy is given' }
  };
  if (version) evidence.runtimeVersion = version.evidence;
  const build = {
    folder,
    generator: generator.name,
    version: version?.version ?? null,
    output: (stated && joinPath('.', stated)) ?? generator.output,
    manifests: reader.tree
      .named(folder, /^(?:Gemfile(?:\.lock)?|requirements(?:[-_.]\w+)?\.txt|package(?:-lock)?\.json|go\.(?:mod|sum))$/)
      .map(nameOf)
  };
  return {
    path: folder,
    name: folder === '.' ? 'site' : nameOf(folder),
    language: generator.language,
    framework: generator.name,
    runtimeVersion: version?.version ?? null,
    packageManager: null,
    buildCommand: null,
    releaseCommand: null,
    health: '/',
    defaultPort: 8080,
    processes: [bareProcess('static', null, { kind: found })],
    dependencies: [],
    entries: [],
    variables: [],
    stores: [],
    serves: [],
    evidence,
    write: (facts) => writeGenerated(build, facts)
  };
}
