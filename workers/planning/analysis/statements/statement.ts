import type { Statement, StatedVariable, StoreHint } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { text, type Raw } from '../reading/formats.ts';
import { depthOf, folderOf, joinPath, nameOf } from '../reading/paths.ts';
import type { SourceFile } from '../reading/reader.ts';
import { isAside, type Tree } from '../reading/tree.ts';

/** A statement of which nothing is known but where it comes from and its name. */
export const bareStatement = (from: string, name: string, path: string | null): Statement => ({
  from,
  name,
  path,
  kind: null,
  command: null,
  buildCommand: null,
  releaseCommand: null,
  runtimeVersion: null,
  runsIn: 'source',
  port: null,
  health: null,
  schedule: null,
  image: null,
  dockerfile: null,
  variables: [],
  volumes: [],
  dependsOn: [],
  memoryMb: null,
  evidence: {}
});

/** The files of a name that speak for the repository, shallow ones first; those of samples and tests do not. */
export const statingFiles = (tree: Tree, name: RegExp, most = 5): string[] =>
  tree.files
    .filter((path) => name.test(nameOf(path)) && depthOf(folderOf(path)) <= 3 && !isAside(folderOf(path)))
    .slice(0, most);

/** A command as it is kept: trimmed and bounded; null where it is empty. */
export function command(value: Raw): string | null {
  const said = (text(value) ?? '').replace(/\s*\n\s*/g, ' ').trim();
  return said === '' || said.includes('\0') ? null : said.slice(0, 2000);
}

/** A list of commands that run one after another, or one command. */
export function commands(value: Raw): string | null {
  const all = Array.isArray(value) ? value.map(command).filter((each) => each !== null) : [command(value)];
  return command(all.join(' && '));
}

/** Words of an exec form as one command line that a shell reads back as the same words. */
export function commandOfWords(words: string[]): string | null {
  return command(
    words.map((word) => (/^[\w@%+=:,./${}-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`)).join(' ')
  );
}

/** A port number, or null. */
export function port(value: Raw): number | null {
  const found = Number.parseInt(text(value) ?? '', 10);
  return found > 0 && found < 65536 ? found : null;
}

/** A path to ask for, such as `/healthz`, or null. */
export function healthPath(value: Raw): string | null {
  const said = (text(value) ?? '').replace(/^https?:\/\/[^/]*/, '').replace(/[?#].*$/, '');
  return /^\/[^\s\p{Cc}]{0,198}$/u.test(said) ? said : null;
}

/** An absolute path in a container that a volume can be put on, or null. */
export function mountPath(value: Raw): string | null {
  const said = text(value);
  return said !== null && /^\/[^:\p{Cc}]{0,300}$/u.test(said) ? said : null;
}

/** A time table in cron's five fields or a macro such as `@daily`, or null. */
export function schedule(value: Raw): string | null {
  const said = (text(value) ?? '').trim();
  return /^(?:@\w+|(?:[\w*/,-]+\s+){4}[\w*/,-]+)$/.test(said) && said.length <= 100 ? said : null;
}

/** A Dockerfile that a file names, seen from the first of the folders where it exists; null where it does not exist. */
export function statedDockerfile(
  tree: Tree,
  said: string | null,
  folders: string[],
  context: string | null = null,
  target: string | null = null
): Statement['dockerfile'] {
  for (const folder of folders) {
    const path = said === null ? null : joinPath(folder, said);
    if (path === null || !tree.has(path)) continue;
    return { path, context: context ?? folder, target: /^[\w.-]{1,100}$/.test(target ?? '') ? target : null };
  }
  return null;
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]{0,199}$/;

/** A variable that a platform's file sets; null where the name cannot be one. */
export function stated(
  file: SourceFile,
  name: string,
  keys: string[],
  said: Partial<Pick<StatedVariable, 'default' | 'required' | 'generated' | 'describes' | 'buildTime'>>
): StatedVariable | null {
  if (!variableName.test(name)) return null;
  return {
    name,
    default: said.default?.slice(0, 4000) ?? null,
    required: said.required ?? null,
    buildTime: said.buildTime ?? false,
    generated: said.generated ?? false,
    describes: (said.describes ?? '').replace(/\s+/g, ' ').trim().slice(0, 300),
    origin: 'platform',
    evidence: evidenceOfKey(file, keys, 0.95)
  };
}

/** Variables of a mapping of names to values. */
export const statedPairs = (file: SourceFile, pairs: Record<string, Raw>, keys: string[]): StatedVariable[] =>
  Object.entries(pairs)
    .slice(0, 300)
    .map(([name, value]) => stated(file, name, [...keys, name], { default: text(value) }))
    .filter((each) => each !== null);

/** A datastore that a platform's file adds. */
export const statedStore = (
  file: SourceFile,
  kind: StoreHint['kind'],
  name: string | null,
  said: string,
  keys: string[],
  version: string | null = null
): StoreHint => ({
  kind,
  name,
  version,
  strength: 'stated',
  reason: `${nameOf(file.path)} ${said}`,
  evidence: evidenceOfKey(file, keys, 0.95)
});
