import type { EnvironmentVariable } from '../../../domain/service.ts';
import { isCoreExternal, usesExternal } from '../externals.ts';
import { isSql, storeFor, storeOfUrl, storeOfVariable } from '../stores.ts';
import type { Subject, Surroundings } from './classify.ts';
import { isIssued } from './issued.ts';
import { isMinted } from './minted.ts';
import { isOwnAddress } from './own-address.ts';
import { isMail, isSender, isOwnersChoice, isTitle, suggestion } from './personal.ts';
import { hasOwnDefault, isListed, isPlaceholder } from './values.ts';

/** What becomes of a variable: who gives its value, and which. */
type Judgement = Pick<EnvironmentVariable, 'default' | 'source' | 'required'> &
  Partial<Pick<EnvironmentVariable, 'secret' | 'describes'>>;

const standing = (value: string | null): Judgement => ({ default: value, source: 'default', required: false });
const asked = (value: string | null, required = true): Judgement => ({ default: value, source: 'person', required });

const platform: Record<string, (around: Surroundings) => string | null> = {
  PORT: ({ port }) => (port ? String(port) : null),
  HOST: () => '0.0.0.0',
  HOSTNAME: () => '0.0.0.0',
  NODE_ENV: () => 'production',
  RAILS_ENV: () => 'production',
  RACK_ENV: () => 'production',
  FLASK_ENV: () => 'production',
  GIN_MODE: () => 'release',
  RAILS_LOG_TO_STDOUT: () => '1',
  RAILS_SERVE_STATIC_FILES: () => '1'
};

/** What every server is told alike. */
function ofPlatform({ name, value, around }: Subject): Judgement | null {
  const fixed = Object.hasOwn(platform, name) ? platform[name] : undefined;
  return fixed ? { ...standing(fixed(around) ?? value), secret: false } : null;
}

const engineWord =
  /^(?:\w+\.)*(?:postgres(?:ql)?(?:_psycopg2)?|pgsql|pg|mysql2?|mariadb|sqlite3?|better-sqlite3|mongodb?|redis)$/i;

/** The kind of database, said by a word such as `postgres`: that of the placed one. */
function ofEngine({ name, stated, around: { datastores } }: Subject): Judgement | null {
  if (!/(?:^|_)(?:DB|DATABASE|DBENGINE|ENGINE|DIALECT|DRIVER|CLIENT|TYPE|CONNECTION|BACKEND|PROVIDER)$/.test(name))
    return null;
  const words = stated.map((each) => each.default).filter((word) => word !== null && engineWord.test(word));
  const sql = datastores.find((each) => isSql(each.kind));
  if (words.length === 0 || !sql) return null;
  const fits = words.find((word) => word!.toLowerCase().includes(sql.kind === 'mariadb' ? 'm' : sql.kind.slice(0, 5)));
  const engine = fits ?? (words[0]!.includes('.') ? null : sql.kind);
  return engine === null ? null : { ...standing(engine), secret: false };
}

const isFile = (value: string | null) =>
  /^(?:(?:jdbc:)?sqlite\w*|file):|^(?:Data ?Source|Filename)=[^;=]*\.(?:db3?|sqlite3?)(?:;|$)/.test(value ?? '');

/** The file of an embedded database. */
const ofFile = ({ value, around }: Subject): Judgement | null =>
  isFile(value) && !around.datastores.some((each) => isSql(each.kind)) ? { ...standing(value), secret: false } : null;

/** What leads to a datastore that is placed beside the service. */
function ofStore({ name, stated, value, needed, around }: Subject): Judgement | null {
  const said = stated.map((each) => each.default).find((each) => storeOfUrl(each)) ?? value;
  const store = storeFor(name, said, around.datastores);
  return store
    ? {
        default: null,
        source: 'reference',
        required: needed !== false || stated.some((each) => each.origin === 'compose'),
        describes: `How to reach ${store.name}`
      }
    : null;
}

/** The address of another service of the plan. */
const ofService = ({ value, around }: Subject): Judgement | null =>
  around.services.some((service) => new RegExp(`^(?:https?://)?${service}(?::\\d+)?(?:/|$)`).test(value ?? ''))
    ? standing(value)
    : null;

/** What would lead to a datastore that is not placed. */
function ofAbsentStore({ name, stated, value, secret }: Subject): Judgement | null {
  if (storeOfVariable(name) === null || isFile(value)) return null;
  const named = stated.some((each) => each.origin === 'compose' && /^[a-z][\w-]*$/i.test(each.default ?? ''));
  const usable = value !== null && !isPlaceholder(value) && !secret && !(named && /HOST|SERVER|ADDR/.test(name));
  const insisted = stated.some((each) => each.origin === 'schema' && each.required === true) && value === null;
  return usable ? { ...standing(value), required: insisted } : asked(null, insisted);
}

const ownWord =
  /APP|SITE|AUTH|PUBLIC|BASE|DOMAIN|ROOT|ORIGIN|CANONICAL|EXTERNAL|INSTANCE|PRIMARY|ALLOWED|TRUSTED|^URL$/;
const realUrl =
  /^https?:\/\/(?!localhost|127\.|0\.0\.0\.0|10\.|192\.168\.|\[|local\.|[\w.-]*\.(?:local|test|localhost)\b)[\w-]+(?:\.[\w-]+)+/i;

/** The address that the service itself is reached at. */
function ofOwnAddress({ name, prefix, stated }: Subject): Judgement | null {
  if (!isOwnAddress(name, prefix)) return null;
  const strong = ownWord.test(name.replace(`${prefix}_`, '')) || (prefix !== null && name === `${prefix}_URL`);
  const elsewhere = stated.some(
    (each) => realUrl.test(each.default ?? '') && !isPlaceholder(each.default) && (!strong || each.origin !== 'example')
  );
  if (elsewhere) return null;
  return {
    default: null,
    source: 'reference',
    required: strong || stated.some((each) => each.required !== false),
    secret: false,
    describes: 'The public address of this service'
  };
}

/** One half of a pair that a vendor hands out. */
const ofIssuer = ({ name, secret, stated, around }: Subject): Judgement | null =>
  secret && isIssued(name, around.variables)
    ? asked(
        null,
        stated.some((each) => each.required === true && each.origin !== 'code' && !isPartial(each.evidence.path))
      )
    : null;

/** A secret of the program's own. */
const ofMint = ({ name, secret, stated, prefix, around }: Subject): Judgement | null =>
  secret && isMinted(name, stated, around.variables, prefix)
    ? { default: null, source: 'generated', required: stated.some((each) => each.required !== false) }
    : null;

/** A whole file of settings in one variable, to be looked through by a person. */
const ofDocument = ({ name, stated }: Subject): Judgement | null =>
  stated.some(
    (each) =>
      each.origin === 'compose' && /\n\s*\w+:/.test(each.default ?? '') && /CONFIG|SETTINGS|YAML|JSON|TOML/.test(name)
  )
    ? { ...asked(null), secret: true, describes: 'A whole configuration: see the compose file for what belongs in it' }
    : null;

/** What a person answers for: the owner, the first user, the title, and the mail server where the service counts on one. */
function ofPerson({ name, stated, needed, secret, around }: Subject): Judgement | null {
  if (secret || (needed === false && hasOwnDefault(stated) && !(isSender(name) && around.mails))) return null;
  const insisted = stated.some((each) => each.required === true && each.origin !== 'code');
  const open = insisted || (isListed(stated) && stated.some((each) => each.default !== null));
  if (isMail(name))
    return asked(suggestion(stated), around.mails === true && stated.some((each) => each.required !== false));
  if (isOwnersChoice(name) && open) return asked(suggestion(stated));
  return isTitle(name) && insisted ? asked(suggestion(stated)) : null;
}

/** A schema for one of many parts of a program insists only where that part is used. */
const isPartial = (path: string) =>
  /(?:^|\/)(?:integrations?|plugins?|features?|ee|enterprise|providers?|addons?|adapters?|tests?)\//.test(path);

const plainValue = /^(?:\d+(?:\.\d+)?\w{0,2}|true|false|yes|no|on|off)$/i;
/** Externals that programs do without, or that the person is told of elsewhere. */
const spared = new Set(['sentry', 'posthog', 'smtp']);
/** Sign-in by somebody else, of which a program offers several, and storage, which a disk stands in for. */
const replaceable = /-oauth$|^(?:oidc|saml|ldap)$/;
/** So few that an example lists nothing which its author could do without. */
const fewVariables = 12;
/** So many that each is one of many things which the program can do. */
const manyVariables = 40;

/** What leads to a service of somebody else's. */
function ofExternal({ stated, value, needed, secret, external, around }: Subject): Judgement | null {
  if (external === null) return null;
  const insisted = stated.some(
    (each) =>
      each.required === true &&
      (each.origin === 'schema' || each.origin === 'compose' || each.origin === 'platform') &&
      !isPartial(each.evidence.path)
  );
  const usable = value !== null && !isPlaceholder(value) && !secret;
  if (usable && (spared.has(external) || !insisted || hasOwnDefault(stated) || plainValue.test(value)))
    return standing(value);
  if (insisted && needed === true) return asked(secret ? null : suggestion(stated), !spared.has(external) || !secret);
  const listed = stated.some((each) => each.origin === 'example' && each.required !== false);
  const few = around.variables.length <= fewVariables && !spared.has(external) && !replaceable.test(external);
  const core =
    ((isCoreExternal(external) && around.variables.length <= manyVariables) || few) &&
    usesExternal(external, around.packages) &&
    listed;
  return asked(
    null,
    needed === true ? !stated.every((each) => isPartial(each.evidence.path)) : needed === null && secret && core
  );
}

const numbered =
  /_(?:MEMORY|LIMIT|TIMEOUT|INTERVAL|TTL|SIZE|COUNT|LEVEL|RETRIES|CONCURRENCY|WORKERS|THREADS|MAX|MIN|DAYS|HOURS|MINUTES|SECONDS|AGE|EXPIRY|POOL_\w+)$/;

/** Anything else: a value that stands, or a question where the program does not go without. */
const ofRest = ({ name, stated, value, needed, secret }: Subject): Judgement =>
  value !== null && !isPlaceholder(value) && !secret
    ? standing(value)
    : asked(null, needed === true && !numbered.test(name) && !stated.every((each) => isPartial(each.evidence.path)));

/** Judgements in the order in which they are asked; the first that is not null stands, and the last never is. */
export const judgements: ((subject: Subject) => Judgement | null)[] = [
  ofPlatform,
  ofEngine,
  ofFile,
  ofStore,
  ofService,
  ofAbsentStore,
  ofOwnAddress,
  ofIssuer,
  ofDocument,
  ofMint,
  ofPerson,
  ofExternal,
  ofRest
];
