import type { DatastoreKind } from '../../domain/analysis.ts';
import type { App, StatedVariable, StoreHint } from './detector.ts';
import { evidenceAt } from './reading/evidence.ts';
import { folderOf, nameOf } from './reading/paths.ts';
import type { SourceFile } from './reading/reader.ts';
import type { Tree } from './reading/tree.ts';
import { familyOf, isSql, storeOfDriver, storeOfUrl, storeOfVariable, storeOfWord } from './stores.ts';

/** Packages that do nothing without their datastore. */
export const queues =
  /^(?:bull|bullmq|@nestjs\/bull|@nestjs\/bullmq|bee-queue|rq|arq|django-rq|sidekiq|resque|github\.com\/hibiken\/asynq|channels-redis|connect-redis|flask-redis|pg-boss|graphile-worker)$/;

/** Packages that bring the drivers of the databases that they support. */
const bringsDrivers =
  /medusa|keystone|directus|strapi|prisma|orm\b|drizzle|knex|sequelize|payload|database|(?:^|[-/])db(?:[-/]|$)|illuminate|laravel|symfony|doctrine/i;

const plain = (
  kind: DatastoreKind,
  strength: StoreHint['strength'],
  reason: string,
  evidence: StoreHint['evidence']
): StoreHint => ({
  kind,
  name: null,
  version: null,
  strength,
  reason,
  evidence
});

/** The datastores that the packages of apps are drivers of. */
export const driverHints = (apps: App[]): StoreHint[] =>
  apps.flatMap((app) =>
    app.dependencies
      .filter((each) => !each.development)
      .flatMap((each): StoreHint[] => {
        const kind = storeOfDriver(each.name);
        return kind
          ? [plain(kind, queues.test(each.name) ? 'needed' : 'driver', `${each.name} is a dependency`, each.evidence)]
          : [];
      })
  );

/** Families of datastores that the apps have drivers of, or null where their packages do not tell. */
function driven(apps: App[]): Set<string> | null {
  const names = apps.flatMap((app) => app.dependencies.map((each) => each.name));
  if (names.length === 0 || names.some((name) => bringsDrivers.test(name))) return null;
  return new Set(
    names
      .map(storeOfDriver)
      .filter((kind) => kind !== null)
      .map(familyOf)
  );
}

/** A connection URL in an example, a schema or the code says which database is meant, and so does a word such as `DB_CLIENT=pg`. */
export function variableHints(variables: StatedVariable[], apps: App[]): StoreHint[] {
  const drivers = driven(apps);
  return variables.flatMap((each): StoreHint[] => {
    const kind = storeOfUrl(each.default) ?? engineOf(each) ?? hostOf(each, drivers);
    if (!kind || storeOfVariable(each.name) === null) return [];
    const file = kind === 'sqlite';
    const shown = each.origin === 'example' || each.origin === 'docs';
    if (file && shown && each.required === false) return [];
    const idle = shown && drivers !== null && !file && !drivers.has(familyOf(kind));
    const strength = (each.required === false && shown) || idle ? 'optional' : file ? 'embedded' : 'needed';
    return [
      plain(
        kind,
        strength,
        file ? `${each.name} leads to a file of the service's own` : `${each.name} leads to ${kind}`,
        each.evidence
      )
    ];
  });
}

/** The kind that an example chooses by a word, such as `DB_CONNECTION=mysql`. */
const engineOf = ({ name, default: word, origin, required }: StatedVariable): DatastoreKind | null =>
  origin === 'example' &&
  required !== false &&
  /^(?:\w+_)?(?:DB|DATABASE|SQL|TYPEORM)(?:_?(?:ENGINE|CLIENT|TYPE|CONNECTION|DIALECT|DRIVER|PROVIDER|BACKEND|VENDOR))?$/.test(
    name
  )
    ? storeOfWord(word)
    : null;

/** The kind that code reaches by a host's name where nobody names another: `REDIS_HOST` that falls back to `redis`. */
function hostOf(
  { name, default: value, origin, evidence }: StatedVariable,
  drivers: Set<string> | null
): DatastoreKind | null {
  const kind = storeOfVariable(name);
  if (kind === null || kind === 'sql' || origin !== 'code' || evidence.path.endsWith('.php')) return null;
  const reached =
    /(?:HOST|HOSTNAME|SERVER|ADDR|ADDRESS|BROKERS?)$/.test(name) && /^[a-z][a-z0-9.-]*(?::\d+)?$/.test(value ?? '');
  return reached && drivers?.has(familyOf(kind)) ? kind : null;
}

const clients: [DatastoreKind, RegExp][] = [
  ['redis', /\b(?:Strict)?Redis\(|\bredis\.createClient\(|\bcreateClient\(|\bredis\.NewClient\(/g],
  [
    'mysql',
    /\bmysql2?(?:\.connector)?\.(?:connect|createConnection|createPool)\(|\bpymysql\.connect\(|\bMySQLdb\.connect\(/g
  ],
  ['postgres', /\bpsycopg2?\.connect\(|\bnew\s+(?:pg\.)?(?:Pool|Client)\(|\basyncpg\.(?:connect|create_pool)\(/g],
  ['mongodb', /\bMongoClient\(|\bmongoose\.connect\(/g],
  ['rabbitmq', /\bConnectionParameters\(|\bamqp\.(?:connect|Dial)\(/g]
];
const namedHost =
  /\b(?:host|hostname|server)['"]?\s*[:=]\s*['"](?!localhost|127\.|0\.0\.0\.0)[a-z][\w.-]*['"]|\(\s*['"](?!localhost|127\.)[a-z][\w-]*['"]\s*[,)]|:\/\/(?:[^\s'"@/]{1,80}@)?(?!localhost|127\.)[a-z][\w-]*(?::\d+)?\b/i;

/** Connections that code makes to a host whose name stands in it: nothing but that datastore will do. */
export function clientHints(files: SourceFile[], apps: App[]): StoreHint[] {
  const drivers = new Set(driverHints(apps).map((hint) => familyOf(hint.kind)));
  return files
    .filter((file) => !/(?:^|\/)(?:tests?|__tests__|spec)\/|[._-](?:test|spec)\./.test(file.path))
    .flatMap((file) =>
      clients
        .filter(([kind]) => drivers.has(familyOf(kind)))
        .flatMap(([kind, pattern]) =>
          [...file.text.matchAll(pattern)]
            .filter(({ index }) => namedHost.test(argumentsAt(file.text, index)))
            .slice(0, 1)
            .map(({ index }) =>
              plain(kind, 'needed', `the code connects to ${kind} by a host's name`, evidenceAt(file, index))
            )
        )
    );
}

/** What stands between the brackets of a call, as far as it is short. */
function argumentsAt(text: string, at: number): string {
  const end = text.indexOf(')', at);
  return text.slice(at, Math.min(end < 0 ? text.length : end + 1, at + 400));
}

const variant = /(postgres(?:ql)?|pgsql|mysql|mariadb|sqlite)/i;

/**
 * Statements of compose files as they count: where a folder holds one file per database (`docker-compose.mysql.yml` beside
 * `docker-compose.sqlite.yml`) the database is a choice, and a file of the service's own where that is one of the choices.
 */
export function chosenAmongVariants(tree: Tree, stated: StoreHint[]): StoreHint[] {
  return stated.flatMap((hint) => {
    const { path } = hint.evidence;
    const own = variant.exec(nameOf(path))?.[1];
    if (own === undefined || !isSql(hint.kind) || hint.strength !== 'stated') return [hint];
    const stem = nameOf(path).slice(0, 7);
    const others = tree
      .named(folderOf(path), /\.ya?ml$/)
      .filter((each) => nameOf(each).startsWith(stem))
      .map((each) => variant.exec(nameOf(each))?.[1]?.toLowerCase())
      .filter((each) => each !== undefined && each !== own.toLowerCase());
    if (others.length === 0) return [hint];
    const file = others.includes('sqlite')
      ? [
          plain(
            'sqlite',
            'embedded',
            `${folderOf(path)} offers a database in a file of the service's own`,
            hint.evidence
          )
        ]
      : [];
    return [{ ...hint, strength: file.length > 0 ? 'optional' : 'needed' }, ...file];
  });
}
