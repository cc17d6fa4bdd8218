import * as z from 'zod';
import type { FileRead } from '../../../domain/analysis.ts';
import type { Result } from '../../../domain/result.ts';
import { tool, type Tool } from '../../../models/model.ts';
import { untrusted } from '../../../models/untrusted.ts';
import type { Checkout } from '../reading/checkout.ts';
import { treeOf, type Tree } from '../reading/tree.ts';
import { isHolder, isKey, struckText } from './holders.ts';

/** Where a text stands in a checkout, letter by letter; at most `most` lines, from 1. */
export type Search = (wanted: {
  text: string;
  folder: string;
  most: number;
}) => Promise<Result<{ matches: { path: string; line: number; text: string }[]; truncated: boolean }>>;

/** How much one model may look at: files, characters of them, lines at once, searches, lines that a search shows, paths listed. */
export const lookingLimits = { files: 40, characters: 300_000, lines: 400, searches: 30, matches: 60, paths: 300 };
const lineLength = 400;

/** What a model may do to a checkout: list, read and search. `filesRead` holds what it has read so far. */
export interface Looking {
  tools: Tool[];
  filesRead: FileRead[];
}

interface Ground {
  checkout: Checkout;
  tree: Tree;
  search: Search;
  report: (text: string) => Promise<void>;
  read: Map<string, FileRead>;
  left: { characters: number; searches: number };
}

/** Tools over a checkout, with budgets of their own. What they answer is marked as untrusted; files of values show names alone. */
export function lookingAt(
  checkout: Checkout,
  search: Search,
  report: (text: string) => Promise<void>
): { tools: Tool[]; filesRead: () => FileRead[] } {
  const ground: Ground = {
    checkout,
    tree: treeOf(checkout.tree),
    search,
    report,
    read: new Map(),
    left: { characters: lookingLimits.characters, searches: lookingLimits.searches }
  };
  const folder = z.string().min(1).max(1024).describe('A folder, seen from the root; `.` for all.');
  const tools = [
    tool(
      'list_files',
      'The files below a folder, shallow ones first, with their bytes.',
      z.object({ folder }),
      (input) => listFiles(ground, input.folder)
    ),
    tool(
      'read_file',
      `Up to ${lookingLimits.lines} lines of a file, numbered, from a line on.`,
      z.object({
        path: z.string().min(1).max(1024),
        from: z.int().min(1).max(1_000_000),
        lines: z.int().min(1).max(lookingLimits.lines)
      }),
      (input) => readFile(ground, input)
    ),
    tool(
      'search',
      'The lines below a folder that hold a text, letter by letter.',
      z.object({
        text: z
          .string()
          .min(2)
          .max(200)
          .regex(/^[^\p{Cc}]*$/u, 'one line of text'),
        folder
      }),
      (input) => searchFiles(ground, input)
    )
  ];
  return { tools, filesRead: () => [...ground.read.values()] };
}

async function listFiles({ tree }: Ground, folder: string): Promise<string> {
  const inside = tree.below(folder, /./);
  if (inside.length === 0) return 'There is no such folder, or it holds no files.';
  const shown = inside.slice(0, lookingLimits.paths).map((path) => `${path} ${tree.bytes(path)}`);
  const more = inside.length - shown.length;
  return untrusted(`files below ${folder}`, shown.join('\n')) + (more > 0 ? `\n${more} more lie deeper.` : '');
}

async function readFile(
  ground: Ground,
  { path, from, lines }: { path: string; from: number; lines: number }
): Promise<string> {
  if (!ground.tree.has(path)) return 'There is no such file. List a folder, or search.';
  if (isKey(path)) return 'This file is kept back: it holds a key.';
  if (!admit(ground, path)) return 'No more files can be read. Answer from what you have.';
  await ground.report(`The model reads ${path}`);
  const [file] = await ground.checkout.read([path]);
  const entry = { path, why: 'read by the model', bytes: file?.bytes ?? 0, note: file?.note?.slice(0, 300) ?? null };
  ground.read.set(path, entry);
  if (typeof file?.text !== 'string') return `The file cannot be read: ${file?.note ?? 'it was not sent'}.`;
  const all = visible(path, file.text).split(/\r?\n/);
  const numbered = all
    .slice(from - 1, from - 1 + lines)
    .map((line, index) => `${from + index}| ${line.slice(0, lineLength)}`)
    .join('\n')
    .slice(0, ground.left.characters);
  ground.left.characters -= numbered.length;
  const end = Math.min(from - 1 + lines, all.length);
  return `${untrusted(path, numbered)}\nLines ${from} to ${end} of ${all.length}.`;
}

function admit({ read, left }: Ground, path: string): boolean {
  if (left.characters <= 0 || (!read.has(path) && read.size >= lookingLimits.files)) return false;
  if (!read.has(path)) read.set(path, { path, why: 'read by the model', bytes: 0, note: null });
  return true;
}

const visible = (path: string, text: string) => (isHolder(path) ? struckText(text) : text);

async function searchFiles(ground: Ground, { text, folder }: { text: string; folder: string }): Promise<string> {
  if (ground.left.searches <= 0 || ground.left.characters <= 0) return 'No more searches. Answer from what you have.';
  ground.left.searches--;
  await ground.report(`The model searches for ${JSON.stringify(text.slice(0, 60))}`);
  const found = await ground.search({ text, folder, most: lookingLimits.matches });
  if (!found.ok) return `The search failed: ${found.problem.message}`;
  const known = found.value.matches.filter(({ path }) => ground.tree.has(path) && !isKey(path));
  const open = known.filter(({ path }) => !isHolder(path)).map((each) => `${each.path}:${each.line}| ${each.text}`);
  const names = await amongNames(ground, [...new Set(known.map(({ path }) => path).filter(isHolder))], text);
  const shown = [...open, ...names].join('\n').slice(0, ground.left.characters);
  ground.left.characters -= shown.length;
  if (shown === '') return 'No line holds it.';
  return untrusted(`search ${folder}`, shown) + (found.value.truncated ? '\nThere may be more.' : '');
}

/** Lines of files of values that hold the text once their values are taken out: a search must not tell whether a value is so. */
async function amongNames({ checkout }: Ground, paths: string[], text: string): Promise<string[]> {
  const files = paths.length > 0 ? await checkout.read(paths.slice(0, 20)) : [];
  return files.flatMap(({ path, text: whole }) =>
    struckText(whole ?? '')
      .split('\n')
      .flatMap((line, index) => (line.includes(text) ? [`${path}:${index + 1}| ${line.slice(0, lineLength)}`] : []))
  );
}
