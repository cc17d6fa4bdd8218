import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { Dependency, StoreHint } from '../../detector.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { record, text, type Raw } from '../../reading/formats.ts';
import { nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { storeOfUrl } from '../../stores.ts';
import { renderedYaml } from './erb.ts';

const adapters: [RegExp, DatastoreKind][] = [
  [/^(?:postgresql|postgis|postgres)/, 'postgres'],
  [/^(?:mysql2|mysql|trilogy)/, 'mysql'],
  [/^sqlite/, 'sqlite'],
  [/^(?:sqlserver|tinytds)/, 'mssql']
];

const kindOf = (name: string | null): DatastoreKind | null =>
  adapters.find(([pattern]) => pattern.test(name ?? ''))?.[1] ?? null;

/** A database that production connects to, by the name that database.yml gives it. */
export interface RailsDatabase {
  name: string;
  kind: DatastoreKind;
  file: SourceFile;
}

const kindOfEntry = (entry: Raw): DatastoreKind | null =>
  kindOf(text(record(entry).adapter)) ?? storeOfUrl(text(record(entry).url));

/** The databases of production as config/database.yml states them, `primary` first; none where it leaves them to variables. */
export async function railsDatabases(reader: Reader, folder: string): Promise<RailsDatabase[]> {
  const file = await reader.one(reader.tree.first(folder, 'config/database.yml'), 'databases');
  if (!file) return [];
  const production = record(renderedYaml(reader, file).production);
  const single = kindOfEntry(production);
  if (single) return [{ name: 'primary', kind: single, file }];
  return Object.entries(production)
    .filter(([, entry]) => record(entry).replica !== true)
    .map(([name, entry]) => ({ name, kind: kindOfEntry(entry), file }))
    .filter((each): each is RailsDatabase => each.kind !== null);
}

/** Database files for one adapter each, of which a setting chooses one: the one that needs no server is the fallback. */
function chosenByAdapter(reader: Reader, folder: string, gems: Dependency[]): StoreHint[] {
  const files = reader.tree.named(folder === '.' ? 'config' : `${folder}/config`, /^database[._-]\w+\.yml$/);
  const found = files.flatMap((path) => {
    const kind = kindOf(nameOf(path).replace(/^database[._-]/, ''));
    return kind ? [{ kind, path }] : [];
  });
  const fallsBack =
    found.some((each) => each.kind === 'sqlite') && gems.some((each) => each.name === 'sqlite3' && !each.development);
  if (found.length < 2 || !fallsBack) return [];
  return found.map(({ kind, path }) =>
    hint(kind, kind === 'sqlite' ? 'embedded' : 'optional', `${nameOf(path)} is one of several databases`, {
      path,
      text: ''
    })
  );
}

function hint(kind: DatastoreKind, strength: StoreHint['strength'], reason: string, file: SourceFile): StoreHint {
  const evidence = file.text === '' ? evidenceOfFile(file.path, reason) : evidenceOf(file, /^\s*production:/m, 0.95);
  return { kind, name: null, version: null, strength, reason, evidence };
}

/** What a Rails app keeps its data in: database.yml, the cable's adapter, the cache store. */
export async function railsStores(
  reader: Reader,
  folder: string,
  gems: Dependency[],
  settings: SourceFile[]
): Promise<StoreHint[]> {
  const databases = await railsDatabases(reader, folder);
  const kinds = [...new Set(databases.map((each) => each.kind))];
  const hints = kinds.map((kind) =>
    hint(
      kind,
      kind === 'sqlite' ? 'embedded' : 'needed',
      kind === 'sqlite' ? 'production keeps its data in SQLite files' : `database.yml has ${kind} in production`,
      databases.find((each) => each.kind === kind)!.file
    )
  );
  if (hints.length === 0) hints.push(...chosenByAdapter(reader, folder, gems));
  return [...hints, ...(await redisUses(reader, folder, gems, settings)), ...(await ownRedis(reader, folder))];
}

/** A Procfile that starts Redis itself, for an image that brings it along. */
async function ownRedis(reader: Reader, folder: string): Promise<StoreHint[]> {
  const procfile = await reader.one(reader.tree.first(folder, 'Procfile'), 'Procfile');
  const starts = /^[\w-]+:\s*(?:exec\s+)?redis-server\b/m;
  if (!procfile || !starts.test(procfile.text)) return [];
  const reason = 'the Procfile starts redis beside the app';
  return [{ ...hint('redis', 'embedded', reason, procfile), evidence: evidenceOf(procfile, starts, 0.9) }];
}

async function redisUses(
  reader: Reader,
  folder: string,
  gems: Dependency[],
  settings: SourceFile[]
): Promise<StoreHint[]> {
  if (!gems.some((each) => /^(?:redis|redis-rails|hiredis|kredis)$/.test(each.name) && !each.development)) return [];
  const cable = await reader.one(reader.tree.first(folder, 'config/cable.yml'), 'settings');
  const production = cable ? record(renderedYaml(reader, cable).production) : {};
  const uses: StoreHint[] = [];
  if (cable && /^redis/.test(text(production.adapter) ?? ''))
    uses.push(hint('redis', 'needed', 'cable.yml has redis in production', cable));
  for (const file of settings) {
    const offset = file.text.search(/^\s*config\.(?:cache_store|session_store)\s*=?\s*\(?:redis/m);
    if (offset >= 0)
      uses.push({
        ...hint('redis', 'needed', 'the cache of production is kept in redis', file),
        evidence: evidenceOf(file, /config\.(?:cache_store|session_store)\s*=?\s*\(?:redis/)
      });
  }
  return uses;
}
