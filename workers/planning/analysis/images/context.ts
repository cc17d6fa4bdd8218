import type { ParsedDockerfile } from '../../../domain/dockerfile.ts';
import { folderOf, joinPath, upwards } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import { codeFolderOf } from './names.ts';

/** Sources of COPY and ADD that come from the context. */
export function copied(parsed: ParsedDockerfile): string[] {
  return parsed.stages
    .flatMap((stage) => stage.instructions)
    .filter(({ word, text }) => (word === 'COPY' || word === 'ADD') && !/--from=/.test(text) && !text.includes('<<'))
    .flatMap(({ text }) => {
      const bare = text.replace(/--\w[\w-]*(?:=\S+)?\s*/g, '').trim();
      const words = bare.startsWith('[') ? [...bare.matchAll(/"([^"]*)"/g)].map((match) => match[1]!) : bare.split(' ');
      return words.slice(0, -1);
    })
    .map((path) => path.replace(/^\.?\//, '').replace(/\/+$/, ''))
    .filter((path) => path !== '' && path !== '.' && !/^https?:/.test(path) && !path.includes('$'));
}

/** Whether a copied path, which may hold wildcards, is there below a folder. */
export const exists = (tree: Tree, folder: string, path: string): boolean => {
  if (/[*?[]/.test(path)) {
    const stem = joinPath(folder, path.replace(/\/?[^/]*[*?[].*$/, ''));
    return stem !== null && (stem === '.' || tree.hasFolder(stem));
  }
  const at = joinPath(folder, path);
  return at !== null && (tree.has(at) || tree.hasFolder(at));
};

/**
 * The folder from which the most of the copied paths exist: the one that is stated, else the Dockerfile's own, then those
 * above it.
 */
export function contextOf(tree: Tree, path: string, parsed: ParsedDockerfile, stated: string | null): string {
  const sources = copied(parsed);
  const first = stated ?? codeFolderOf(path);
  if (sources.length === 0) return first;
  const candidates = [folderOf(path), codeFolderOf(path), ...upwards(codeFolderOf(path))];
  const score = (folder: string) => sources.filter((source) => exists(tree, folder, source)).length;
  return candidates.reduce((best, folder) => (score(folder) > score(best) ? folder : best), first);
}

/** Folders that a build takes files from: those that it copies from its context, and those that it works in. */
export function takenFolders(tree: Tree, parsed: ParsedDockerfile, context: string): string[] {
  const worked = parsed.stages
    .flatMap((stage) => stage.instructions)
    .filter(({ word }) => word === 'RUN')
    .flatMap(({ text }) => [
      ...text.matchAll(/(?:\bcd|--prefix[= ]|--cwd[= ]|-C|--dir[= ])\s*(?:\.\/)?([\w@-][\w@./-]*)/g)
    ])
    .map((match) => match[1]!);
  const folders = [...copied(parsed), ...worked].map((path) => joinPath(context, path.replace(/\/\*+$/, '')));
  return [...new Set(folders)].filter(
    (path): path is string => path !== null && path !== '.' && path !== context && tree.hasFolder(path)
  );
}
