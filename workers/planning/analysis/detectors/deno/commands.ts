import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { DenoConfig } from './config.ts';

export interface DenoCommand {
  text: string;
  evidence: Evidence;
}

const entryNames = ['main', 'server', 'app', 'index', 'mod', 'serve'].flatMap((name) =>
  ['ts', 'tsx', 'js', 'mjs'].flatMap((ending) => [`${name}.${ending}`, `src/${name}.${ending}`])
);

/** The files that usually start a program, those that exist; a library's `mod.ts` is among them. */
export const denoEntries = (reader: Reader, folder: string): string[] =>
  entryNames.map((name) => reader.tree.first(folder, name)).filter((path) => path !== null);

const isDevelopment = (task: string): boolean =>
  /--watch\b|--watch=|\bdev\.ts\b|\bvite(?:\s+dev)?\s*$|--inspect|\btest\b|\bwatch\b/.test(task);

const evidenceOfTask = ({ file }: DenoConfig, name: string): Evidence => evidenceOf(file, `"${name}"`, 0.9);

/** The task that builds the program, where one does. */
export const buildTask = ({ tasks }: DenoConfig): string | null =>
  ['build', 'build:prod', 'bundle'].find((name) => tasks[name] !== undefined) ?? null;

/** How the program is started: by a task that is no development server, else by its entry file; null for a library. */
export function denoStart(reader: Reader, config: DenoConfig, files: SourceFile[]): DenoCommand | null {
  const task = ['start', 'start:prod', 'serve', 'prod', 'production', 'preview', 'server', 'run'].find(
    (name) => config.tasks[name] !== undefined && !isDevelopment(config.tasks[name])
  );
  if (task) return { text: `deno task ${task}`, evidence: evidenceOfTask(config, task) };
  const entry = files.find((file) => !/(?:^|\/)mod\.\w+$/.test(file.path));
  if (!entry || (config.exported && !listens(entry.text))) return null;
  const local = within(config.folder, entry.path) ?? entry.path;
  const served = /export\s+default\s*(?:\{|app\b|server\b)|satisfies\s+Deno\.ServeDefaultExport/.test(entry.text);
  return {
    text: served ? `deno serve --allow-all --host 0.0.0.0 --port $PORT ${local}` : `deno run --allow-all ${local}`,
    evidence: evidenceOfFile(entry.path, 'entry file', 0.7)
  };
}

/** Whether code answers requests. */
export const listens = (text: string): boolean =>
  /\bDeno\.serve\(|\bserve\(|\.listen\(|\bDeno\.listen|\bstart\(manifest|new App\(|new Application\(|new Hono\(|export\s+default\s*(?:\{\s*(?:async\s+)?fetch|app\b)/.test(
    text
  );
