import { isMember } from '../node/workspace.ts';
import { upwards, within } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import { crateFolder, readCrate, type Crate } from './crate.ts';

/** The crates that are built together. `root` is the folder of the lock file; a lone crate is its own root. */
export interface CargoWorkspace {
  root: string;
  rootCrate: Crate;
  /** Members that make programs, the root's own crate among them. */
  programs: Crate[];
  lockFile: string | null;
}

const memberLimit = 16;

/** The workspace that a crate belongs to. */
export async function cargoWorkspaceOf(reader: Reader, crate: Crate): Promise<CargoWorkspace> {
  const rootCrate = await rootOf(reader, crate);
  const root = crateFolder(rootCrate);
  const folders = rootCrate.members === null ? [] : memberFolders(reader, rootCrate).slice(0, memberLimit);
  const members: Crate[] = rootCrate.name === null ? [] : [rootCrate];
  for (const folder of folders) {
    const member = folder === root ? null : await readCrate(reader, folder);
    if (member && member.name !== null) members.push(member);
  }
  return { root, rootCrate, programs: members, lockFile: reader.tree.first(root, 'Cargo.lock') };
}

async function rootOf(reader: Reader, crate: Crate): Promise<Crate> {
  if (crate.members !== null) return crate;
  for (const folder of upwards(crate.folder).slice(1)) {
    const above = reader.tree.has(folder === '.' ? 'Cargo.toml' : `${folder}/Cargo.toml`)
      ? await readCrate(reader, folder)
      : null;
    if (above?.members && holds(above, crate)) return above;
  }
  return crate;
}

function holds(root: Crate, crate: Crate): boolean {
  const local = within(root.folder, crate.folder) ?? '';
  const named = root.dependencies.some((each) => each.path === crate.folder);
  return (isMember(root.members ?? [], local) || named) && !isMember(root.exclude, local);
}

/** Folders of members that hold the source of a program. */
function memberFolders(reader: Reader, root: Crate): string[] {
  return reader.tree
    .below(root.folder, /(?:^|\/)Cargo\.toml$/)
    .map((path) => path.replace(/\/?Cargo\.toml$/, '') || '.')
    .filter((folder) => {
      const local = within(root.folder, folder) ?? '';
      return isMember(root.members ?? [], local) && !isMember(root.exclude, local) && makesProgram(reader, folder);
    });
}

const makesProgram = (reader: Reader, folder: string): boolean =>
  reader.tree.first(folder, 'src/main.rs') !== null ||
  reader.tree.below(folder, /(?:^|\/)src\/bin\/[^/]+(?:\.rs|\/main\.rs)$/).length > 0;

/** The crates of the repository that a crate is built with, by path, itself not included; those that were read already, and a few more. */
export async function internalCrates(reader: Reader, crate: Crate): Promise<Crate[]> {
  const found = new Map<string, Crate>();
  let room = 10;
  const visit = async (each: Crate): Promise<void> => {
    for (const { path, development } of each.dependencies) {
      if (path === null || development || path === crate.folder || found.has(path) || found.size >= 40) continue;
      if (!reader.known(path === '.' ? 'Cargo.toml' : `${path}/Cargo.toml`) && room-- <= 0) continue;
      const needed = await readCrate(reader, path);
      if (!needed) continue;
      found.set(path, needed);
      await visit(needed);
    }
  };
  await visit(crate);
  return [...found.values()];
}
