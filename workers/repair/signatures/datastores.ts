import type { Signature } from '../signature.ts';
import { serviceOf, unitOf, type Situation } from '../situation.ts';
import { remedy, retry } from '../ways.ts';

/** The PostgreSQL that a service depends on or that is being started itself, if the plan has exactly one such. */
function postgresOf(situation: Situation): string | null {
  const unit = unitOf(situation);
  const found = situation.analysis.datastores.filter(({ kind }) => kind === 'postgres').map(({ name }) => name);
  return unit && found.includes(unit.name) ? unit.name : found.length === 1 ? found[0]! : null;
}

/** The datastores that a service depends on. */
const datastoresOf = (situation: Situation): string[] => {
  const needed = serviceOf(situation)?.dependsOn ?? [];
  return situation.analysis.datastores.map(({ name }) => name).filter((name) => needed.includes(name));
};

/** Databases, as those who connect to them see them. */
export const datastores: Signature[] = [
  {
    id: 'db_starting',
    places: ['container'],
    pattern: /the database system is (?:starting up|not yet accepting connections)/i,
    act: 'auto',
    cause: 'The database is still starting.',
    advice: "Look at the database's log.",
    fixes: () => [retry(10), retry(60)]
  },
  {
    id: 'db_auth',
    places: ['container'],
    pattern:
      /password authentication failed for user|Access denied for user|\bWRONGPASS\b|NOAUTH Authentication required/i,
    act: 'propose',
    cause: 'The database was set up with another password than the current secret.',
    advice: "Set the database user's password to the current secret. The volume must not be removed.",
    fixes: (_, situation) => {
      const datastore = postgresOf(situation);
      return datastore === null ? [] : [remedy({ name: 'align-password', datastore })];
    }
  },
  {
    id: 'db_missing',
    places: ['container'],
    pattern: /database "[^"]{1,100}" does not exist|Unknown database '/i,
    act: 'auto',
    cause: 'The volume was set up before this database was wanted.',
    advice: 'Create the database that the message names.',
    fixes: (_, situation) => {
      const datastore = postgresOf(situation);
      return datastore === null ? [] : [remedy({ name: 'create-database', datastore })];
    }
  },
  {
    id: 'pg_version',
    places: ['container'],
    pattern: /database files are incompatible with server|initialized by PostgreSQL version \d/i,
    act: 'human',
    cause: 'The data was written by another major version of PostgreSQL.',
    advice: 'Go back to the version that wrote it, or dump and restore.',
    fixes: () => []
  },
  {
    id: 'db_refused',
    places: ['container'],
    pattern:
      /(?:ECONNREFUSED|Connection refused).{0,80}\b(?:5432|3306|6379|27017|5672)\b|could not connect to server: Connection refused|\bP1001\b|Can't reach database server/i,
    act: 'auto',
    cause: 'The database does not answer yet, or the application looks for it in its own container.',
    advice: 'Use the name of the datastore as its host instead of localhost.',
    fixes: ({ input }, situation) =>
      /\blocalhost\b|127\.0\.0\.1|::1/.test(input)
        ? []
        : datastoresOf(situation).map((datastore) => remedy({ name: 'await-datastore', datastore }))
  },
  {
    id: 'db_host',
    places: ['container'],
    pattern:
      /(?:^|Error: )getaddrinfo (?:ENOTFOUND|EAI_AGAIN) \S|could not translate host name|Name does not resolve|lookup \S{1,253} on 127\.0\.0\.11:53/i,
    act: 'auto',
    cause: "A host name is unknown in the project's network.",
    advice: 'Check the variable that holds the host: datastores and services are known by their names in the plan.',
    fixes: () => [retry(15)]
  },
  {
    id: 'pg18_volume',
    places: ['container'],
    pattern: /in 18\+, these Docker images are configured to store database data/i,
    act: 'human',
    cause: 'PostgreSQL 18 keeps its data in another folder than the volume is laid at.',
    advice: 'Lay the volume at /var/lib/postgresql, or stay with version 17.',
    fixes: () => []
  },
  {
    id: 'pg_nopass',
    places: ['container'],
    pattern: /Database is uninitialized and (?:superuser )?password(?: option)? is not specified/i,
    act: 'human',
    cause: 'The database is to be set up without a password.',
    advice: 'Give the variable of its password (POSTGRES_PASSWORD, MARIADB_ROOT_PASSWORD) a value in the plan.',
    fixes: () => []
  },
  {
    id: 'redis_overcommit',
    places: ['container'],
    pattern: /Memory overcommit must be enabled|vm\.overcommit_memory/i,
    act: 'auto',
    cause: 'The kernel promises no more memory than there is, and the datastore needs to copy itself to save.',
    advice: 'Set vm.overcommit_memory=1 on the server.',
    evidence: ({ output }) => /Cannot allocate memory|Can't save in background/.test(output.slice(-64 * 1024)),
    fixes: () => [remedy({ name: 'allow-overcommit' })]
  },
  {
    id: 'es_maxmap',
    places: ['container'],
    pattern: /max virtual memory areas vm\.max_map_count \[\d{1,10}\] is too low/i,
    act: 'auto',
    cause: 'The kernel allows fewer memory maps than the search engine needs.',
    advice: 'Set vm.max_map_count=262144 on the server.',
    fixes: () => [remedy({ name: 'raise-map-count' })]
  }
];
