import type { Datastore, DatastoreKind } from '../../domain/analysis.ts';

/** What is known of each kind of datastore: the images that run it, and the version that a new one gets. */
interface Kind {
  kind: DatastoreKind;
  images: RegExp;
  version: string | null;
}

const kinds: Kind[] = [
  {
    kind: 'postgres',
    images:
      /(?:^|\/)(?:postgres|postgresql|postgis|pgvector|pgautoupgrade|timescaledb(?:-ha)?|pgvecto-rs|postgresql-repmgr|postgres-\w+)$/,
    version: '17'
  },
  { kind: 'mariadb', images: /(?:^|\/)mariadb$/, version: '11' },
  { kind: 'mysql', images: /(?:^|\/)(?:mysql|mysql-server|percona|percona-server)$/, version: '8.4' },
  {
    kind: 'mongodb',
    images: /(?:^|\/)(?:mongo|mongodb|mongodb-community-server|percona-server-mongodb)$/,
    version: '8'
  },
  {
    kind: 'redis',
    images: /(?:^|\/)(?:redis|redis-stack(?:-server)?|redismod|keydb|dragonfly|redis-cluster)$/,
    version: '8'
  },
  { kind: 'valkey', images: /(?:^|\/)valkey(?:-bundle)?$/, version: '8' },
  { kind: 'memcached', images: /(?:^|\/)memcached$/, version: '1' },
  { kind: 'rabbitmq', images: /(?:^|\/)rabbitmq$/, version: '4' },
  { kind: 'nats', images: /(?:^|\/)nats$/, version: '2' },
  { kind: 'kafka', images: /(?:^|\/)(?:kafka|cp-kafka|redpanda|cp-server)$/, version: '3.9' },
  { kind: 'elasticsearch', images: /(?:^|\/)elasticsearch(?:-oss)?$/, version: '8.17.0' },
  { kind: 'opensearch', images: /(?:^|\/)opensearch$/, version: '2' },
  { kind: 'meilisearch', images: /(?:^|\/)meilisearch$/, version: 'v1' },
  { kind: 'typesense', images: /(?:^|\/)typesense$/, version: '27.1' },
  { kind: 'clickhouse', images: /(?:^|\/)(?:clickhouse|clickhouse-server)$/, version: '25' },
  { kind: 'mssql', images: /(?:^|\/)(?:mssql\/server|mssql-server|azure-sql-edge)$/, version: '2022-latest' },
  { kind: 'minio', images: /(?:^|\/)minio$/, version: 'latest' }
];

/** An image reference without registry port troubles: its name and its tag. */
export function splitImage(reference: string): { name: string; tag: string | null } {
  const bare = reference.replace(/@sha256:.*$/, '');
  const colon = bare.lastIndexOf(':');
  return colon > bare.lastIndexOf('/')
    ? { name: bare.slice(0, colon), tag: bare.slice(colon + 1) || null }
    : { name: bare, tag: null };
}

/** The kind of datastore that an image runs, with the version its tag states; null for any other image. */
export function storeOfImage(reference: string): { kind: DatastoreKind; version: string | null } | null {
  const { name, tag } = splitImage(reference);
  const found = kinds.find(({ images }) => images.test(name.toLowerCase()));
  return found ? { kind: found.kind, version: versionOfTag(tag, found.kind, name) } : null;
}

/** `16.3-alpine` as `16`, `8.0` as it is; null for names such as `latest` and for forks that count otherwise. */
function versionOfTag(tag: string | null, kind: DatastoreKind, name: string): string | null {
  const match = /^v?(\d+)(?:\.(\d+))?/.exec(tag?.replace(/^(?:pg|RELEASE\.)/, '') ?? '');
  if (!match || kind === 'minio' || /keydb|dragonfly|redpanda|cp-|timescale|postgis|repmgr|vecto/.test(name))
    return /(?:pg)(\d+)/.exec(tag ?? '')?.[1] ?? null;
  const whole =
    kind === 'postgres' || kind === 'redis' || kind === 'mongodb' || kind === 'memcached' || kind === 'nats';
  return whole && Number(match[1]) >= 6 ? match[1]! : match[2] === undefined ? match[1]! : `${match[1]}.${match[2]}`;
}

/** The version that a new datastore of a kind gets where nothing is stated. */
export const currentVersion = (kind: DatastoreKind): string | null =>
  kinds.find((each) => each.kind === kind)?.version ?? null;

/** Drivers by package name, whatever the ecosystem: `*` ends a prefix. */
const drivers: [DatastoreKind, string[]][] = [
  [
    'postgres',
    [
      'pg',
      'postgres',
      'pg-promise',
      '@vercel/postgres',
      '@neondatabase/serverless',
      '@prisma/adapter-pg',
      'slonik',
      'asyncpg',
      'psycopg',
      'psycopg2',
      'psycopg2-binary',
      'psycopg-binary',
      'aiopg',
      'pgvector',
      'github.com/lib/pq',
      'github.com/jackc/pgx*',
      'gorm.io/driver/postgres',
      'github.com/go-pg/pg*',
      'org.postgresql:postgresql',
      'npgsql',
      'npgsql.entityframeworkcore.postgresql',
      'tokio-postgres',
      'postgrex',
      'diesel-postgres',
      '@mikro-orm/postgresql',
      '@payloadcms/db-postgres',
      '@mastra/pg',
      'pg-boss',
      'graphile-worker'
    ]
  ],
  [
    'mysql',
    [
      'mysql',
      'mysql2',
      'mysqlclient',
      'pymysql',
      'aiomysql',
      'asyncmy',
      'mysql-connector-python',
      'mysql-connector',
      'flask-mysqldb',
      'flask-mysql',
      'github.com/go-sql-driver/mysql',
      'gorm.io/driver/mysql',
      'mysql:mysql-connector-java',
      'com.mysql:mysql-connector-j',
      'pomelo.entityframeworkcore.mysql',
      'myxql',
      '@prisma/adapter-mysql'
    ]
  ],
  ['mariadb', ['mariadb', 'org.mariadb.jdbc:mariadb-java-client', '@prisma/adapter-mariadb']],
  [
    'mongodb',
    [
      'mongodb',
      'mongoose',
      '@nestjs/mongoose',
      '@payloadcms/db-mongodb',
      'mongoist',
      'monk',
      'pymongo',
      'motor',
      'mongoengine',
      'beanie',
      'odmantic',
      'djongo',
      'flask-pymongo',
      'go.mongodb.org/mongo-driver*',
      'mongoid',
      'mongodb.driver',
      'mongodb/mongodb',
      'connect-mongo',
      'agenda'
    ]
  ],
  [
    'redis',
    [
      'redis',
      'ioredis',
      'bull',
      'bullmq',
      '@nestjs/bull',
      '@nestjs/bullmq',
      'connect-redis',
      'bee-queue',
      'rq',
      'django-redis',
      'django-rq',
      'arq',
      'aioredis',
      'channels-redis',
      'flask-redis',
      'redis-om',
      'github.com/redis/go-redis*',
      'github.com/go-redis/redis*',
      'github.com/gomodule/redigo',
      'github.com/hibiken/asynq',
      'sidekiq',
      'resque',
      'stackexchange.redis',
      'predis/predis',
      'redix',
      '@socket.io/redis-adapter'
    ]
  ],
  ['valkey', ['valkey', 'iovalkey', '@valkey/valkey-glide']],
  [
    'memcached',
    ['memcached', 'memjs', 'pymemcache', 'pylibmc', 'python-memcached', 'dalli', 'github.com/bradfitz/gomemcache']
  ],
  [
    'rabbitmq',
    [
      'amqplib',
      'amqp-connection-manager',
      'rascal',
      'pika',
      'aio-pika',
      'kombu',
      'github.com/rabbitmq/amqp091-go',
      'github.com/streadway/amqp',
      'bunny',
      'rabbitmq.client',
      'masstransit.rabbitmq'
    ]
  ],
  ['nats', ['nats', 'nats-py', 'github.com/nats-io/nats.go']],
  [
    'kafka',
    [
      'kafkajs',
      'node-rdkafka',
      'kafka-python',
      'confluent-kafka',
      'aiokafka',
      'github.com/segmentio/kafka-go',
      'github.com/ibm/sarama',
      'github.com/shopify/sarama',
      'confluent.kafka'
    ]
  ],
  [
    'elasticsearch',
    [
      '@elastic/elasticsearch',
      'elasticsearch',
      'elasticsearch-dsl',
      'django-elasticsearch-dsl',
      'github.com/elastic/go-elasticsearch*',
      'searchkick'
    ]
  ],
  ['opensearch', ['@opensearch-project/opensearch', 'opensearch-py']],
  ['meilisearch', ['meilisearch', 'meilisearch-python-sdk', 'github.com/meilisearch/meilisearch-go']],
  ['typesense', ['typesense']],
  [
    'clickhouse',
    ['@clickhouse/client', 'clickhouse-driver', 'clickhouse-connect', 'github.com/clickhouse/clickhouse-go*']
  ],
  [
    'mssql',
    [
      'mssql',
      'tedious',
      'pymssql',
      'microsoft.entityframeworkcore.sqlserver',
      'github.com/microsoft/go-mssqldb',
      'github.com/denisenkom/go-mssqldb',
      'com.microsoft.sqlserver:mssql-jdbc'
    ]
  ],
  ['minio', ['minio', 'github.com/minio/minio-go*']],
  [
    'sqlite',
    [
      'sqlite3',
      'better-sqlite3',
      'sqlite',
      '@libsql/client',
      'aiosqlite',
      'github.com/mattn/go-sqlite3',
      'modernc.org/sqlite',
      'gorm.io/driver/sqlite',
      'github.com/glebarez/sqlite',
      '@payloadcms/db-sqlite',
      'bun:sqlite',
      'microsoft.entityframeworkcore.sqlite',
      'org.xerial:sqlite-jdbc',
      'rusqlite'
    ]
  ]
];

const driverKinds = new Map(
  drivers.flatMap(([kind, names]) => names.map((name): [string, DatastoreKind] => [name, kind]))
);
const prefixes = [...driverKinds]
  .filter(([name]) => name.endsWith('*'))
  .map(([name, kind]): [string, DatastoreKind] => [name.slice(0, -1), kind]);

/** The kind of datastore that a package is a driver of, or null; a fork under a name of its own is one of SQLite still. */
export function storeOfDriver(name: string): DatastoreKind | null {
  const lower = name.toLowerCase().replace(/^@[\w-]+\/(?=(?:better-)?sqlite3$)/, '');
  return driverKinds.get(lower) ?? prefixes.find(([prefix]) => lower.startsWith(prefix))?.[1] ?? null;
}

const sql = new Set<DatastoreKind>(['postgres', 'mysql', 'mariadb', 'mssql', 'sqlite']);
/** Whether a kind is a relational database, of which an app takes one. */
export const isSql = (kind: DatastoreKind): boolean => sql.has(kind);

/** Kinds that stand in for one another: what speaks the same protocol. */
export const familyOf = (kind: DatastoreKind): string =>
  kind === 'mariadb' ? 'mysql' : kind === 'valkey' ? 'redis' : kind === 'opensearch' ? 'elasticsearch' : kind;

const schemes: [RegExp, DatastoreKind][] = [
  [/^(?:postgres(?:ql)?|postgis|pgsql|pg)(?:\+\w+)?:/i, 'postgres'],
  [/^jdbc:postgresql:/i, 'postgres'],
  [/^(?:mysql2?)(?:\+\w+)?:|^jdbc:mysql:/i, 'mysql'],
  [/^mariadb(?:\+\w+)?:|^jdbc:mariadb:/i, 'mariadb'],
  [/^mongodb(?:\+srv)?:/i, 'mongodb'],
  [/^rediss?(?:\+\w+)?:/i, 'redis'],
  [/^valkeys?:/i, 'valkey'],
  [/^(?:amqps?|pyamqp):/i, 'rabbitmq'],
  [/^nats:/i, 'nats'],
  [/^(?:sqlite3?(?:\+\w+)?|file|libsql):/i, 'sqlite'],
  [/^(?:mssql|sqlserver)(?:\+\w+)?:/i, 'mssql'],
  [/^clickhouse(?:\+\w+)?:/i, 'clickhouse']
];

/** The kind of datastore that a connection URL leads to, or null. */
export const storeOfUrl = (value: string | null): DatastoreKind | null =>
  schemes.find(([pattern]) => pattern.test(value ?? ''))?.[1] ?? null;

const words: [RegExp, DatastoreKind][] = [
  [/^(?:\w+\.)*(?:postgres(?:ql)?(?:_psycopg2)?|pgsql|pg)$/i, 'postgres'],
  [/^(?:\w+\.)*mysql2?$/i, 'mysql'],
  [/^(?:\w+\.)*mariadb$/i, 'mariadb'],
  [/^(?:\w+\.)*(?:sqlite3?|better-sqlite3)$/i, 'sqlite'],
  [/^mongo(?:db)?$/i, 'mongodb'],
  [/^(?:mssql|sqlserver|sqlsrv)$/i, 'mssql']
];

/** The kind of datastore that a word such as `pg` or `django.db.backends.mysql` means, or null. */
export const storeOfWord = (word: string | null): DatastoreKind | null =>
  words.find(([pattern]) => pattern.test(word ?? ''))?.[1] ?? null;

/** Names of variables that lead to a kind of datastore: connection URLs and their parts. */
const names: [RegExp, DatastoreKind | 'sql'][] = [
  [
    /^(?:\w+_)?(?:POSTGRES(?:QL)?|PG|PSQL)(?:_?(?:URL|URI|DSN|HOST|HOSTNAME|SERVER|PORT|DB|DATABASE|NAME|USER|USERNAME|PASS|PASSWORD|HOSTADDR|PRISMA_URL|URL_NON_POOLING|PRISMA_URL_NON_POOLING|CONNECTION(?:_STRING)?))$/,
    'postgres'
  ],
  [/^(?:\w+_)?(?:MYSQL)(?:_?(?:URL|URI|DSN|HOST|PORT|DB|DATABASE|NAME|USER|USERNAME|PASS|PASSWORD))$/, 'mysql'],
  [/^(?:\w+_)?(?:MARIADB)(?:_?(?:URL|URI|HOST|PORT|DB|DATABASE|NAME|USER|USERNAME|PASS|PASSWORD))$/, 'mariadb'],
  [
    /^(?:\w+_)?MONGO(?:DB)?(?:_?(?:URL|URI|DSN|HOST|HOSTNAME|SERVER|PORT|DB|DATABASE|DBNAME|NAME|USER|USERNAME|PASS|PASSWORD|CONNECTION(?:_STRING)?|INITDB_\w+))?$/,
    'mongodb'
  ],
  [
    /^(?:\w+_)?(?:REDIS|KV)(?:_?(?:\w+_)?(?:URL|URI|DSN|HOST|HOSTNAME|ADDR|ADDRESS|PORT|DB|DATABASE|USER|USERNAME|PASS|PASSWORD|CONNECTION(?:_STRING)?))$|^(?:\w+_)?REDIS$/,
    'redis'
  ],
  [/^CELERY_(?:BROKER|RESULT_BACKEND)(?:_URL)?$|^BROKER_URL$|^RESULT_BACKEND$/, 'redis'],
  [/^(?:\w+_)?(?:VALKEY)_?(?:URL|HOST|PORT|PASSWORD)$/, 'valkey'],
  [/^(?:\w+_)?MEMCACHED?(?:_?(?:URL|URI|HOST|PORT|SERVERS?|LOCATION))$/, 'memcached'],
  [
    /^(?:\w+_)?(?:RABBITMQ|RABBIT_MQ|RABBIT|AMQP|CLOUDAMQP)(?:_?(?:URL|URI|DSN|HOST|PORT|USER|USERNAME|PASS|PASSWORD|VHOST|DEFAULT_USER|DEFAULT_PASS))$/,
    'rabbitmq'
  ],
  [/^(?:\w+_)?NATS(?:_?(?:URL|URI|HOST|SERVERS?))$/, 'nats'],
  [/^(?:\w+_)?KAFKA(?:_?(?:URL|BROKERS?|HOST|BOOTSTRAP_SERVERS?))$/, 'kafka'],
  [/^(?:\w+_)?(?:ELASTICSEARCH|ELASTIC|ES)(?:_?(?:URL|URI|HOSTS?|NODE|PORT|USERNAME|PASSWORD))$/, 'elasticsearch'],
  [/^(?:\w+_)?OPENSEARCH(?:_?(?:URL|URI|HOSTS?|NODE|PORT|USERNAME|PASSWORD))$/, 'opensearch'],
  [/^(?:\w+_)?MEILI(?:SEARCH)?_?(?:URL|HOST|ADDR|MASTER_KEY|API_KEY)$/, 'meilisearch'],
  [/^(?:\w+_)?TYPESENSE_?(?:URL|HOST|PORT|API_KEY)$/, 'typesense'],
  [/^(?:\w+_)?CLICKHOUSE_?(?:URL|HOST|PORT|USER|PASSWORD|DATABASE|DB)$/, 'clickhouse'],
  [/^(?:\w+_)?(?:MSSQL|SQLSERVER|SQL_SERVER)_?(?:URL|HOST|PORT|USER|PASSWORD|SA_PASSWORD|DATABASE)$/, 'mssql'],
  [/^CONNECTION_?STRINGS_+\w*(?:REDIS|CACHE)/i, 'redis'],
  [/^CONNECTION_?STRINGS_+\w*(?:RABBIT|AMQP|EVENT_?BUS|MESSAGING|QUEUE|BROKER)/i, 'rabbitmq'],
  [/^CONNECTION_?STRINGS_+\w*MONGO/i, 'mongodb'],
  [/^CONNECTION_?STRINGS_+\w*ELASTIC/i, 'elasticsearch'],
  [/^CONNECTION_?STRINGS_+\w/i, 'sql'],
  [
    /^(?:\w+_)?(?:DATABASE|DB|SQL|JDBC_DATABASE|JDBC|DATASOURCE|SPRING_DATASOURCE|QUARKUS_DATASOURCE_JDBC|TYPEORM|SQLALCHEMY_DATABASE|SHADOW_DATABASE|DIRECT_DATABASE)_?(?:URL|URI|DSN|HOST|HOSTNAME|SERVER|ADDR|ADDRESS|PORT|NAME|DATABASE|DB|USER|USERNAME|PASS|PASSWD|PASSWORD|CONNECTION(?:_STRING)?|ENGINE|DIALECT|DRIVER|CLIENT|TYPE|SSL|SSLMODE|SSL_MODE|PRISMA_URL|URL_UNPOOLED|DIRECT_URL)$|^(?:DATABASE|DIRECT_URL|DB|DBHOST|DBPORT|DBNAME|DBUSER|DBPASS|DBPASSWORD)$|^(?:\w+_)?DB(?:HOST|PORT|NAME|USER|PASS|PASSWORD|ENGINE)$/,
    'sql'
  ]
];

/** The kind of datastore that a variable's name speaks of: `sql` where it is any relational one; null for other names. */
export const storeOfVariable = (name: string): DatastoreKind | 'sql' | null =>
  names.find(([pattern]) => pattern.test(name))?.[1] ?? null;

/** The datastore among those placed that a variable is filled from, or null. */
export function storeFor(name: string, value: string | null, placed: Datastore[]): Datastore | null {
  const said = storeOfUrl(value);
  const kind = said && said !== 'sqlite' ? said : storeOfVariable(name);
  if (kind === null) return null;
  if (kind === 'sql')
    return (
      placed.find((store) => isSql(store.kind)) ??
      (/URI|URL|HOST/.test(name) ? (placed.find((store) => store.kind === 'mongodb') ?? null) : null)
    );
  return (
    placed.find((store) => store.kind === kind) ??
    placed.find((store) => familyOf(store.kind) === familyOf(kind)) ??
    null
  );
}
