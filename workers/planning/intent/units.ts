import type { Analysis, DatastoreKind } from '../../domain/analysis.ts';
import { slugify } from '../../domain/ids.ts';
import { tell, type Outcome, type Plans } from './understood.ts';
import { listed, wordSet } from './words.ts';

/** A service or a datastore, by its name. */
export interface Unit {
  name: string;
  role: 'service' | 'datastore';
}

/** How people call kinds of datastores beside their own names. */
const kindWords: Partial<Record<DatastoreKind, string[]>> = {
  postgres: ['postgresql', 'pg', 'psql', 'pgsql'],
  mariadb: ['maria'],
  mongodb: ['mongo'],
  memcached: ['memcache'],
  rabbitmq: ['rabbit'],
  elasticsearch: ['elastic'],
  meilisearch: ['meili'],
  mssql: ['sqlserver']
};

const groups: Record<string, DatastoreKind[]> = {
  database: ['postgres', 'mysql', 'mariadb', 'mongodb', 'mssql', 'clickhouse', 'sqlite'],
  cache: ['redis', 'valkey', 'memcached'],
  queue: ['rabbitmq', 'nats', 'kafka', 'redis', 'valkey'],
  search: ['elasticsearch', 'opensearch', 'meilisearch', 'typesense']
};
const groupWords: Record<string, keyof typeof groups> = {
  database: 'database',
  databases: 'database',
  db: 'database',
  dbs: 'database',
  cache: 'cache',
  caches: 'cache',
  queue: 'queue',
  broker: 'queue',
  search: 'search'
};
const serviceWords: Record<string, string[]> = {
  worker: ['worker'],
  workers: ['worker'],
  cron: ['cron'],
  crons: ['cron'],
  site: ['static', 'web'],
  website: ['static', 'web'],
  frontend: ['static', 'web'],
  backend: ['web']
};
const plural = wordSet('databases dbs caches workers crons');
const noise = wordSet('service services container containers datastore datastores program process');
const everything = wordSet('all everything every both each them');

const own = <T>(table: Record<string, T>, key: string): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined;

/** The kind of datastore that a word names. */
export const kindOf = (word: string, analysis: Analysis): DatastoreKind | null =>
  analysis.datastores.find(({ kind }) => kind === word || kindWords[kind]?.includes(word))?.kind ?? null;

/** Whether a word names a kind of datastore, used here or not. */
export const isKindWord = (word: string): boolean => Object.values(kindWords).some((words) => words.includes(word));

export const unitsOf = ({ services, datastores }: Analysis): Unit[] => [
  ...services.map(({ name }): Unit => ({ name, role: 'service' })),
  ...datastores
    .filter(({ requirement }) => requirement !== 'embedded')
    .map(({ name }): Unit => ({ name, role: 'datastore' }))
];

/** Units that a phrase names, or those among which it leaves open which one is meant. Null where it names something else. */
export type Named =
  { units: Unit[]; unclear?: undefined } | { unclear: Unit[]; word: string; units?: undefined } | null;

/** What a phrase in plain words names, such as `web`, `database` or `redis and postgres`; `role` leaves the others out. */
export function named(phrase: string, { analysis }: Plans, role?: Unit['role']): Named {
  const all = unitsOf(analysis).filter((unit) => role === undefined || unit.role === role);
  const whole = all.find((unit) => unit.name === slugify(phrase, ''));
  if (whole) return { units: [whole] };
  const words = phrase.split(/[\s,+&]+/).filter((word) => word !== '' && word !== 'and' && word !== 'or');
  const telling = words.filter((word) => !noise.has(word));
  if (
    words.length > 0 &&
    (telling.length === 0 ? words.some((word) => word.endsWith('s')) : telling.every((word) => everything.has(word)))
  ) {
    const wanted = words.some((word) => word.startsWith('datastore'))
      ? 'datastore'
      : words.some((word) => word.startsWith('service'))
        ? 'service'
        : null;
    return { units: all.filter((unit) => wanted === null || unit.role === wanted) };
  }
  if (telling.length === 0) return null;
  const found = new Map<string, Unit>();
  for (const word of telling) {
    const candidates = candidatesFor(word, analysis, all);
    if (candidates.length === 0) return null;
    if (candidates.length > 1 && !plural.has(word)) return { unclear: candidates, word };
    for (const unit of candidates) found.set(unit.name, unit);
  }
  return { units: [...found.values()] };
}

function candidatesFor(word: string, analysis: Analysis, all: Unit[]): Unit[] {
  const exact = all.find((unit) => unit.name === word || unit.name === slugify(word, ''));
  if (exact) return [exact];
  const kind = kindOf(word, analysis);
  const kinds = kind ? [kind] : own(groups, own(groupWords, word) ?? '');
  const stores = analysis.datastores.filter((store) => kinds?.includes(store.kind)).map(({ name }) => name);
  const services = analysis.services
    .filter((service) => own(serviceWords, word)?.includes(service.kind))
    .map(({ name }) => name);
  return all.filter((unit) => (unit.role === 'datastore' ? stores : services).includes(unit.name));
}

/** Asks which one is meant, with a button for each; `command` is what choosing one says. */
export const askWhich = (question: string, names: string[], command: (name: string) => string): Outcome =>
  tell(
    `${question} ${listed(names, 'or')}?`,
    names.slice(0, 8).map((name) => ({ label: name, command: command(name).slice(0, 400) }))
  );

/** The services that a phrase names, or an outcome that asks which is meant; null where it names none. */
export function services(
  phrase: string,
  plans: Plans,
  command: (name: string) => string
): { names: string[]; asks?: undefined } | { asks: Outcome; names?: undefined } | null {
  const found = named(phrase, plans, 'service');
  if (found === null) return null;
  return found.units
    ? { names: found.units.map((unit) => unit.name) }
    : {
        asks: askWhich(
          'Which service:',
          found.unclear.map((unit) => unit.name),
          command
        )
      };
}
