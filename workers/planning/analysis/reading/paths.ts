/** The folder that holds a path, `.` for the root. */
export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '.' : path.slice(0, slash);
}

/** The last part of a path. */
export const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/**
 * `path` seen from `folder`, `..` and `.` resolved, `.` for the root; null where it leaves the repository.
 */
export function joinPath(folder: string, path: string): string | null {
  const parts: string[] = [];
  for (const part of `${folder}/${path}`.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return null;
  }
  return parts.join('/') || '.';
}

/** `path` without its leading `folder`; null where it lies elsewhere. */
export function within(folder: string, path: string): string | null {
  if (folder === '.') return path;
  if (path === folder) return '.';
  return path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/** How many folders deep a folder lies: 0 for the root. */
export const depthOf = (folder: string): number => (folder === '.' ? 0 : folder.split('/').length);

/** The folder, its parent and so on up to the root. */
export function upwards(folder: string): string[] {
  const found = [folder];
  for (let at = folder; at !== '.';) found.push((at = folderOf(at)));
  return found;
}
