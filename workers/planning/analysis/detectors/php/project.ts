import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency } from '../../detector.ts';
import { evidenceOfKey } from '../../reading/evidence.ts';
import { dig, readJson, record, text } from '../../reading/formats.ts';
import { upwards } from '../../reading/paths.ts';
import { floorLine, keptLine, resolveLine } from '../../reading/ranges.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { versionFile } from '../../reading/version-file.ts';

/** The PHP of a project: what is stated, and the line whose image runs it. */
export interface PhpVersion {
  stated: string;
  image: string;
  evidence: Evidence | null;
}

/** A PHP project: its manifest, if any, and what the parts of its detector look up. `root` is the folder that is served. */
export interface PhpProject {
  folder: string;
  name: string;
  composer: SourceFile | null;
  locked: boolean;
  packages: Dependency[];
  /** Extensions that composer.json or its readable lock file insist on, in lower case. */
  extensions: string[];
  version: PhpVersion;
  root: string | null;
}

/** Release lines that are kept up, oldest first, and the one for projects that state none. */
const lines = ['8.2', '8.3', '8.4', '8.5'];
const phpDefault = '8.4';

const roots = ['public', 'web', 'webroot', 'www', 'docroot', 'htdocs', 'public_html', 'html', 'pub', 'httpdocs', '.'];

/** Reads composer.json, or recognises a folder of pages without one; null where the folder is a part of another project. */
export async function readPhp(reader: Reader, folder: string): Promise<PhpProject | null> {
  const composer = await reader.one(reader.tree.first(folder, 'composer.json'), 'manifest');
  if (!composer && isPart(reader, folder)) return null;
  const json = readJson(reader, composer);
  const lock = readJson(reader, await smallLock(reader, folder));
  const requirements = Object.keys(record(dig(json, 'require')));
  return {
    folder,
    name: text(dig(json, 'name'))?.split('/').at(-1) ?? '',
    composer,
    locked: reader.tree.first(folder, 'composer.lock') !== null,
    packages: composer ? [...packagesOf(json, composer, 'require'), ...packagesOf(json, composer, 'require-dev')] : [],
    extensions: [...new Set([...requirements, ...lockedRequirements(lock)].flatMap(extensionIn))],
    version: await versionOf(reader, folder, json, composer),
    root: (await statedRoot(reader, folder)) ?? rootOf(reader, folder)
  };
}

/** A folder of pages belongs to the project above it, whatever that is written in. */
const isPart = (reader: Reader, folder: string): boolean =>
  upwards(folder)
    .slice(1)
    .some((each) => reader.tree.names(each).some((name) => /^(?:index\.php|composer\.json|artisan)$/.test(name)));

/** Large lock files are not read at all, so that no note says that one was left out. */
const smallLock = async (reader: Reader, folder: string): Promise<SourceFile | null> => {
  const path = reader.tree.first(folder, 'composer.lock');
  return path && reader.tree.bytes(path) < 200_000 ? reader.one(path, 'manifest') : null;
};

const lockedRequirements = (lock: unknown): string[] => {
  const packages = dig(lock, 'packages');
  return Array.isArray(packages) ? packages.flatMap((each) => Object.keys(record(dig(each, 'require')))) : [];
};

const extensionIn = (name: string): string[] => {
  const match = /^ext-([a-z][\w-]*)$/i.exec(name);
  return match ? [match[1]!.toLowerCase()] : [];
};

function packagesOf(json: unknown, file: SourceFile, key: 'require' | 'require-dev'): Dependency[] {
  return Object.entries(record(dig(json, key)))
    .filter(([name]) => name.includes('/'))
    .slice(0, 300)
    .map(([name, version]) => ({
      name: name.toLowerCase(),
      version: text(version),
      development: key === 'require-dev',
      evidence: evidenceOfKey(file, [key, name])
    }));
}

/** Whether production installs a package. */
export const usesPackage = (project: PhpProject, ...names: string[]): boolean =>
  project.packages.some((each) => !each.development && names.includes(each.name));

async function versionOf(
  reader: Reader,
  folder: string,
  json: unknown,
  composer: SourceFile | null
): Promise<PhpVersion> {
  const pin =
    (await versionFile(reader, folder, '.php-version', 'php')) ?? (await toolVersion(reader, folder, ['php']));
  const pinned = pin ? floorLine(pin.version) : null;
  if (pin && pinned) return { stated: pinned, image: keptLine(pinned, lines), evidence: pin.evidence };
  const platform = floorLine(text(dig(json, 'config', 'platform', 'php')) ?? '');
  if (composer && platform)
    return {
      stated: platform,
      image: keptLine(platform, lines),
      evidence: evidenceOfKey(composer, ['platform', 'php'], 0.95)
    };
  const range = text(dig(json, 'require', 'php')) ?? text(dig(json, 'require', 'php-64bit'));
  const stated = floorLine(range ?? '');
  if (!composer || !range || !stated) return { stated: phpDefault, image: phpDefault, evidence: null };
  const image = keptLine(resolveLine(range, lines, phpDefault) ?? phpDefault, lines);
  return { stated, image, evidence: evidenceOfKey(composer, ['require', 'php'], 0.9) };
}

/** The folder that a Procfile names to the web server of Heroku's buildpack. */
async function statedRoot(reader: Reader, folder: string): Promise<string | null> {
  const procfile = await reader.one(reader.tree.first(folder, 'Procfile'), 'Procfile');
  const command = /^web:.*\bheroku-php-(?:apache2|nginx)\b(.*)$/m.exec(procfile?.text ?? '')?.[1] ?? '';
  const named = command.trim().split(/\s+/).at(-1)?.replace(/\/+$/, '') ?? '';
  return named !== '' && reader.tree.first(folder, `${named}/index.php`) ? named : null;
}

/** The folder that the web server hands out: the usual ones that hold an index page of PHP. */
const rootOf = (reader: Reader, folder: string): string | null =>
  roots.find((root) => reader.tree.first(folder, `${root}/index.php`) !== null) ?? null;
