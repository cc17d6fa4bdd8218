import type { DatastoreKind } from '../../../../domain/analysis.ts';
import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency, StatedVariable, StoreHint } from '../../detector.ts';
import { isSql, storeOfDriver } from '../../stores.ts';
import { bootVersion, runningDependency, type JvmProject } from './project.ts';
import type { Setting, Settings } from './settings.ts';

/** Packages without a name of their own among the drivers; those of brokers and caches do nothing without their datastore. */
const clients: [RegExp, DatastoreKind][] = [
  [
    /:(?:quarkus-(?:jdbc-postgresql|reactive-pg-client)|r2dbc-postgresql|vertx-pg-client|micronaut-vertx-pg-client)$/,
    'postgres'
  ],
  [/:(?:quarkus-(?:jdbc-mysql|reactive-mysql-client)|r2dbc-mysql|vertx-mysql-client)$/, 'mysql'],
  [/:(?:quarkus-jdbc-mariadb|r2dbc-mariadb)$/, 'mariadb'],
  [/:(?:quarkus-jdbc-mssql|r2dbc-mssql)$/, 'mssql'],
  [
    /:(?:spring-boot-starter-(?:data-redis|session-data-redis)(?:-reactive)?|spring-session-data-redis|quarkus-redis-client|micronaut-redis-lettuce|jedis|lettuce-core|redisson(?:-spring-boot-starter)?|vertx-redis-client)$/,
    'redis'
  ],
  [
    /:(?:spring-boot-starter-data-mongodb(?:-reactive)?|mongodb-driver-(?:sync|reactivestreams|kotlin-\w+)|mongo-java-driver|quarkus-mongodb-(?:client|panache(?:-kotlin)?)|micronaut-mongo-\w+|kmongo(?:-\w+)*|vertx-mongo-client|morphia-core)$/,
    'mongodb'
  ],
  [
    /:(?:spring-boot-starter-amqp|spring-rabbit|amqp-client|quarkus-(?:messaging|smallrye-reactive-messaging)-(?:rabbitmq|amqp)|micronaut-rabbitmq|spring-cloud-(?:starter-stream|stream-binder)-rabbit)$/,
    'rabbitmq'
  ],
  [
    /:(?:spring-kafka|spring-boot-starter-kafka|kafka-clients|kafka-streams|quarkus-(?:messaging-kafka|smallrye-reactive-messaging-kafka|kafka-client|kafka-streams)|micronaut-kafka|spring-cloud-(?:starter-stream|stream-binder)-kafka)$/,
    'kafka'
  ],
  [
    /:(?:spring-boot-starter-data-elasticsearch|elasticsearch-java|quarkus-elasticsearch-(?:java|rest)-client)$/,
    'elasticsearch'
  ],
  [/:(?:spring-boot-starter-data-opensearch|opensearch-java)$/, 'opensearch']
];

const embedded =
  /^(?:com\.h2database:h2|org\.hsqldb:hsqldb|org\.apache\.derby:derby\w*|io\.quarkus:quarkus-jdbc-(?:h2|derby)|io\.r2dbc:r2dbc-h2)$/;

const engines: [RegExp, DatastoreKind | 'embedded'][] = [
  [
    /\b(?:jdbc|r2dbc)(?::pool|:p6spy|:tc|:aws-wrapper|:log4jdbc)?:(?:postgresql|postgres|pgsql)\b|^(?:postgresql|pgsql|pg)$/,
    'postgres'
  ],
  [/\b(?:jdbc|r2dbc)(?::pool|:p6spy|:tc|:aws-wrapper|:log4jdbc)?:mysql\b|^mysql$/, 'mysql'],
  [/\b(?:jdbc|r2dbc)(?::pool|:p6spy|:tc|:log4jdbc)?:mariadb\b|^mariadb$/, 'mariadb'],
  [/\b(?:jdbc|r2dbc)(?::pool|:tc)?:(?:sqlserver|mssql)\b|^mssql$/, 'mssql'],
  [/\bjdbc:sqlite:/, 'sqlite'],
  [/\b(?:jdbc|r2dbc)(?::pool)?:(?:h2|hsqldb|derby)\b|^(?:h2|derby|hsqldb)$/, 'embedded']
];

const addresses =
  /^(?:spring\.(?:datasource(?:\.\w+)*\.(?:jdbc)?url|r2dbc\.url|flyway\.url|liquibase\.url)|quarkus\.datasource(?:\.[\w"]+)?\.(?:dbkind|jdbc\.url|reactive\.url)|(?:r2dbc\.)?datasources\.\w+\.url|javax\.sql\.datasource\.\w+\.datasource\.url|database\.url|db\.\w+\.url)$/;

/** Settings by which frameworks reach a datastore that is no relational one. */
const reached: [RegExp, DatastoreKind][] = [
  [
    /^(?:spring\.(?:data\.)?redis\.(?:host|url|cluster\.nodes|sentinel\.nodes)|quarkus\.redis\.(?:\w+\.)?hosts|redis\.(?:uri|host))$/,
    'redis'
  ],
  [
    /^(?:spring\.(?:data\.)?mongodb\.(?:uri|host)|quarkus\.mongodb\.(?:connectionstring|hosts)|mongodb\.(?:servers\.\w+\.)?uri)$/,
    'mongodb'
  ],
  [/^(?:spring\.rabbitmq\.(?:host|addresses)|rabbitmq(?:\.|)(?:uri|host))$/, 'rabbitmq'],
  [/^(?:spring\.kafka\.(?:\w+\.)?bootstrapservers|kafka\.bootstrap\.servers)$/, 'kafka'],
  [
    /^(?:spring\.elasticsearch\.(?:rest\.)?uris|quarkus\.elasticsearch\.hosts|elasticsearch\.httphosts)$/,
    'elasticsearch'
  ]
];

/** What the settings of an app and what it depends on say of datastores. A database that lives in the app makes servers optional. */
export function storesOf(project: JvmProject, settings: Settings): StoreHint[] {
  const located = settings
    .under('')
    .filter(([key]) => addresses.test(key))
    .map(([, setting]) => ({ setting, engine: engineOf(setting.value) }));
  const servers = located.filter((each) => each.engine !== null && each.engine !== 'embedded');
  const inside = runningDependency(project, embedded);
  const stays = servers.length === 0 && (located.some((each) => each.engine === 'embedded') || inside !== null);
  return [
    ...servers.map(({ setting, engine }) =>
      hint(
        engine as DatastoreKind,
        engine === 'sqlite' ? 'embedded' : 'needed',
        'the settings lead to it',
        setting.evidence
      )
    ),
    ...reachedIn(settings),
    ...clientsOf(project),
    ...(stays ? optionalServers(project, inside?.name ?? 'the settings') : [])
  ];
}

const engineOf = (value: string) => engines.find(([pattern]) => pattern.test(value))?.[1] ?? null;

const hint = (kind: DatastoreKind, strength: StoreHint['strength'], reason: string, evidence: Evidence): StoreHint => ({
  kind,
  name: null,
  version: null,
  strength,
  reason,
  evidence
});

const reachedIn = (settings: Settings): StoreHint[] =>
  settings.under('').flatMap(([key, { evidence }]) => {
    const kind = reached.find(([pattern]) => pattern.test(key))?.[1];
    return kind ? [hint(kind, 'needed', `${key} leads to it`, evidence)] : [];
  });

const clientsOf = (project: JvmProject): StoreHint[] =>
  project.dependencies
    .filter((each) => !each.development)
    .flatMap((each) => {
      const kind = clients.find(([pattern]) => pattern.test(each.name))?.[1];
      if (!kind) return [];
      const driver = hint(kind, 'driver', `${each.name} is a dependency`, each.evidence);
      return isSql(kind) ? [driver] : [driver, { ...driver, strength: 'needed' as const }];
    });

/** Drivers beside a database that lives in the app are for those who want a server. */
const optionalServers = (project: JvmProject, by: string): StoreHint[] =>
  project.dependencies
    .filter((each) => !each.development)
    .flatMap((each) => {
      const kind = storeOfDriver(each.name) ?? clients.find(([pattern]) => pattern.test(each.name))?.[1] ?? null;
      return kind && isSql(kind) && kind !== 'sqlite'
        ? [hint(kind, 'optional', `${each.name} stands beside a database that lives in the app (${by})`, each.evidence)]
        : [];
    });

/** The variables by which a framework's settings can be overruled, by key. */
const overrules: [RegExp, string[]][] = [
  [/^spring\.datasource\.url$/, ['SPRING_DATASOURCE_URL', 'SPRING_DATASOURCE_USERNAME', 'SPRING_DATASOURCE_PASSWORD']],
  [
    /^quarkus\.datasource\.jdbc\.url$/,
    ['QUARKUS_DATASOURCE_JDBC_URL', 'QUARKUS_DATASOURCE_USERNAME', 'QUARKUS_DATASOURCE_PASSWORD']
  ],
  [/^spring\.data\.redis\.host$/, ['SPRING_DATA_REDIS_HOST']],
  [/^spring\.redis\.host$/, ['SPRING_REDIS_HOST']],
  [/^spring\.data\.mongodb\.(?:uri|host)$/, ['SPRING_DATA_MONGODB_URI']],
  [/^spring\.mongodb\.(?:uri|host)$/, ['SPRING_MONGODB_URI']],
  [/^spring\.rabbitmq\.host$/, ['SPRING_RABBITMQ_HOST', 'SPRING_RABBITMQ_USERNAME', 'SPRING_RABBITMQ_PASSWORD']],
  [/^spring\.kafka\.bootstrapservers$/, ['SPRING_KAFKA_BOOTSTRAP_SERVERS']]
];

const whole = /^\$\{\??[A-Z][A-Z0-9_]*(?::[^{}]*)?\}$/;

/**
 * The variables that lead an app to its datastores where its settings name an address that is right on no other machine, or none:
 * frameworks let their environment overrule each setting.
 */
export function storeVariables(project: JvmProject, framework: string | null, settings: Settings): StatedVariable[] {
  const found = overrules.flatMap(([key, names]) => {
    const stated = settings.under('').find(([each]) => key.test(each));
    if (!stated || whole.test(stated[1].value)) return [];
    const [, setting] = stated;
    const engine = engineOf(setting.value);
    if (engine === 'embedded') return [];
    if (engine === 'sqlite') return [{ ...overruling(names[0]!, setting.value, setting.evidence), required: false }];
    return named(names, settings, plain(setting.value), setting.evidence);
  });
  const driver = settings.under('').some(([key]) => addresses.test(key) && !key.endsWith('.dbkind'))
    ? null
    : serverDriver(project);
  const names = overrules.find(([, each]) => each[0]!.startsWith(datasources[framework ?? ''] ?? ' '))?.[1];
  const unnamed = framework === 'spring-boot' ? unnamedClients(project, settings) : [];
  return [...found, ...unnamed, ...(driver && names ? named(names, settings, null, driver.evidence) : [])];
}

/** Variables for the datastores that a Spring app looks for on its own machine, since its settings name no other. */
function unnamedClients(project: JvmProject, settings: Settings): StatedVariable[] {
  const major = Number.parseInt(bootVersion(project) ?? '3', 10);
  const names: Partial<Record<DatastoreKind, string[]>> = {
    redis: [major >= 3 ? 'SPRING_DATA_REDIS_HOST' : 'SPRING_REDIS_HOST'],
    mongodb: [major >= 4 ? 'SPRING_MONGODB_URI' : 'SPRING_DATA_MONGODB_URI'],
    rabbitmq: ['SPRING_RABBITMQ_HOST', 'SPRING_RABBITMQ_USERNAME', 'SPRING_RABBITMQ_PASSWORD'],
    kafka: ['SPRING_KAFKA_BOOTSTRAP_SERVERS']
  };
  const known = new Set(reachedIn(settings).map((each) => each.kind));
  const clientsByKind = new Map(clientsOf(project).map((each) => [each.kind, each.evidence]));
  return [...clientsByKind]
    .filter(([kind]) => !known.has(kind))
    .flatMap(([kind, evidence]) => (names[kind] ?? []).map((name) => overruling(name, null, evidence)));
}

const datasources: Record<string, string> = { 'spring-boot': 'SPRING_DATASOURCE', quarkus: 'QUARKUS_DATASOURCE' };

/** The driver of a database on a server, where no database that lives in the app stands beside it. */
function serverDriver(project: JvmProject): Dependency | null {
  if (runningDependency(project, embedded)) return null;
  const drivers = project.dependencies.filter((each) => {
    const kind = storeOfDriver(each.name) ?? clients.find(([pattern]) => pattern.test(each.name))?.[1] ?? null;
    return (
      !each.development && kind !== null && isSql(kind) && kind !== 'sqlite' && !/r2dbc|reactive|vertx/.test(each.name)
    );
  });
  return drivers[0] ?? null;
}

/** Variables of one datastore, but for those that the settings already take from a variable. */
const named = (names: string[], settings: Settings, value: string | null, evidence: Evidence): StatedVariable[] =>
  names
    .filter((name, index) => index === 0 || !whole.test(besides(settings, name)?.value ?? ''))
    .map((name, index) => overruling(name, index === 0 ? value : null, evidence));

const besides = (settings: Settings, variable: string): Setting | null =>
  settings.get(variable.toLowerCase().replaceAll('_', '.'));

const plain = (value: string) => (value.includes('${') ? null : value);

const overruling = (name: string, value: string | null, evidence: Evidence): StatedVariable => ({
  name,
  default: value,
  required: true,
  buildTime: false,
  generated: false,
  describes: '',
  origin: 'framework',
  evidence
});
