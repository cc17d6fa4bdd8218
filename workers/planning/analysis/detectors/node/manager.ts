import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOfFile, evidenceOfKey } from '../../reading/evidence.ts';
import { list, readYaml, record, text } from '../../reading/formats.ts';
import type { Reader } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import type { NodePackage } from './package.ts';

export type NodeManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** What installs the packages of a folder. `version` is what to install of it: exact, a line or a range; null for the one that comes with Node. */
export interface ChosenManager {
  manager: NodeManager;
  version: string | null;
  /** The lock file that the manager reads; null where there is none of its own. */
  lockFile: string | null;
  berry: boolean;
  evidence: Evidence | null;
}

const lockFiles: [string, NodeManager][] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm']
];

/** Whether a folder holds a lock file, so that it is installed on its own. */
export const isLocked = (reader: Reader, folder: string): boolean =>
  lockFiles.some(([name]) => reader.tree.first(folder, name) !== null);

interface StatedManager {
  manager: NodeManager;
  version: string | null;
  evidence: Evidence;
}

/**
 * The package manager of a folder: the one that package.json names for corepack, then the one whose lock file is there, then the one
 * that only settings or `engines` speak of.
 */
export async function managerOf(reader: Reader, root: string, app: NodePackage | null): Promise<ChosenManager> {
  const named = app ? packageManagerOf(app) : null;
  const lock = lockFiles.find(([name]) => reader.tree.first(root, name) !== null);
  const lockPath = lock ? reader.tree.first(root, lock[0]) : null;
  const locked =
    lock && lockPath ? { manager: lock[1], version: null, evidence: evidenceOfFile(lockPath, lock[0], 0.95) } : null;
  const chosen: StatedManager | null = named ?? locked ?? settingsOf(reader, root) ?? (app ? wantedOf(app) : null);
  const manager = chosen?.manager ?? 'npm';
  const version = named?.version ?? (await pinnedVersion(reader, root, app, manager));
  const berry = manager === 'yarn' && (reader.tree.first(root, '.yarnrc.yml') !== null || managerMajor(version) >= 2);
  return {
    manager,
    version: version ?? (await assumedVersion(reader, manager, berry, root)),
    lockFile: lock?.[1] === manager ? lockPath : null,
    berry,
    evidence: chosen?.evidence ?? null
  };
}

/** What corepack is told: `packageManager`, or npm's own form of it, `devEngines.packageManager`. */
function packageManagerOf(app: NodePackage): StatedManager | null {
  const match = /^(npm|pnpm|yarn|bun)@(\d+(?:\.\d+){0,2}[\w.-]*)/.exec(app.packageManager ?? '');
  if (match)
    return {
      manager: match[1] as NodeManager,
      version: match[2]!,
      evidence: evidenceOfKey(app.file, ['packageManager'], 1)
    };
  const wanted = record(list(app.devEngines.packageManager)[0]);
  const manager = managers.find((name) => name === wanted.name);
  if (!manager) return null;
  return {
    manager,
    version: bounded(text(wanted.version)),
    evidence: evidenceOfKey(app.file, ['devEngines', 'packageManager'], 0.95)
  };
}

const managers: NodeManager[] = ['pnpm', 'yarn', 'bun', 'npm'];

/** Files that only one manager reads, where no lock file was committed. */
function settingsOf(reader: Reader, root: string): StatedManager | null {
  const files: [string, NodeManager][] = [
    ['pnpm-workspace.yaml', 'pnpm'],
    ['.yarnrc.yml', 'yarn'],
    ['bunfig.toml', 'bun'],
    ['.bun-version', 'bun']
  ];
  const found = files.find(([name]) => reader.tree.first(root, name) !== null);
  const path = found ? reader.tree.first(root, found[0]) : null;
  return found && path ? { manager: found[1], version: null, evidence: evidenceOfFile(path, found[0], 0.85) } : null;
}

/** The manager that `engines` asks for beside npm, which everybody has. */
function wantedOf(app: NodePackage): StatedManager | null {
  const manager = managers.find((name) => name !== 'npm' && text(app.engines[name]) !== null);
  if (!manager) return null;
  return { manager, version: null, evidence: evidenceOfKey(app.file, ['engines', manager], 0.85) };
}

/** The version of a manager that its own file, mise, asdf, Volta or `engines` states. */
async function pinnedVersion(
  reader: Reader,
  root: string,
  app: NodePackage | null,
  manager: NodeManager
): Promise<string | null> {
  if (manager === 'npm') return null;
  const own = manager === 'bun' ? await reader.one(reader.tree.first(root, '.bun-version'), 'Bun version') : null;
  const tool = await toolVersion(reader, root, [manager, `npm:${manager}`]);
  const stated = [
    own?.text.trim() ?? null,
    tool?.version ?? null,
    text(app?.volta[manager]),
    text(app?.engines[manager])
  ];
  return stated.map(bounded).find((version) => version !== null) ?? null;
}

/** A version or range that has an upper end, as the registry takes it; null for `latest`, `>=8` and what is no version. */
const bounded = (version: string | null): string | null =>
  version !== null && /^[\^~]?v?\d+(?:\.(?:\d+|x|\*)){0,2}$/.test(version.trim())
    ? version.trim().replace(/^(\W?)v/, '$1')
    : null;

/** The major version of yarn that a version or range means. */
export const managerMajor = (version: string | null): number => Number(/\d+/.exec(version ?? '')?.[0] ?? 1);

/** What to install where no file states it: the release line that reads the lock file's form. */
async function assumedVersion(
  reader: Reader,
  manager: NodeManager,
  berry: boolean,
  root: string
): Promise<string | null> {
  if (manager === 'npm') return null;
  if (manager === 'bun') return '1';
  if (manager === 'yarn') return berry ? '4' : '1';
  const settings = record(readYaml(reader, reader.known(reader.tree.first(root, 'pnpm-workspace.yaml') ?? ''))[0]);
  const newer = Object.keys(settings).some((key) => !['packages', 'catalog', 'catalogs'].includes(key));
  const lock = reader.tree.first(root, 'pnpm-lock.yaml');
  const form =
    lock && reader.tree.bytes(lock) < 60_000
      ? /lockfileVersion:\s*'?(\d+)/.exec((await reader.one(lock, 'lock file form'))?.text ?? '')?.[1]
      : undefined;
  if (form === '5') return '7';
  if (form === '6') return '8';
  return newer ? '10' : '9';
}
