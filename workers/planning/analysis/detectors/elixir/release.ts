import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { Evidence } from '../../../../domain/evidence.ts';
import type { StoreHint } from '../../detector.ts';
import { evidenceAt, evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { MixFile } from './mix.ts';

const moduleIn = (file: SourceFile): string | null =>
  /^\s*defmodule\s+([A-Z][\w.]*)\s+do/m.exec(file.text)?.[1] ?? null;

/**
 * What migrates the database from within a release: its own script, the function that Phoenix's generator writes, else Ecto's migrator
 * on the repository's module.
 */
export function releaseCommand(
  reader: Reader,
  folder: string,
  mix: MixFile,
  files: SourceFile[]
): { text: string; evidence: Evidence } | null {
  const script = reader.tree.first(folder, 'rel/overlays/bin/migrate');
  if (script) return { text: '/app/bin/migrate', evidence: evidenceOfFile(script, 'bin/migrate', 0.95) };
  const own = files.find((file) => nameOf(file.path) === 'release.ex' && /\bdef\s+migrate\b/.test(file.text));
  const module = own && moduleIn(own);
  if (own && module)
    return {
      text: `/app/bin/${mix.release} eval '${module}.migrate()'`,
      evidence: evidenceOf(own, /\bdef\s+migrate\b/, 0.9)
    };
  const repository = files.find((file) => /\buse\s+Ecto\.Repo\b/.test(file.text));
  const name = repository && moduleIn(repository);
  if (!repository || !name || mix.app === '') return null;
  const migrate = `Application.load(:${mix.app}); {:ok, _, _} = Ecto.Migrator.with_repo(${name}, &Ecto.Migrator.run(&1, :up, all: true))`;
  return {
    text: `/app/bin/${mix.release} eval '${migrate}'`,
    evidence: evidenceOf(repository, /\buse\s+Ecto\.Repo\b/, 0.75)
  };
}

const adapters: [RegExp, DatastoreKind][] = [
  [/\bEcto\.Adapters\.Postgres\b/, 'postgres'],
  [/\bEcto\.Adapters\.MyXQL\b/, 'mysql'],
  [/\bEcto\.Adapters\.SQLite3\b/, 'sqlite'],
  [/\bEcto\.Adapters\.Tds\b/, 'mssql'],
  [/\bEcto\.Adapters\.ClickHouse\b/, 'clickhouse']
];

/** The databases that Ecto's repositories are made for, by their adapters; several relational ones are a choice. */
export function ectoStores(files: SourceFile[]): StoreHint[] {
  const found = new Map<DatastoreKind, StoreHint>();
  for (const file of files) {
    for (const [pattern, kind] of adapters) {
      const offset = file.text.search(pattern);
      if (offset < 0 || found.has(kind)) continue;
      const embedded = kind === 'sqlite';
      found.set(kind, {
        kind,
        name: null,
        version: null,
        strength: embedded ? 'embedded' : 'needed',
        reason: embedded ? 'Ecto keeps its data in a SQLite file' : `Ecto’s adapter is that of ${kind}`,
        evidence: evidenceAt(file, offset, 0.95)
      });
    }
  }
  return [...found.values()];
}
