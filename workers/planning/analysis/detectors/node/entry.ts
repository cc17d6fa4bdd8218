import { evidenceOfFile } from '../../reading/evidence.ts';
import { joinPath, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { plainDevelopment, statedStart, type Command } from './commands.ts';
import type { NodeManager } from './manager.ts';
import type { NodePackage } from './package.ts';

/** How an app is started, and the file that it starts where no script says so. */
export interface Start extends Command {
  entry: string | null;
}

/** How the app is started in production: a script, its `main` or an entry file; null where nothing says so. */
export function startOf(reader: Reader, app: NodePackage, manager: NodeManager): Start | null {
  const script = statedStart(app) ?? plainDevelopment(app);
  return script ? { ...script, entry: null } : entryStart(reader, app, manager);
}

const entryNames = [
  'server.js',
  'app.js',
  'index.js',
  'main.js',
  'src/server.js',
  'src/index.js',
  'src/app.js',
  'src/main.js',
  'server/index.js',
  'server.mjs',
  'index.mjs',
  'src/index.mjs',
  'bin/www',
  'server.ts',
  'index.ts',
  'app.ts',
  'main.ts',
  'src/server.ts',
  'src/index.ts',
  'src/app.ts',
  'src/main.ts',
  'server/index.ts'
];

/** The code files that usually start an app, those that exist. */
export const usualEntries = (reader: Reader, folder: string): string[] =>
  entryNames.map((name) => reader.tree.first(folder, name)).filter((path) => path !== null);

function entryStart(reader: Reader, app: NodePackage, manager: NodeManager): Start | null {
  const { main } = app;
  const stated = main ? reader.tree.first(app.folder, main, `${main}.js`, `${main}/index.js`) : null;
  const entry = stated ?? usualEntries(reader, app.folder)[0] ?? null;
  if (!entry || !/(?:\.[cm]?[jt]sx?|\/www)$/.test(entry)) return null;
  const runner = manager === 'bun' ? 'bun' : /\.[cm]?tsx?$/.test(entry) ? 'tsx' : 'node';
  return {
    text: `${runner} ${within(app.folder, entry) ?? entry}`,
    evidence: evidenceOfFile(entry, 'entry file', 0.6),
    entry
  };
}

/** Whether code waits for requests: a server of Node's own, of Bun or Deno, or one of a library that is told to listen. */
export const listens = (file: SourceFile): boolean =>
  /\.listen\s*\(|\bcreate(?:Secure)?Server\s*\(|\b(?:Bun|Deno)\.serve\s*\(|^\s*(?:await\s+)?serve\s*\(|^export default \{[^}]{0,400}\bfetch\b/m.test(
    file.text
  );

/** The source file that a command's script argument was compiled from, or that argument itself, where it exists. */
export function entriesOfCommand(reader: Reader, folder: string, command: string | null): string[] {
  const named = [...(command ?? '').matchAll(/(?:^|\s)((?:\.\/)?[\w@./-]+?)(\.[cm]?[jt]sx?)?(?=\s|$)/g)].filter(
    ([, path]) => path?.includes('/') || /\.[cm]?[jt]sx?$/.test(path ?? '')
  );
  const all = [...(command ?? '').matchAll(/(?:^|\s)((?:\.\/)?[\w@./-]+\.[cm]?[jt]sx?)(?=\s|$)/g)].map(
    (match) => match[1]!
  );
  return [...all, ...named.map(([, path, extension]) => `${path}${extension ?? ''}`)].flatMap((path) =>
    sourceOf(reader, folder, path)
  );
}

function sourceOf(reader: Reader, folder: string, path: string): string[] {
  const bare = path.replace(/^\.\//, '').replace(/\.[cm]?[jt]sx?$/, '');
  const source = bare.replace(/^(?:\.?\/?)(?:dist|build|out|lib)\//, '');
  const candidates = [
    path,
    `${bare}.js`,
    `${bare}.ts`,
    `src/${source}.ts`,
    `src/${source}.js`,
    `${source}.ts`,
    `${source}.js`,
    `${bare}/index.js`,
    `${bare}/index.ts`
  ];
  const found = candidates
    .map((candidate) => joinPath(folder, candidate))
    .find((at) => at !== null && reader.tree.has(at));
  return found ? [found] : [];
}
