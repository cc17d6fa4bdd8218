import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOfFile, evidenceOfKey } from '../../reading/evidence.ts';
import { readYaml, record, texts } from '../../reading/formats.ts';
import { upwards, within } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { readPackage, type NodePackage } from './package.ts';

export type NodeManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/**
 * How the packages of a repository are installed together. `root` is the folder of the lock file and of the install;
 * `members` are the packages below it (the root's own package is not among them). `version` is what to install of the manager, such
 * as `9.12.0` or `9`; null for npm, which comes with Node.
 */
export interface Workspace {
  root: string;
  rootPackage: NodePackage | null;
  manager: NodeManager;
  version: string | null;
  lockFile: string | null;
  berry: boolean;
  members: NodePackage[];
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

/** The workspace or lone package that a folder is installed with. */
export async function workspaceOf(reader: Reader, app: NodePackage): Promise<Workspace> {
  const root = await rootOf(reader, app);
  const rootPackage = root === app.folder ? app : await readPackage(reader, root);
  const lock = lockFiles.find(([name]) => reader.tree.first(root, name) !== null);
  const lockFile = lock ? reader.tree.first(root, lock[0]) : null;
  const stated = statedManager(rootPackage);
  const pnpmFile = reader.tree.first(root, 'pnpm-workspace.yaml');
  const manager = stated?.manager ?? lock?.[1] ?? (pnpmFile ? 'pnpm' : 'npm');
  const berry =
    manager === 'yarn' &&
    (reader.tree.first(root, '.yarnrc.yml') !== null || Number.parseInt(stated?.version ?? '1', 10) >= 2);
  return {
    root,
    rootPackage,
    manager,
    version: stated?.version ?? (await assumedVersion(reader, manager, berry, root)),
    lockFile: lock?.[1] === manager ? lockFile : null,
    berry,
    members: await membersOf(reader, root),
    evidence:
      stated && rootPackage
        ? evidenceOfKey(rootPackage.file, ['packageManager'], 1)
        : lockFile
          ? evidenceOfFile(lockFile, lock![0], 0.95)
          : null
  };
}

async function rootOf(reader: Reader, app: NodePackage): Promise<string> {
  for (const folder of upwards(app.folder)) {
    const patterns = await workspacePatterns(reader, folder);
    if (patterns && (folder === app.folder || isMember(patterns, within(folder, app.folder) ?? ''))) return folder;
    if (folder === app.folder && lockFiles.some(([name]) => reader.tree.first(folder, name) !== null)) return folder;
  }
  return app.folder;
}

async function workspacePatterns(reader: Reader, folder: string): Promise<string[] | null> {
  const pnpm = await reader.one(reader.tree.first(folder, 'pnpm-workspace.yaml'), 'workspace');
  const listed = record(readYaml(reader, pnpm)[0]).packages;
  if (pnpm && listed !== undefined) return texts(listed);
  const manifest = reader.tree.first(folder, 'package.json') ? await readPackage(reader, folder) : null;
  return manifest?.workspaces ?? null;
}

/** Whether a folder, seen from the root, is one that the patterns of a workspace name. */
export function isMember(patterns: string[], folder: string): boolean {
  const fits = (pattern: string) => {
    const body = pattern
      .replace(/^\.\//, '')
      .replace(/\/+$/, '')
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replace(/\*\*\/?|\*/g, (star) => (star === '*' ? '[^/]*' : '.*'));
    return new RegExp(`^${body}$`).test(folder);
  };
  return (
    patterns.some((pattern) => !pattern.startsWith('!') && fits(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith('!') && fits(pattern.slice(1)))
  );
}

async function membersOf(reader: Reader, root: string): Promise<NodePackage[]> {
  const patterns = await workspacePatterns(reader, root);
  if (!patterns) return [];
  const found: NodePackage[] = [];
  for (const path of reader.tree.below(root, /(?:^|\/)package\.json$/).slice(0, 200)) {
    const folder = within(root, path)?.replace(/\/?package\.json$/, '') ?? '';
    if (folder === '' || !isMember(patterns, folder) || !reader.known(path)) continue;
    const member = await readPackage(reader, root === '.' ? folder : `${root}/${folder}`);
    if (member) found.push(member);
  }
  return found;
}

function statedManager(app: NodePackage | null): { manager: NodeManager; version: string } | null {
  const match = /^(npm|pnpm|yarn|bun)@(\d+(?:\.\d+){0,2}[\w.-]*)/.exec(app?.packageManager ?? '');
  return match ? { manager: match[1] as NodeManager, version: match[2]! } : null;
}

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

/** The members that a package needs, itself not included, those that others rest on first. */
export function internalDependencies(workspace: Workspace, app: NodePackage): NodePackage[] {
  const byName = new Map(workspace.members.map((member) => [member.name, member]));
  const order: NodePackage[] = [];
  const seen = new Set([app.name]);
  const visit = (each: NodePackage) => {
    for (const { name } of each.dependencies) {
      const needed = byName.get(name);
      if (!needed || seen.has(name)) continue;
      seen.add(name);
      visit(needed);
      order.push(needed);
    }
  };
  visit(app);
  return order;
}
