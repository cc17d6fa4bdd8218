import type { Dependency } from '../../detector.ts';
import { evidenceAt, lineAt } from '../../reading/evidence.ts';
import { joinPath, upwards, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { toolVersion } from '../../reading/tool-versions.ts';
import { versionIn, type VersionFound } from '../programs/versions.ts';

/**
 * A go.mod as far as it is needed, or a lone program's file where there is none. `context` is the folder that holds all that the
 * module is built from.
 */
export interface GoModule {
  file: SourceFile;
  folder: string;
  path: string;
  dependencies: Dependency[];
  version: VersionFound | null;
  context: string;
  /** Built with the other modules of a go.work. */
  workspace: boolean;
  manifest: boolean;
}

/** The module of a folder, or the lone program of the root; null where there is neither. */
export async function readModule(reader: Reader, folder: string): Promise<GoModule | null> {
  const manifest = reader.tree.first(folder, 'go.mod');
  const file = await reader.one(manifest ?? (folder === '.' ? reader.tree.first('.', 'main.go') : null), 'manifest');
  if (!file) return null;
  const work = await workspaceOf(reader, folder);
  return {
    file,
    folder,
    path: /^module\s+"?([^\s"]+)/m.exec(file.text)?.[1] ?? '',
    dependencies: manifest ? requirements(file) : [],
    version: await versionOf(reader, file, folder),
    context: work ?? contextOf(file, folder),
    workspace: work !== null,
    manifest: manifest !== null
  };
}

/** The version that a file of a version manager names, else the toolchain and the language of go.mod. */
async function versionOf(reader: Reader, file: SourceFile, folder: string): Promise<VersionFound | null> {
  const stated =
    (await versionIn(reader, folder, [['.go-version', /^[ \t]*(?:go)?([\d.]+)/m]])) ??
    (await toolVersion(reader, folder, ['go', 'golang']));
  const named = stated && /^(?:go)?(\d+\.\d+)/.exec(stated.version);
  if (stated && named) return { version: named[1]!, evidence: stated.evidence };
  const match = /^toolchain\s+go(\d+\.\d+)/m.exec(file.text) ?? /^go\s+(\d+\.\d+)/m.exec(file.text);
  return match ? { version: match[1]!, evidence: evidenceAt(file, match.index, 0.95) } : null;
}

/** The folder of the nearest go.work that uses the module, or null. */
async function workspaceOf(reader: Reader, folder: string): Promise<string | null> {
  for (const each of upwards(folder)) {
    const file = await reader.one(reader.tree.first(each, 'go.work'), 'workspace');
    if (!file) continue;
    const used = [...file.text.matchAll(/^[ \t]*(?:use\s+)?(\.[\w./-]*)\s*(?:\/\/.*)?$/gm)].map((match) =>
      joinPath(each, match[1]!)
    );
    if (used.includes(folder)) return each;
  }
  return null;
}

/** The lowest folder that holds the module and all that its go.mod replaces by folders. */
function contextOf(file: SourceFile, folder: string): string {
  const replaced = [...file.text.matchAll(/=>\s+(\.\.?\/[\w./-]*)\s*$/gm)]
    .map((match) => joinPath(folder, match[1]!))
    .filter((path) => path !== null);
  return upwards(folder).find((each) => replaced.every((path) => within(each, path) !== null)) ?? folder;
}

/** The modules that go.mod requires itself; those it calls indirect are left out. */
function requirements(file: SourceFile): Dependency[] {
  return [...file.text.matchAll(/^(?:require\s+|\t|[ \t]{2,})([\w.-]+\.[\w./-]+)\s+(v\S+)(\s*\/\/\s*indirect)?/gm)]
    .filter((match) => !match[3])
    .map((match) => ({
      name: match[1]!,
      version: match[2]!,
      development: false,
      evidence: { path: file.path, line: lineAt(file.text, match.index), excerpt: match[0].trim(), confidence: 0.9 }
    }));
}
