import type { DatastoreKind } from '../../domain/analysis.ts';

/** How a kind of datastore runs. Values of `env` and `command` are templates in which `{password}` stands for its generated password. */
export interface DatastoreRecipe {
  image: string;
  /** The tag used when nothing names a version. */
  tag: string;
  /** The tag for a version that was found, such as `16` for `16.4`: how many of its parts the tag keeps. */
  parts: number;
  port: number;
  data: string | null;
  user: string | null;
  database: string | null;
  password: { kind: 'password' | 'hex'; length: number } | null;
  env: Record<string, string>;
  command: string | null;
  health: string;
  startPeriod: number;
  /** What URLs to it begin with. */
  scheme: string;
  /** What names of variables that speak of it begin with. */
  prefixes: string[];
}

const secret = { kind: 'password', length: 32 } as const;
const none = { user: null, database: null, password: null, env: {}, command: null, startPeriod: 10 } as const;
const account = { user: 'app', database: 'app', password: secret } as const;

/** From each image's own documentation. `sqlite` lives in its service and has no container. */
export const datastoreRecipes: Partial<Record<DatastoreKind, DatastoreRecipe>> = {
  postgres: {
    ...account,
    image: 'postgres',
    tag: '17',
    parts: 1,
    port: 5432,
    data: '/var/lib/postgresql/data',
    env: { POSTGRES_USER: 'app', POSTGRES_DB: 'app', POSTGRES_PASSWORD: '{password}' },
    command: null,
    health: 'pg_isready --username app --dbname app --host 127.0.0.1',
    startPeriod: 30,
    scheme: 'postgresql',
    prefixes: [
      'POSTGRES',
      'POSTGRESQL',
      'PG',
      'DATABASE',
      'DB',
      'SQLALCHEMY_DATABASE',
      'SPRING_DATASOURCE',
      'DATASOURCE',
      'DIRECT'
    ]
  },
  mysql: {
    ...account,
    image: 'mysql',
    tag: '8.4',
    parts: 2,
    port: 3306,
    data: '/var/lib/mysql',
    env: { MYSQL_USER: 'app', MYSQL_DATABASE: 'app', MYSQL_PASSWORD: '{password}', MYSQL_RANDOM_ROOT_PASSWORD: 'yes' },
    command: null,
    health: 'mysqladmin ping --host=127.0.0.1 --user=app --password="$MYSQL_PASSWORD" --silent',
    startPeriod: 60,
    scheme: 'mysql',
    prefixes: ['MYSQL', 'DATABASE', 'DB', 'SPRING_DATASOURCE', 'DATASOURCE', 'SQLALCHEMY_DATABASE']
  },
  mariadb: {
    ...account,
    image: 'mariadb',
    tag: '11',
    parts: 1,
    port: 3306,
    data: '/var/lib/mysql',
    env: {
      MARIADB_USER: 'app',
      MARIADB_DATABASE: 'app',
      MARIADB_PASSWORD: '{password}',
      MARIADB_RANDOM_ROOT_PASSWORD: 'yes'
    },
    command: null,
    health: 'mariadb-admin ping --host=127.0.0.1 --user=app --password="$MARIADB_PASSWORD" --silent',
    startPeriod: 60,
    scheme: 'mysql',
    prefixes: ['MARIADB', 'MYSQL', 'DATABASE', 'DB', 'SPRING_DATASOURCE', 'DATASOURCE', 'SQLALCHEMY_DATABASE']
  },
  mongodb: {
    ...account,
    image: 'mongo',
    tag: '8',
    parts: 1,
    port: 27017,
    data: '/data/db',
    env: { MONGO_INITDB_ROOT_USERNAME: 'app', MONGO_INITDB_ROOT_PASSWORD: '{password}' },
    command: null,
    health: `mongosh --quiet --eval 'db.runCommand({ ping: 1 }).ok'`,
    startPeriod: 30,
    scheme: 'mongodb',
    prefixes: ['MONGO', 'MONGODB', 'DATABASE', 'DB', 'SPRING_DATA_MONGODB']
  },
  redis: {
    ...none,
    image: 'redis',
    tag: '8',
    parts: 1,
    port: 6379,
    data: '/data',
    command: 'redis-server --appendonly yes --protected-mode no',
    health: 'redis-cli ping | grep -q PONG',
    scheme: 'redis',
    prefixes: [
      'REDIS',
      'CACHE',
      'KV',
      'QUEUE',
      'BULL',
      'RQ',
      'ARQ',
      'CELERY',
      'CELERY_BROKER',
      'CELERY_RESULT',
      'BROKER',
      'SPRING_DATA_REDIS',
      'SPRING_REDIS'
    ]
  },
  valkey: {
    ...none,
    image: 'valkey/valkey',
    tag: '8',
    parts: 1,
    port: 6379,
    data: '/data',
    command: 'valkey-server --appendonly yes --protected-mode no',
    health: 'valkey-cli ping | grep -q PONG',
    scheme: 'redis',
    prefixes: ['VALKEY', 'REDIS', 'CACHE', 'KV', 'QUEUE', 'CELERY', 'CELERY_BROKER', 'CELERY_RESULT', 'BROKER']
  },
  memcached: {
    ...none,
    image: 'memcached',
    tag: '1.6',
    parts: 2,
    port: 11211,
    data: null,
    health: 'true',
    scheme: 'memcached',
    prefixes: ['MEMCACHED', 'MEMCACHE', 'CACHE']
  },
  rabbitmq: {
    ...none,
    image: 'rabbitmq',
    tag: '4',
    parts: 1,
    port: 5672,
    data: '/var/lib/rabbitmq',
    user: 'app',
    password: secret,
    env: { RABBITMQ_DEFAULT_USER: 'app', RABBITMQ_DEFAULT_PASS: '{password}' },
    health: 'rabbitmq-diagnostics -q ping',
    startPeriod: 60,
    scheme: 'amqp',
    prefixes: ['RABBITMQ', 'RABBIT', 'AMQP', 'CLOUDAMQP', 'BROKER', 'CELERY_BROKER', 'SPRING_RABBITMQ']
  },
  nats: {
    ...none,
    image: 'nats',
    tag: '2',
    parts: 1,
    port: 4222,
    data: '/data',
    command: '--jetstream --store_dir /data',
    health: '',
    scheme: 'nats',
    prefixes: ['NATS']
  },
  kafka: {
    ...none,
    image: 'apache/kafka',
    tag: '4.1.0',
    parts: 3,
    port: 9092,
    data: '/var/lib/kafka/data',
    env: {
      KAFKA_NODE_ID: '1',
      KAFKA_PROCESS_ROLES: 'broker,controller',
      KAFKA_LISTENERS: 'PLAINTEXT://:9092,CONTROLLER://:9093',
      KAFKA_ADVERTISED_LISTENERS: 'PLAINTEXT://{host}:9092',
      KAFKA_CONTROLLER_LISTENER_NAMES: 'CONTROLLER',
      KAFKA_LISTENER_SECURITY_PROTOCOL_MAP: 'CONTROLLER:PLAINTEXT,PLAINTEXT:PLAINTEXT',
      KAFKA_CONTROLLER_QUORUM_VOTERS: '1@localhost:9093',
      KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_REPLICATION_FACTOR: '1',
      KAFKA_TRANSACTION_STATE_LOG_MIN_ISR: '1',
      KAFKA_LOG_DIRS: '/var/lib/kafka/data'
    },
    health: '/opt/kafka/bin/kafka-broker-api-versions.sh --bootstrap-server localhost:9092',
    startPeriod: 60,
    scheme: 'kafka',
    prefixes: ['KAFKA']
  },
  elasticsearch: {
    ...none,
    image: 'elasticsearch',
    tag: '8.19.0',
    parts: 3,
    port: 9200,
    data: '/usr/share/elasticsearch/data',
    env: {
      ES_SETTING_DISCOVERY_TYPE: 'single-node',
      ES_SETTING_XPACK_SECURITY_ENABLED: 'false',
      ES_JAVA_OPTS: '-Xms512m -Xmx512m'
    },
    health: 'curl -fsS http://127.0.0.1:9200/_cluster/health',
    startPeriod: 90,
    scheme: 'http',
    prefixes: ['ELASTICSEARCH', 'ELASTIC', 'ES']
  },
  opensearch: {
    ...none,
    image: 'opensearchproject/opensearch',
    tag: '3',
    parts: 1,
    port: 9200,
    data: '/usr/share/opensearch/data',
    env: { DISABLE_SECURITY_PLUGIN: 'true', OPENSEARCH_JAVA_OPTS: '-Xms512m -Xmx512m' },
    command: 'opensearch -Ediscovery.type=single-node',
    health: 'curl -fsS http://127.0.0.1:9200/_cluster/health',
    startPeriod: 90,
    scheme: 'http',
    prefixes: ['OPENSEARCH', 'ELASTICSEARCH']
  },
  meilisearch: {
    ...none,
    image: 'getmeili/meilisearch',
    tag: 'v1.15',
    parts: 2,
    port: 7700,
    data: '/meili_data',
    password: secret,
    env: { MEILI_MASTER_KEY: '{password}', MEILI_ENV: 'production', MEILI_NO_ANALYTICS: 'true' },
    health: 'curl -fsS http://127.0.0.1:7700/health',
    scheme: 'http',
    prefixes: ['MEILISEARCH', 'MEILI']
  },
  typesense: {
    ...none,
    image: 'typesense/typesense',
    tag: '29.0',
    parts: 2,
    port: 8108,
    data: '/data',
    password: secret,
    env: { TYPESENSE_DATA_DIR: '/data', TYPESENSE_API_KEY: '{password}' },
    health: '',
    scheme: 'http',
    prefixes: ['TYPESENSE']
  },
  clickhouse: {
    ...account,
    image: 'clickhouse/clickhouse-server',
    tag: '25.8',
    parts: 2,
    port: 8123,
    data: '/var/lib/clickhouse',
    env: {
      CLICKHOUSE_USER: 'app',
      CLICKHOUSE_DB: 'app',
      CLICKHOUSE_PASSWORD: '{password}',
      CLICKHOUSE_DEFAULT_ACCESS_MANAGEMENT: '1'
    },
    command: null,
    health: 'wget -q --spider http://127.0.0.1:8123/ping',
    startPeriod: 30,
    scheme: 'http',
    prefixes: ['CLICKHOUSE']
  },
  mssql: {
    ...none,
    image: 'mcr.microsoft.com/mssql/server',
    tag: '2022-latest',
    parts: 0,
    port: 1433,
    data: '/var/opt/mssql',
    user: 'sa',
    database: 'master',
    password: secret,
    env: { ACCEPT_EULA: 'Y', MSSQL_SA_PASSWORD: 'Aa1{password}' },
    health: '/opt/mssql-tools18/bin/sqlcmd -C -S 127.0.0.1 -U sa -P "$MSSQL_SA_PASSWORD" -Q "SELECT 1"',
    startPeriod: 60,
    scheme: 'sqlserver',
    prefixes: ['MSSQL', 'SQLSERVER', 'DATABASE', 'DB', 'SPRING_DATASOURCE', 'DATASOURCE']
  },
  minio: {
    ...none,
    image: 'minio/minio',
    tag: 'RELEASE.2025-04-22T22-12-26Z',
    parts: 0,
    port: 9000,
    data: '/data',
    user: 'app',
    password: secret,
    env: { MINIO_ROOT_USER: 'app', MINIO_ROOT_PASSWORD: '{password}' },
    command: 'server /data',
    health: 'mc ready local',
    scheme: 'http',
    prefixes: ['MINIO', 'S3', 'AWS_S3']
  }
};

/** The image of a datastore at the version that was found, or at the recipe's own. Anything that is no plain version is ignored. */
export function datastoreImage(recipe: DatastoreRecipe, version: string | null): string {
  const found = /^v?(\d+(?:\.\d+)*)/.exec(version ?? '')?.[1];
  if (!found || recipe.parts === 0) return `${recipe.image}:${recipe.tag}`;
  const wanted = found.split('.').slice(0, recipe.parts);
  const own = recipe.tag.replace(/^v/, '').split('.');
  const complete = wanted.length >= recipe.parts ? wanted : wanted[0] === own[0] ? own : wanted;
  return `${recipe.image}:${recipe.tag.startsWith('v') ? 'v' : ''}${complete.join('.')}`;
}
