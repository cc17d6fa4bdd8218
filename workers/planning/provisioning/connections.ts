import type { Datastore } from '../../domain/analysis.ts';
import { secretReference } from '../../domain/shell.ts';
import { datastoreRecipes, type DatastoreRecipe } from './datastores.ts';
import { secretNameOf } from './secrets.ts';

/** A datastore that services can reach at `host`:`port`. `password` is a `${SECRET:NAME}` reference, null where it has none. */
export interface Connection {
  datastore: Datastore;
  recipe: DatastoreRecipe;
  host: string;
  port: number;
  password: string | null;
}

/** The connection to a placed datastore; `host` is its name on the network or a placeholder. Null for kinds without a container. */
export function connectionTo(datastore: Datastore, host: string, port?: number): Connection | null {
  const recipe = datastoreRecipes[datastore.kind];
  if (!recipe) return null;
  const password =
    recipe.password === null
      ? null
      : `${datastore.kind === 'mssql' ? 'Aa1' : ''}${secretReference(passwordName(datastore))}`;
  return { datastore, recipe, host, port: port ?? recipe.port, password };
}

export const passwordName = (datastore: { name: string }): string => `${secretNameOf(datastore.name)}_PASSWORD`;

/** Names under which .NET looks for connections, and those of which only a JDBC URL is read. */
const dotnetName = /^CONNECTION_?STRINGS__?(\w+)$/;
const jdbcName =
  /(?:^|_)JDBC_|_JDBC_UR[IL]$|^SPRING_DATASOURCE_URL$|^(?:SPRING_)?(?:FLYWAY|LIQUIBASE)_URL$|^DATASOURCES_\w+_URL$/;

const parts: [RegExp, (connection: Connection, stated: string | null) => string | null][] = [
  [
    /^(?:URL|URI|DSN|JDBC_URL|CONNECTION|CONNECTION_STRING|CONNECTION_URL|PRISMA_URL|URL_NON_POOLING|INTERNAL_URL|BACKEND|RESULT_BACKEND|TRANSPORT_URL)$/,
    url
  ],
  [/^(?:HOST|HOSTNAME|SERVER|ADDR_HOST|ENDPOINT_HOST)$/, (connection) => connection.host],
  [
    /^(?:ADDR|ADDRESS|SERVERS|BROKERS|BOOTSTRAP_SERVERS|HOSTS|NODES|BROKER|HOST_PORT)$/,
    (connection, stated) =>
      stated?.includes('://') ? url(connection, stated) : `${connection.host}:${connection.port}`
  ],
  [
    /^(?:ENDPOINT|NODE|SERVER_URL)$/,
    (connection) => `${connection.recipe.scheme}://${connection.host}:${connection.port}`
  ],
  [/^PORT$/, (connection) => String(connection.port)],
  [
    /^(?:USER|USERNAME|USER_NAME|LOGIN|ROOT_USER|DEFAULT_USER|INITDB_ROOT_USERNAME|ACCESS_KEY|ACCESS_KEY_ID)$/,
    (connection) => connection.recipe.user ?? ''
  ],
  [
    /^(?:PASSWORD|PASS|PASSWD|PWD|MASTER_KEY|API_KEY|KEY|ROOT_PASSWORD|DEFAULT_PASS|INITDB_ROOT_PASSWORD|SECRET_KEY|SECRET_ACCESS_KEY)$/,
    (connection) => connection.password ?? ''
  ],
  [/^(?:NAME|DATABASE|DB|DBNAME|DB_NAME|DATABASE_NAME|INITDB_DATABASE)$/, (connection) => connection.recipe.database],
  [/^(?:SSL|TLS|USE_SSL|USE_TLS)$/, () => 'false'],
  [/^SSL_?MODE$/, () => 'disable']
];

/**
 * The value of a variable that speaks of one of these datastores, or null. A name is a prefix that belongs to the kind and a
 * part that says what is wanted: `PGHOST`, `REDIS_URL`, `SHOP_DB_PASSWORD`. `stated` is the variable's known default, whose scheme
 * is kept (`postgresql+asyncpg://`, `jdbc:…`). Datastores are tried in order; the longest prefix wins.
 */
export function connectionValue(variable: string, connections: Connection[], stated: string | null): string | null {
  const name = variable.toUpperCase();
  const said = dotnetName.exec(name)?.[1];
  if (said !== undefined) return connectionString(said, connections);
  const found = connections
    .flatMap((connection) =>
      [secretNameOf(connection.datastore.name), ...connection.recipe.prefixes].map((prefix) => ({ connection, prefix }))
    )
    .map(({ connection, prefix }) => ({ connection, prefix, part: partAfter(name, prefix) }))
    .filter((each) => each.part !== null)
    .sort((a, b) => b.prefix.length - a.prefix.length);
  for (const { connection, part } of found) {
    const rule = parts.find(([pattern]) => pattern.test(part!));
    const value = rule?.[1](connection, jdbcName.test(name) ? jdbcForm(connection, stated) : stated) ?? null;
    if (value !== null) return value;
  }
  return null;
}

/** What a JDBC URL begins with for a datastore, unless the stated one is such a URL already. */
const jdbcForm = ({ datastore }: Connection, stated: string | null): string =>
  stated?.startsWith('jdbc:') ? stated : `jdbc:${jdbcSchemes[datastore.kind] ?? datastore.kind}:`;

const jdbcSchemes: Partial<Record<Datastore['kind'], string>> = { postgres: 'postgresql', mssql: 'sqlserver' };

const familiar: [RegExp, Datastore['kind'][]][] = [
  [/REDIS|CACHE/, ['redis', 'valkey']],
  [/RABBIT|AMQP|EVENT_?BUS|MESSAGING|QUEUE|BROKER/, ['rabbitmq']],
  [/MONGO/, ['mongodb']],
  [/ELASTIC/, ['elasticsearch']]
];
const sql: Datastore['kind'][] = ['postgres', 'mysql', 'mariadb', 'mssql'];

/** A connection string of .NET to the datastore that its name speaks of, else to the database. */
function connectionString(said: string, connections: Connection[]): string | null {
  const kinds = familiar.find(([pattern]) => pattern.test(said))?.[1] ?? sql;
  const connection = connections.find(({ datastore }) => kinds.includes(datastore.kind));
  if (!connection) return null;
  const { host, port, recipe, password } = connection;
  switch (connection.datastore.kind) {
    case 'postgres':
      return `Host=${host};Port=${port};Database=${recipe.database};Username=${recipe.user};Password=${password}`;
    case 'mysql':
    case 'mariadb':
      return `Server=${host};Port=${port};Database=${recipe.database};User=${recipe.user};Password=${password}`;
    case 'mssql':
      return `Server=${host},${port};Database=${recipe.database};User Id=${recipe.user};Password=${password};TrustServerCertificate=true`;
    case 'redis':
    case 'valkey':
      return `${host}:${port}`;
    default:
      return url(connection);
  }
}

const glued = /^(?:URL|HOST|PORT|USER|USERNAME|PASS|PASSWORD|DATABASE|SSLMODE)$/;

/** What follows a prefix in a name, the prefix standing at the beginning or after an underscore; `REDISHOST` needs no underscore. */
function partAfter(name: string, prefix: string): string | null {
  const at = name.startsWith(prefix) ? 0 : name.indexOf(`_${prefix}_`) + 1;
  if (at === 0 && !name.startsWith(prefix)) return null;
  const rest = name.slice(at + prefix.length);
  if (rest.startsWith('_')) return rest.slice(1);
  return glued.test(rest) || (prefix === 'PG' && rest !== '') ? rest : null;
}

/** A connection URL. `stated` decides its scheme and, for caches, its database number. */
export function url(connection: Connection, stated: string | null = null): string {
  const { recipe, host, port } = connection;
  const jdbc = /^jdbc:([a-z]+):/.exec(stated ?? '')?.[1];
  if (jdbc) return jdbcUrl(connection, jdbc);
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//.exec(stated ?? '')?.[1] ?? recipe.scheme;
  const user = recipe.user === null ? '' : `${recipe.user}:${connection.password ?? ''}@`;
  const cache = recipe.scheme === 'redis' ? (/\/(\d{1,2})$/.exec(stated ?? '')?.[1] ?? null) : null;
  const options = recipe.scheme === 'mongodb' ? '?authSource=admin' : '';
  const path = cache ?? recipe.database;
  const credentials =
    recipe.user !== null && ['postgresql', 'mysql', 'mongodb', 'amqp', 'sqlserver'].includes(recipe.scheme) ? user : '';
  return `${scheme}://${credentials}${host}:${port}${path === null || (recipe.scheme === 'http' && cache === null) ? '' : `/${path}`}${options}`;
}

/** A JDBC URL with the account in it, which drivers take where no other settings give one. */
function jdbcUrl({ recipe, host, port, password }: Connection, scheme: string): string {
  if (scheme === 'sqlserver')
    return `jdbc:sqlserver://${host}:${port};databaseName=${recipe.database};user=${recipe.user};password=${password};trustServerCertificate=true`;
  const account = recipe.user === null || password === null ? '' : `?user=${recipe.user}&password=${password}`;
  return `jdbc:${scheme}://${host}:${port}${recipe.database === null ? '' : `/${recipe.database}`}${account}`;
}
