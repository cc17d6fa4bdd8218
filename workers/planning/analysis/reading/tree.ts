import type { CheckoutEntry } from './checkout.ts';
import { folderOf, joinPath, nameOf } from './paths.ts';

/** Folders whose contents are somebody else's or were made by a build: never looked into. */
const foreign = new Set([
  'node_modules',
  'bower_components',
  'vendor',
  'third_party',
  '.git',
  '.venv',
  'venv',
  '__pycache__',
  'site-packages',
  'target',
  '.next',
  '.nuxt',
  '.svelte-kit',
  '.output',
  '.pnpm-store',
  '.gradle',
  '.terraform',
  'Pods'
]);

/** Folders that hold samples, documents, tests or tools: what lies in them is deployed only where nothing else is. */
const aside = new RegExp(
  `^(?:${[
    '\\.github|\\.devcontainer|\\.storybook|\\.claude',
    'examples?|samples?|demos?|demo[-_]\\w+|[\\w-]+[-_](?:examples?|samples?)|templates?|generators?|boilerplates?',
    'docs?|documentation|docs?-site|storybook|playgrounds?|sandbox(?:es)?',
    'e2e|e2e-tests?|tests?|__tests__|specs?|testing|test-apps?|_?integration-tests?|playwright|cypress',
    'fixtures?|__fixtures__|testdata|mocks?|fuzz(?:ing)?|benchmarks?|bench|load-?gen(?:erator)?|load-?tests?|k6',
    'scripts?|tools?|tooling|utils?|hack|contrib|seeds?|seeders?|migrations?',
    'mobile|ios|android|electron|desktop|src-tauri|browser-extension|extensions?|sdks?'
  ].join('|')})$`,
  'i'
);

/** The files of a checkout, asked by path, by folder and by name. Links and submodules are not files here. */
export interface Tree {
  files: string[];
  has(path: string): boolean;
  /** Whether any file lies below a folder. */
  hasFolder(folder: string): boolean;
  bytes(path: string): number;
  /** Names of the files directly in a folder. */
  names(folder: string): string[];
  /** Paths of the files in a folder whose name fits, in the order of the alphabet. */
  named(folder: string, name: RegExp): string[];
  /** Paths below a folder that fit a pattern of the path from the root, shallow ones first. */
  below(folder: string, path: RegExp): string[];
  /** The first of several paths, seen from a folder, that exists. */
  first(folder: string, ...paths: string[]): string | null;
}

/** Whether a path lies in a folder of samples, documents, tests or tools. */
export const isAside = (folder: string): boolean => folder.split('/').some((part) => aside.test(part));

/** Whether a path lies in a folder of scripts and tools, where some keep what builds and runs the whole; not of samples. */
export const isInTools = (folder: string): boolean =>
  folder
    .split('/')
    .filter((part) => aside.test(part))
    .every((part) => /^(?:scripts?|tools?|hack|contrib)$/i.test(part));

const isForeign = (path: string) =>
  path
    .split('/')
    .slice(0, -1)
    .some((part) => foreign.has(part));

/** An index over the entries of a checkout; folders of foreign code are left out. */
export function treeOf(entries: CheckoutEntry[]): Tree {
  const files = new Map<string, number>();
  const folders = new Map<string, string[]>([['.', []]]);
  for (const entry of entries) {
    if ((entry.kind !== 'file' && entry.kind !== 'executable') || isForeign(entry.path)) continue;
    files.set(entry.path, entry.bytes);
    addToFolders(folders, entry.path);
  }
  const sorted = byDepth([...files.keys()]);
  const names = (folder: string) => folders.get(folder) ?? [];
  const at = (folder: string, name: string) => (folder === '.' ? name : `${folder}/${name}`);
  return {
    files: sorted,
    has: (path) => files.has(path),
    hasFolder: (folder) => folders.has(folder),
    bytes: (path) => files.get(path) ?? 0,
    names,
    named: (folder, name) =>
      names(folder)
        .filter((file) => name.test(file))
        .sort()
        .map((file) => at(folder, file)),
    below: (folder, path) =>
      sorted.filter((file) => (folder === '.' || file.startsWith(`${folder}/`)) && path.test(file)),
    first: (folder, ...paths) => {
      const found = paths.map((path) => joinPath(folder, path)).find((path) => path !== null && files.has(path));
      return found ?? null;
    }
  };
}

function addToFolders(folders: Map<string, string[]>, path: string): void {
  let folder = folderOf(path);
  const known = folders.get(folder);
  if (known) known.push(nameOf(path));
  else folders.set(folder, [nameOf(path)]);
  while (folder !== '.') {
    folder = folderOf(folder);
    if (!folders.has(folder)) folders.set(folder, []);
  }
}

/** Paths with shallow ones first, those of one depth in the order of the alphabet. */
const byDepth = (paths: string[]): string[] =>
  paths
    .map((path) => ({ path, depth: path.split('/').length }))
    .sort((a, b) => a.depth - b.depth || (a.path < b.path ? -1 : 1))
    .map(({ path }) => path);
