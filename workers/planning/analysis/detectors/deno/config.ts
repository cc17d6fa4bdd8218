import type { Dependency } from '../../detector.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { readJson, record, text, texts, type Raw } from '../../reading/formats.ts';
import { joinPath } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** A deno.json as far as it is needed. */
export interface DenoConfig {
  file: SourceFile;
  folder: string;
  name: string | null;
  tasks: Record<string, string>;
  dependencies: Dependency[];
  /** Others import it: it is a library. */
  exported: boolean;
  members: string[];
}

/** The deno.json of a folder, with the import map that it names; null where there is none. */
export async function readDenoConfig(reader: Reader, folder: string): Promise<DenoConfig | null> {
  const file = await reader.one(reader.tree.first(folder, 'deno.json', 'deno.jsonc'), 'manifest');
  if (!file) return null;
  const body = record(readJson(reader, file));
  const path = text(body.importMap);
  const map = path === null ? null : await reader.one(joinPath(folder, path), 'import map');
  const imports = [
    ...importsOf(file, body.imports),
    ...(map ? importsOf(map, record(readJson(reader, map)).imports) : [])
  ];
  const workspace = body.workspace ?? body.workspaces;
  return {
    file,
    folder,
    name: text(body.name),
    tasks: Object.fromEntries(
      Object.entries(record(body.tasks))
        .map(([name, task]): [string, string | null] => [name, text(task) ?? text(record(task).command)])
        .filter((entry): entry is [string, string] => entry[1] !== null)
    ),
    dependencies: imports,
    exported: body.exports !== undefined,
    members: Array.isArray(workspace) ? texts(workspace) : texts(record(workspace).members)
  };
}

/** Files that a repository without any manifest is started by. */
export const loneEntries = ['main', 'server', 'index', 'mod', 'app'].flatMap((name) => [
  `${name}.ts`,
  `src/${name}.ts`
]);

/** A program of the root that has no deno.json, where its code speaks of Deno or imports modules as only Deno does. */
export async function loneProgram(reader: Reader): Promise<DenoConfig | null> {
  const file = await reader.one(reader.tree.first('.', ...loneEntries), 'entry point');
  if (!file || !/\bDeno\.|\bfrom\s*["'](?:https:\/\/|jsr:|npm:)/.test(file.text)) return null;
  return { file, folder: '.', name: null, tasks: {}, dependencies: [], exported: false, members: [] };
}

const importsOf = (file: SourceFile, imports: Raw): Dependency[] =>
  Object.values(record(imports)).flatMap((value) => {
    const named = moduleOf(text(value) ?? '');
    return named ? [{ ...named, development: false, evidence: evidenceOf(file, text(value)!, 0.9) }] : [];
  });

/** What a specifier names: `npm:hono@4`, `jsr:@oak/oak@17` or a module by its address; null for the repository's own files. */
export function moduleOf(specifier: string): { name: string; version: string | null } | null {
  const registry = /^(?:npm|jsr):\/?(@[\w.-]+\/[\w.-]+|[\w.-]+)(?:@([^/]+))?/.exec(specifier);
  if (registry) return { name: registry[1]!, version: registry[2] ?? null };
  const address =
    /^https:\/\/[\w.-]+\/(?:[\w-]+\/){0,3}?(@?[\w-]+)@v?([^/]+)/.exec(specifier) ??
    /^https:\/\/[\w.-]+\/x\/([\w-]+)/.exec(specifier);
  return address ? { name: address[1]!, version: address[2] ?? null } : null;
}

/** The modules that a file of code imports itself, past the import map. */
export const importedModules = (file: SourceFile): Dependency[] =>
  [...file.text.matchAll(/(?:\bfrom\s*|\bimport\s*\(?\s*)["']([^"'\n]+)["']/g)].flatMap((match) => {
    const named = moduleOf(match[1]!);
    return named ? [{ ...named, development: false, evidence: evidenceOfFile(file.path, match[1]!, 0.85) }] : [];
  });
