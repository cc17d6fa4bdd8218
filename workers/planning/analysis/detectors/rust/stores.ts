import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { StoreHint } from '../../detector.ts';
import type { Crate, CrateDependency } from './crate.ts';

const byFeature: Record<string, DatastoreKind> = {
  postgres: 'postgres',
  postgresql: 'postgres',
  'sqlx-postgres': 'postgres',
  db_postgres: 'postgres',
  diesel_postgres: 'postgres',
  diesel_postgres_pool: 'postgres',
  deadpool_postgres: 'postgres',
  sqlx_postgres: 'postgres',
  mysql: 'mysql',
  'sqlx-mysql': 'mysql',
  sqlx_mysql: 'mysql',
  mysql_async: 'mysql',
  diesel_mysql: 'mysql',
  sqlite: 'sqlite',
  'sqlx-sqlite': 'sqlite',
  sqlx_sqlite: 'sqlite',
  sqlite_unbundled: 'sqlite',
  diesel_sqlite: 'sqlite',
  rusqlite: 'sqlite',
  deadpool_redis: 'redis',
  mongodb: 'mongodb'
};

/** Crates that speak to one of several databases, chosen by feature. */
const byChoice =
  /^(?:sqlx|diesel|diesel-async|sea-orm|sea-orm-migration|loco-rs|rocket_db_pools|rocket_sync_db_pools|bb8|deadpool|refinery|welds|ormx)$/;

const byName: Record<string, DatastoreKind> = {
  postgres: 'postgres',
  'tokio-postgres': 'postgres',
  'deadpool-postgres': 'postgres',
  mysql: 'mysql',
  mysql_async: 'mysql',
  mongodb: 'mongodb',
  redis: 'redis',
  fred: 'redis',
  'deadpool-redis': 'redis',
  'bb8-redis': 'redis',
  lapin: 'rabbitmq',
  deadpool_lapin: 'rabbitmq',
  'async-nats': 'nats',
  nats: 'nats',
  rdkafka: 'kafka',
  elasticsearch: 'elasticsearch',
  opensearch: 'opensearch',
  'meilisearch-sdk': 'meilisearch',
  clickhouse: 'clickhouse',
  tiberius: 'mssql',
  memcache: 'memcached',
  rusqlite: 'sqlite',
  libsql: 'sqlite',
  'tokio-rusqlite': 'sqlite'
};

const hint = (
  kind: DatastoreKind,
  each: CrateDependency,
  strength: StoreHint['strength'],
  reason: string
): StoreHint => ({
  kind,
  name: null,
  version: null,
  strength,
  reason,
  evidence: each.evidence
});

/**
 * What the crates of a program say of datastores. A database that is chosen by feature is meant where it is the only one; of several
 * each is one that the program supports. A crate that is built in only by a feature is optional, unless that is on by default.
 */
export function rustStores(crate: Crate, internal: Crate[]): StoreHint[] {
  const all = [crate, ...internal].flatMap((each) =>
    each.dependencies.filter((dependency) => !dependency.development).map((dependency) => ({ dependency, of: each }))
  );
  const chosen = all.flatMap(({ dependency, of }) =>
    byChoice.test(dependency.name) ? choicesOf(dependency, of).map((choice) => ({ ...choice, dependency })) : []
  );
  const kinds = new Set(chosen.map(({ kind }) => kind));
  const several = kinds.size > 1;
  const hints = chosen.map(({ kind, dependency, on }) =>
    several || !on
      ? several && kind === 'sqlite'
        ? hint(kind, dependency, 'embedded', `${dependency.name} supports SQLite, a file of the service's own`)
        : hint(kind, dependency, 'optional', `${dependency.name} supports several databases`)
      : hint(
          kind,
          dependency,
          kind === 'sqlite' ? 'embedded' : 'needed',
          kind === 'sqlite'
            ? `${dependency.name} is built for SQLite, a file of the service's own`
            : `${dependency.name} is built for ${kind}`
        )
  );
  for (const { dependency, of } of all) {
    const kind = Object.hasOwn(byName, dependency.name) ? byName[dependency.name] : undefined;
    if (!kind) continue;
    const on = !dependency.optional || isOn(of, dependency.name);
    if (kind === 'sqlite')
      hints.push(hint(kind, dependency, 'embedded', `${dependency.name} keeps SQLite in the service's own process`));
    else hints.push(hint(kind, dependency, on ? 'driver' : 'optional', `${dependency.name} is a dependency`));
  }
  return hints;
}

interface Choice {
  kind: DatastoreKind;
  on: boolean;
}

/** The databases that a dependency's features name, and those that features of the crate itself would add. */
function choicesOf(dependency: CrateDependency, of: Crate): Choice[] {
  const stated = dependency.features.flatMap((feature) => kindOf(feature)).map((kind) => ({ kind, on: true }));
  const added = Object.entries(of.features).flatMap(([feature, parts]) =>
    parts.flatMap((part) => {
      const [name, wanted] = part.split('/');
      const kind = name?.replace(/\?$/, '') === dependency.name && wanted ? kindOf(wanted) : [];
      return kind.map((each) => ({ kind: each, on: isOn(of, feature) }));
    })
  );
  const found = [...stated, ...added];
  return found.filter(({ kind }, index) => found.findIndex((other) => other.kind === kind) === index);
}

const kindOf = (feature: string): DatastoreKind[] => (Object.hasOwn(byFeature, feature) ? [byFeature[feature]!] : []);

/** Whether a feature, or an optional dependency, is on by default. */
function isOn(crate: Crate, name: string): boolean {
  const seen = new Set<string>();
  const reached = (feature: string): boolean => {
    if (seen.has(feature)) return false;
    seen.add(feature);
    return (crate.features[feature] ?? []).some(
      (part) => part === name || part === `dep:${name}` || part.startsWith(`${name}/`) || reached(part)
    );
  };
  return reached('default');
}
