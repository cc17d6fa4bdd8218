import type { StatedVariable } from '../detector.ts';
import { folderOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import type { Draft } from '../services/draft.ts';
import { storeOfVariable } from '../stores.ts';
import { variablesInCode } from './code.ts';
import { documentsOf, variablesInDocument } from './docs.ts';
import { distantExamples, exampleFiles, parseEnvFile } from './examples.ts';

/** What files beside the code say of variables: by the folder of an example, and in the documents of a folder. */
export interface Beside {
  examples: Map<string, StatedVariable[]>;
  documents: Map<string, StatedVariable[]>;
}

/** Reads the examples and documents of the services' folders, and of the folders that hold what states them. */
export async function readBeside(
  reader: Reader,
  drafts: Draft[],
  images: Map<Draft, { path: string }>
): Promise<Beside> {
  const examples = new Map<string, StatedVariable[]>();
  const documents = new Map<string, StatedVariable[]>();
  for (const folder of new Set(drafts.flatMap((draft) => ['.', ...foldersOf(draft, images.get(draft)?.path)]))) {
    const files = await reader.read(exampleFiles(reader.tree, folder), 'environment example');
    examples.set(
      folder,
      files.flatMap((file) => parseEnvFile(file))
    );
  }
  if ([...examples.values()].every((stated) => stated.length === 0)) {
    const files = await reader.read(distantExamples(reader.tree), 'environment example');
    examples.set(
      '.',
      files.flatMap((file) => parseEnvFile(file))
    );
  }
  for (const folder of new Set(['.', ...drafts.map((draft) => draft.path)].slice(0, 4))) {
    const files = await reader.read(documentsOf(reader.tree, folder), 'names of variables');
    documents.set(folder, files.flatMap(variablesInDocument));
  }
  return { examples, documents };
}

/** The folders whose files are about a service: its own, that of its Dockerfile and that of the file that states it. */
const foldersOf = (draft: Draft, image: string | undefined): string[] => [
  draft.path,
  ...(image === undefined ? [] : [folderOf(image)]),
  ...(draft.statement ? [folderOf(draft.statement.from)] : [])
];

/**
 * What is stated of a service's variables: by itself, and by the examples and documents that services share, as far as they name
 * what it reads; what no service of its own reads goes to the first service.
 */
export function variablesFor(
  draft: Draft,
  paths: string[],
  code: SourceFile[],
  beside: Beside,
  image: string | undefined
): StatedVariable[] {
  const own = [...(draft.statement?.variables ?? []), ...(draft.app?.variables ?? []), ...variablesInCode(code)];
  const folders = [...new Set(foldersOf(draft, image))];
  const apart = folders.filter(
    (folder) => folder === draft.path || paths.every((path) => within(folder, path) === null)
  );
  const listed = apart.flatMap((folder) => beside.examples.get(folder) ?? []);
  const shared = ['.', ...folders].filter((folder) => !apart.includes(folder));
  const named = new Set([...own, ...listed].map((each) => each.name));
  const lead = paths.length === 1 || paths[0] === draft.path;
  const common = [...new Set(shared)].flatMap((folder) => beside.examples.get(folder) ?? []);
  const stated = [...own, ...listed, ...common.filter((each) => named.has(each.name) || lead)];
  const known = new Set(stated.map((each) => each.name));
  const documents = ['.', draft.path].flatMap((folder) => beside.documents.get(folder) ?? []);
  return [
    ...stated,
    ...documents.filter((each) => known.has(each.name) || (lead && each.required !== false && !isOfStore(each.name)))
  ];
}

/** Parts of a connection that a document names alone are those that its commands give to a datastore of their own. */
const isOfStore = (name: string) =>
  (storeOfVariable(name) !== null ||
    /^(?:MYSQL|MARIADB|POSTGRES|MONGO|MONGODB|REDIS|RABBITMQ|MINIO|MSSQL|SA)_/.test(name)) &&
  !/(?:_|^)(?:UR[IL]|DSN)$/.test(name);
