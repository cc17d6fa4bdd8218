import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { StoreHint } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';

const byWord: [RegExp, DatastoreKind][] = [
  [/^mysqli?$|^mysql:/i, 'mysql'],
  [/^mariadb/i, 'mariadb'],
  [/^(?:pgsql|postgres\w*|postgre)$|^(?:pgsql|postgresql|postgres):/i, 'postgres'],
  [/^sqlite/i, 'sqlite'],
  [/^(?:sqlsrv|mssql)/i, 'mssql'],
  [/^mongodb/i, 'mongodb']
];

/** The kind of datastore that a framework's word for a driver, or a data source name, stands for. */
export const storeOfWord = (word: string): DatastoreKind | null =>
  byWord.find(([pattern]) => pattern.test(word))?.[1] ?? null;

const hint = (
  kind: DatastoreKind,
  strength: StoreHint['strength'],
  reason: string,
  file: SourceFile,
  offset: number
): StoreHint => ({ kind, name: null, version: null, strength, reason, evidence: evidenceAt(file, offset, 0.9) });

const database = (kind: DatastoreKind, reason: string, file: SourceFile, offset: number): StoreHint =>
  kind === 'sqlite'
    ? hint(kind, 'embedded', 'its data is kept in a SQLite file of its own', file, offset)
    : hint(kind, 'needed', reason, file, offset);

/** What Laravel's settings choose: the connection of the example or the fallback of config/database.php, and what is kept in Redis. */
export function laravelStores(example: SourceFile | null, config: SourceFile | null, horizon: boolean): StoreHint[] {
  const found: StoreHint[] = [];
  const shown = /^\s*DB_CONNECTION\s*=\s*["']?([\w-]+)/m.exec(example?.text ?? '');
  const fallback = /['"]default['"]\s*=>\s*env\(\s*['"]DB_CONNECTION['"]\s*,\s*['"](\w+)['"]/.exec(config?.text ?? '');
  const [file, match] = shown && example ? [example, shown] : [config, fallback];
  const kind = storeOfWord(match?.[1] ?? '');
  if (file && match && kind) found.push(database(kind, `the database connection is ${match[1]}`, file, match.index));
  return [...found, ...redisOf(example, horizon)];
}

function redisOf(example: SourceFile | null, horizon: boolean): StoreHint[] {
  if (!example) return [];
  const keeps =
    /^\s*(?:CACHE_(?:STORE|DRIVER)|QUEUE_(?:CONNECTION|DRIVER)|SESSION_(?:DRIVER|STORE)|BROADCAST_(?:CONNECTION|DRIVER))\s*=\s*["']?redis\b/m.exec(
      example.text
    );
  if (keeps) return [hint('redis', 'needed', 'cache, queue or sessions are kept in redis', example, keeps.index)];
  const spoken = /^\s*REDIS_(?:HOST|URL)\s*=/m.exec(example.text);
  if (!spoken) return [];
  return [
    hint('redis', horizon ? 'needed' : 'optional', 'redis is one place for cache and queue', example, spoken.index)
  ];
}

/** The address that Symfony's committed settings have for Doctrine; lines that are comments show others that would do. */
export function symfonyStores(settings: SourceFile | null): StoreHint[] {
  const match = [...(settings?.text ?? '').matchAll(/^\s*DATABASE_URL\s*=\s*["']?(\w+):/gm)].at(-1);
  const kind = match ? storeOfWord(`${match[1]}:`) : null;
  if (!settings || !match || !kind) return [];
  return [database(kind, `DATABASE_URL leads to ${kind}`, settings, match.index)];
}

const drivers: RegExp[] = [
  /['"](?:DBDriver|dbdriver)['"]\s*=>\s*['"](\w+)['"]/,
  /['"]driver['"]\s*=>\s*(?:['"](?:pdo_)?(\w+)['"]|(?:\w+\\)*(\w+)::class)/i,
  /['"]dsn['"]\s*=>\s*['"](\w+:)/,
  /\bnew\s+\\?PDO\(\s*['"](\w+:)/,
  /\bDB_DRIVER['"]\s*,\s*['"](\w+)['"]/
];
const functions: [RegExp, DatastoreKind][] = [
  [/\bmysqli_connect\(|\bnew\s+\\?mysqli\(/, 'mysql'],
  [/\bpg_connect\(/, 'postgres'],
  [/\bnew\s+\\?SQLite3\(/, 'sqlite'],
  [/\bnew\s+\\?Redis\(/, 'redis'],
  [/\bnew\s+\\?Memcached\(/, 'memcached'],
  [/\bnew\s+\\?MongoDB\\(?:Client|Driver\\Manager)\(/, 'mongodb']
];

/** What settings and pages of other programs connect to, by their drivers, data source names and calls. */
export function plainStores(files: SourceFile[]): StoreHint[] {
  const found = new Map<DatastoreKind, StoreHint>();
  for (const file of files) {
    for (const pattern of drivers) {
      const match = pattern.exec(file.text);
      const word = match?.[1] ?? match?.[2] ?? '';
      const kind = storeOfWord(word);
      if (match && kind && !found.has(kind))
        found.set(kind, database(kind, `it connects by ${word}`, file, match.index));
    }
    for (const [pattern, kind] of functions) {
      const offset = file.text.search(pattern);
      if (offset >= 0 && !found.has(kind))
        found.set(kind, database(kind, `the code connects to ${kind}`, file, offset));
    }
  }
  return [...found.values()];
}
