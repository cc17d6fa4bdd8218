import { readYaml, record, texts } from '../../reading/formats.ts';
import { upwards, within } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { isLocked, managerOf, type ChosenManager } from './manager.ts';
import { readPackage, type NodePackage } from './package.ts';

/**
 * How the packages of a repository are installed together. `root` is the folder of the lock file and of the install;
 * `members` are the packages below it (the root's own package is not among them).
 */
export interface Workspace extends ChosenManager {
  root: string;
  rootPackage: NodePackage | null;
  members: NodePackage[];
}

/** The workspace or lone package that a folder is installed with. */
export async function workspaceOf(reader: Reader, app: NodePackage): Promise<Workspace> {
  const root = await rootOf(reader, app);
  const rootPackage = root === app.folder ? app : await readPackage(reader, root);
  return {
    root,
    rootPackage,
    ...(await managerOf(reader, root, rootPackage)),
    members: await membersOf(reader, root)
  };
}

async function rootOf(reader: Reader, app: NodePackage): Promise<string> {
  for (const folder of upwards(app.folder)) {
    const patterns = await workspacePatterns(reader, folder);
    if (patterns && (folder === app.folder || isMember(patterns, within(folder, app.folder) ?? ''))) return folder;
    if (folder === app.folder && isLocked(reader, folder)) return folder;
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
