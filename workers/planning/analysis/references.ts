import { folderOf, joinPath, upwards } from './reading/paths.ts';
import type { Reader, SourceFile } from './reading/reader.ts';
import type { Tree } from './reading/tree.ts';

const script = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const endings = ['', '.ts', '.js', '.tsx', '.mjs', '.jsx', '.mts', '.cjs', '/index.ts', '/index.js', '/index.tsx'];
const telling =
  /env|config|setting|server|app|main|index|db|database|redis|queue|auth|mail|storage|health|route|constant|celery|worker/i;

/** Files of the repository that a file of code imports. Packages and files that do not exist are left out. */
export function importsOf(tree: Tree, file: SourceFile, folder: string): string[] {
  if (script.test(file.path)) return scriptImports(tree, file, folder);
  return file.path.endsWith('.py') ? pythonImports(tree, file, folder) : [];
}

function scriptImports(tree: Tree, file: SourceFile, folder: string): string[] {
  const named = [...file.text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\(\s*)['"]([^'"\n]+)['"]/g)].map(
    (match) => match[1]!
  );
  return named.map((name) => resolve(tree, folderOf(file.path), folder, name)).filter((path) => path !== null);
}

function resolve(tree: Tree, from: string, folder: string, name: string): string | null {
  const bases = name.startsWith('.')
    ? [joinPath(from, name)]
    : /^(?:@|~|#|\$lib)?\//.test(name) || /^[@~#]\w*\//.test(name) || name.startsWith('src/')
      ? ['src/', '', 'app/', 'src/lib/'].map((root) =>
          joinPath(folder, root + name.replace(/^(?:[@~#]\w*|\$lib)\//, ''))
        )
      : [];
  bases.push(...workspaceBases(tree, name));
  for (const base of bases) {
    if (base === null) continue;
    const bare = base.replace(/\.js$/, '');
    const found = [base, bare].flatMap((stem) => endings.map((ending) => stem + ending)).find((path) => tree.has(path));
    if (found && script.test(found)) return found;
  }
  return null;
}

/** Where a package of the workspace that a name such as `@shop/lib/cache` speaks of would have its file. */
function workspaceBases(tree: Tree, name: string): string[] {
  const match = /^@[\w-]+\/([\w-]+)(?:\/([\w./-]+))?$/.exec(name);
  if (!match) return [];
  const [, folder, file = 'index'] = match;
  return ['packages', 'libs', 'shared', 'modules']
    .map((root) => `${root}/${folder}`)
    .filter((root) => tree.has(`${root}/package.json`))
    .flatMap((root) => [`${root}/${file}`, `${root}/src/${file}`]);
}

function pythonImports(tree: Tree, file: SourceFile, folder: string): string[] {
  const found: string[] = [];
  for (const match of file.text.matchAll(/^\s*(?:from\s+(\.*)([\w.]*)\s+import\s+([\w, ]+|\()|import\s+([\w.]+))/gm)) {
    const [, dots, module, names, plain] = match;
    const path = (module || plain || '').replaceAll('.', '/');
    const bases = dots
      ? [upwards(folderOf(file.path))[dots.length - 1] ?? '.']
      : [folder, joinPath(folder, 'src') ?? folder, folderOf(file.path)];
    const inner = (names ?? '')
      .split(',')
      .map((name) => name.trim())
      .filter((name) => /^\w+$/.test(name));
    for (const base of bases) {
      const stem = joinPath(base, path);
      if (stem === null) continue;
      const options = [
        `${stem}.py`,
        ...inner.map((name) => `${stem === '.' ? '' : `${stem}/`}${name}.py`),
        `${stem}/__init__.py`
      ].filter((option) => tree.has(option));
      if (options.length > 0) {
        found.push(...options);
        break;
      }
    }
  }
  return found;
}

/**
 * Reads an app's entry points, then what they import, widest first, the most telling names before others, until `most`
 * files were read or the reader's room is used up. Answers all files read, entry points first.
 */
export async function readCode(reader: Reader, folder: string, entries: string[], most: number): Promise<SourceFile[]> {
  const seen = new Set<string>();
  const files: SourceFile[] = [];
  let next = entries.slice(0, most);
  for (let round = 0; next.length > 0 && files.length < most && round < 5; round++) {
    const batch = next.slice(0, Math.max(0, Math.min(most - files.length, reader.room + next.length)));
    batch.forEach((path) => seen.add(path));
    const read = await reader.read(batch, round === 0 ? 'entry point' : 'referenced by an entry point');
    files.push(...read);
    const imported = [...new Set(read.flatMap((file) => importsOf(reader.tree, file, folder)))].filter(
      (path) => !seen.has(path) && !/(?:^|\/)(?:tests?|__tests__|migrations)\/|\.(?:test|spec|d)\.\w+$/.test(path)
    );
    next = imported.sort((a, b) => Number(telling.test(b)) - Number(telling.test(a)));
  }
  return files;
}
