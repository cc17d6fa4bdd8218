import type { Datastore } from '../../../domain/analysis.ts';
import type { EnvironmentVariable } from '../../../domain/service.ts';
import type { StatedVariable } from '../detector.ts';
import { externalOf, usesExternal } from '../externals.ts';
import { isSql, storeFor, storeOfUrl, storeOfVariable } from '../stores.ts';
import { isIssued } from './issued.ts';

/** What a variable is judged by beside its own statements. */
export interface Surroundings {
  port: number | null;
  datastores: Datastore[];
  packages: string[];
  services: string[];
  /** The names of all variables of the service. */
  variables: string[];
}

/** Names that a machine, a shell, a build server or somebody else's platform sets: never shown. */
const foreign =
  /^(?:CI|HOME|PATH|PWD|USER|USERNAME|SHELL|TERM|TMPDIR|TEMP|TMP|LANG|LC_\w+|EDITOR|VISUAL|DISPLAY|COLORTERM|NO_COLOR|FORCE_COLOR|APPDATA|LOCALAPPDATA|USERPROFILE|INIT_CWD|LAMBDA_TASK_ROOT|NODE_OPTIONS|NODE_PATH|NODE_DEBUG|NODE_EXTRA_CA_CERTS|NODE_TLS_REJECT_UNAUTHORIZED|NODE_UNIQUE_ID|JEST_\w+|VITEST\w*|PLAYWRIGHT\w*|CYPRESS\w*|TEST|TESTING|TEST_\w+|\w+_TEST_\w+|E2E\w*|VERCEL(?:_\w+)?|NEXT_PUBLIC_VERCEL_\w+|NOW_\w+|NETLIFY\w*|RAILWAY_\w+|RENDER(?:_\w+)?|FLY_\w+|HEROKU_\w+|DYNO|GAE_\w+|K_SERVICE|K_REVISION|GITPOD_\w+|CODESPACES?\w*|GITHUB_(?:ACTIONS?|SHA|REF\w*|RUN_\w+|REPOSITORY\w*|WORKSPACE|ENV|OUTPUT|EVENT_\w+|HEAD_REF|BASE_REF|ACTOR|JOB|WORKFLOW|SERVER_URL)|CIRCLE\w*|TRAVIS\w*|KUBERNETES_\w+|AWS_LAMBDA_\w+|AWS_EXECUTION_ENV|NEXT_RUNTIME|NEXT_PHASE|NEXT_TELEMETRY_DISABLED|NEXT_DEPLOYMENT_ID|npm_\w+|ANALYZE|BUNDLE_ANALYZE|TURBO_\w+|SKIP_ENV_VALIDATION|HMR_\w+|PYTHONPATH|PYTHONUNBUFFERED|PYTHONDONTWRITEBYTECODE|PIP_\w+|UV_\w+|VIRTUAL_ENV|UID|GID|COMPOSE_\w+|DOCKER_\w+|SSR|DEV|PROD|MODE|BASE_URL_TEST|XDG_\w+|HTTPS?_PROXY|NO_PROXY|WEB_CONCURRENCY|RACK_MINI_PROFILER|RUBYOPT|GOPATH|GOROOT|JAVA_HOME|VIRTUAL_HOST|VIRTUAL_PORT|LETSENCRYPT_\w+|PGDATA|TRAEFIK_\w+)$/;

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

const selfUrl =
  /^(?:(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|EXPO_PUBLIC)_)?(?:(?:APP|SITE|BASE|PUBLIC|SERVER|WEB|WEBSITE|FRONTEND|CLIENT|BACKEND|API|ROOT|HOST|SELF|AUTH|NEXTAUTH|BETTER_AUTH|INSTANCE|EXTERNAL|CANONICAL|PRIMARY|MAIN|DEFAULT|WEBAPP|DASHBOARD|\w+_PUBLIC|MARKETING|LINK|SHORT)_?)?(?:BASE_?|PUBLIC_?|ROOT_?|SITE_?|APP_?|SERVER_?)?(?:URL|URI|ORIGIN|ORIGINS|DOMAIN|DOMAINS|HOSTNAME|FQDN|SITE_ROOT)$|^(?:DJANGO_)?(?:ALLOWED_HOSTS?|CSRF_TRUSTED_ORIGINS|PRIMARY_HOST)$|^(?:\w+_)?(?:CORS_ORIGINS?|CORS_ALLOWED_ORIGINS|ALLOWED_ORIGINS|TRUSTED_ORIGINS|SITE_ROOT|FRONTEND_HOST|APP_HOST|SERVER_HOST|WEB_HOST|SITE_HOST)$/;

const secretWord =
  /SECRET|PASSWORD|PASSWD|PASSPHRASE|(?:^|_)PASS(?:$|_)|PWD$|TOKEN|(?:^|_)(?:KEY|KEYS|APIKEY)(?:$|_)|API_?KEY|PRIVATE|CREDENTIAL|SALT|PEPPER|(?:^|_)DSN$|_AUTH$|COOKIE|CERT|WEBHOOK|SIGNING|ENCRYPTION|JWT|VAPID|CONNECTION_STRING|(?:DATABASE|REDIS|MONGO\w*|AMQP|RABBITMQ|POSTGRES\w*|MYSQL|CLOUDAMQP|BROKER|PRISMA|JDBC_\w+|DB)_?(?:URL|URI|DSN)(?:_\w+)?$|_URL_NON_POOLING$|DATABASE_UR[IL]$|ACCESS_KEY_ID|INVIDIOUS_CONFIG/;
const notSecret =
  /PUBLIC_KEY|PUBLISHABLE|SITE_?KEY|^(?:NEXT_PUBLIC|VITE|REACT_APP|NUXT_PUBLIC|PUBLIC|GATSBY|VUE_APP|EXPO_PUBLIC)_|(?:TOKEN|PASSWORD|SECRET|JWT|SESSION|COOKIE|KEY)_?(?:EXPIR\w*|TTL|LIFETIME|DURATION|MAX_AGE|LENGTH|ALGORITHM|NAME|ISSUER|AUDIENCE|TIMEOUT|PREFIX|HEADER|PATH|FILE|DOMAIN|SECURE|SAMESITE|ENABLED|MIN\w*|ROUNDS|URL)|^(?:ENABLE|DISABLE|USE|ALLOW|SHOW|HIDE|IS|HAS|SKIP)_|_(?:ENABLED|DISABLED)$|^ACCESS_TOKEN_EXPIRE|KEYCLOAK_(?:URL|REALM)|AUTHOR|KEYWORDS|MONKEY|TOKENS?_(?:PER|LIMIT)|MAX_TOKENS/;
const minted =
  /^(?!.*(?:CLIENT|WEBHOOK|API_SECRET|ACCESS_KEY|SECRET_ACCESS))(?:\w*?(?:SECRET|SESSION|JWT|COOKIE|ENCRYPTION|SIGNING|CSRF|AUTH|APP|HASH|CRON|MASTER|ADMIN|REVALIDAT\w+|PREVIEW|DRAFT|INTERNAL|TOKEN|PRIVATE|PASSWORD|VAPID|APPLICATION|RAILS|UTILS|WEBHOOK|HONEYPOT|SALT|PEPPER|COMMAND))\w*$/;
const mintedName =
  /(?:^|_)(?:SECRET|SECRETS|SECRET_?KEY(?:_BASE)?|KEY_BASE|SALT|PEPPER)$|(?:SESSION|JWT|COOKIE|ENCRYPTION|SIGNING|CSRF|AUTH|APP|HASH|CRON|MASTER|ADMIN|REVALIDATION|PREVIEW|DRAFT|INTERNAL|ACCESS|REFRESH|COMMAND|PASSWORD|DOCUMENT_PASSWORD|DOCUMENT|STATIC_CRON|VAPID_PRIVATE|VAPID_PUBLIC|UTILS|HONEYPOT|APPLICATION)_?(?:TOKEN_)?(?:SECRET|KEY|KEYS|SALT|TOKEN|SEED|PASSPHRASE)(?:_\d+)?$|^APP_KEYS?$|(?:ADMIN|SUPERUSER|ROOT|OWNER|INITIAL|DEFAULT|DEFAULT_ADMIN|BOOTSTRAP)_?(?:USER_)?(?:PASSWORD|PASSWD|PASS|PW)$|^VAPID_(?:PUBLIC|PRIVATE)_KEY$|^(?:SECRET|JWT)_?(?:KEY|SECRET)?\w*$/;
const placeholder =
  /^(?:<.*>|\[.*\]|\{.*\}|x{3,}|\*+|\.\.\.|-+|your|my[-_ ]|change|replace|insert|enter|todo|fixme|secret|password|pass|sk_test|pk_test|sk-|pk_|example|dummy|fill|put|set[-_ ]|add[-_ ]|some|xxx|test$|null$|undefined$|none$|paste|generate|super[-_ ]?secret|n\/a|tbd)|your[-_ ]|change[-_ ]?me|changeme|example\.(?:com|org|net)|placeholder|-here$|_here$|<[^>]+>|xxxx|not[-_]?secret|insecure/i;
const buildPrefix = /^(?:NEXT_PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP|PUBLIC|EXPO_PUBLIC|STORYBOOK)_/;
const numbered =
  /_(?:MEMORY|LIMIT|TIMEOUT|INTERVAL|TTL|SIZE|COUNT|LEVEL|RETRIES|CONCURRENCY|WORKERS|THREADS|MAX|MIN|DAYS|HOURS|MINUTES|SECONDS|POOL_\w+)$/;

/** Whether a variable's value must be kept from sight: so in doubt. */
export const isSecret = (name: string, value: string | null): boolean =>
  (secretWord.test(name) && !notSecret.test(name)) ||
  /:\/\/[^/\s:@]+:[^@\s/]+@/.test(value ?? '') ||
  /^(?:sk|pk|rk|whsec|ghp|xox[bp]|AKIA|SG\.)[-_A-Za-z0-9]{6,}/.test(value ?? '');

/** Whether a name is shown at all. */
export const isShown = (name: string): boolean =>
  !foreign.test(name) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= 200;

/** One variable of a service, judged from all that is stated of it. */
export function classify(name: string, stated: StatedVariable[], around: Surroundings): EnvironmentVariable {
  const value = defaultOf(stated);
  const secret = isSecret(name, value);
  const evidence = best(stated);
  const base = {
    name,
    secret,
    buildTime: stated.some((each) => each.buildTime) || buildPrefix.test(name),
    describes: stated.find((each) => each.describes !== '')?.describes ?? '',
    evidence: { name: evidence }
  };
  const fixed = Object.hasOwn(platform, name) ? platform[name] : undefined;
  if (fixed) return { ...base, secret: false, default: fixed(around) ?? value, source: 'default', required: false };
  const engine = engineOf(name, stated, around);
  if (engine) return { ...base, secret: false, default: engine, source: 'default', required: false };
  if (/^(?:sqlite\w*|file):/.test(value ?? '') && !around.datastores.some((each) => isSql(each.kind)))
    return { ...base, secret: false, default: value, source: 'default', required: false };
  const store = storeFor(
    name,
    stated.map((each) => each.default).find((each) => storeOfUrl(each)) ?? value,
    around.datastores
  );
  if (store)
    return {
      ...base,
      default: null,
      source: 'reference',
      required: isNeeded(stated) !== false || stated.some((each) => each.origin === 'compose'),
      describes: base.describes || `How to reach ${store.name}`
    };
  const other = around.services.find((service) =>
    new RegExp(`^(?:https?://)?${service}(?::\\d+)?(?:/|$)`).test(value ?? '')
  );
  if (other) return { ...base, default: value, source: 'default', required: false };
  if (storeOfVariable(name) !== null && !/^(?:sqlite|file):/.test(value ?? ''))
    return {
      ...base,
      default: secret || isPlaceholder(value) ? null : value,
      source: value && !isPlaceholder(value) && !secret ? 'default' : 'person',
      required: stated.some((each) => each.origin === 'schema' && each.required === true) && value === null
    };
  if (selfUrl.test(name) && !/^(?:https?:\/\/)(?!localhost|127\.|0\.0\.0\.0|.*example)/.test(value ?? ''))
    return {
      ...base,
      secret: false,
      default: null,
      source: 'reference',
      required: stated.some((each) => each.required !== false),
      describes: base.describes || 'The public address of this service'
    };
  if (isIssued(name, around.variables) && secret) {
    const insisted = stated.some((each) => each.required === true && each.origin !== 'code');
    return { ...base, default: null, source: 'person', required: insisted };
  }
  if (isMinted(name, stated) && secret)
    return { ...base, default: null, source: 'generated', required: stated.some((each) => each.required !== false) };
  return judged(base, stated, value, around);
}

const engineWord =
  /^(?:\w+\.)*(?:postgres(?:ql)?(?:_psycopg2)?|pgsql|pg|mysql2?|mariadb|sqlite3?|better-sqlite3|mongodb?|redis)$/i;

/** The value of a variable that says which kind of database is used, by a word such as `postgres`: that of the placed one. */
function engineOf(name: string, stated: StatedVariable[], { datastores }: Surroundings): string | null {
  if (!/(?:^|_)(?:DB|DATABASE|DBENGINE|ENGINE|DIALECT|DRIVER|CLIENT|TYPE|CONNECTION|BACKEND)$/.test(name)) return null;
  const words = stated.map((each) => each.default).filter((word) => word !== null && engineWord.test(word));
  const sql = datastores.find((each) => isSql(each.kind));
  if (words.length === 0 || !sql) return null;
  const fits = words.find((word) => word!.toLowerCase().includes(sql.kind === 'mariadb' ? 'm' : sql.kind.slice(0, 5)));
  return fits ?? (words[0]!.includes('.') ? null : sql.kind);
}

function judged(
  base: Omit<EnvironmentVariable, 'default' | 'source' | 'required'>,
  stated: StatedVariable[],
  value: string | null,
  around: Surroundings
): EnvironmentVariable {
  const { name, secret } = base;
  const external = externalOf(name);
  const needed = isNeeded(stated);
  const usable = value !== null && !isPlaceholder(value) && !secret;
  if (usable) return { ...base, default: value, source: 'default', required: false };
  if (external && needed !== true)
    return {
      ...base,
      default: null,
      source: 'person',
      required:
        needed === null &&
        secret &&
        usesExternal(external, around.packages) &&
        listed(stated) &&
        !['sentry', 'posthog', 'github-oauth', 'google-oauth', 'smtp', 's3'].includes(external)
    };
  return { ...base, default: null, source: 'person', required: needed === true && !numbered.test(name) };
}

const listed = (stated: StatedVariable[]) =>
  stated.some((each) => each.origin === 'example' && each.required !== false);

const isMinted = (name: string, stated: StatedVariable[]) =>
  (externalOf(name) === null && mintedName.test(name) && minted.test(name)) ||
  (stated.some((each) => each.generated) && externalOf(name) === null);

const isPlaceholder = (value: string | null): boolean =>
  value === null || value.trim() === '' || placeholder.test(value.trim());

/** Whether any file insists on the variable (true), shows that it can be left out (false), or neither. */
function isNeeded(stated: StatedVariable[]): boolean | null {
  if (stated.some((each) => each.required === true && each.origin !== 'code')) return true;
  if (stated.some((each) => each.required === false || (each.default !== null && each.origin !== 'example')))
    return false;
  return stated.some((each) => each.required === true) ? true : null;
}

const weight: Record<StatedVariable['origin'], number> = {
  framework: 6,
  platform: 5,
  compose: 4,
  schema: 3,
  code: 2,
  example: 1
};

/** The value that stands where nobody sets one: what a schema or the code falls back to, else what an example shows. */
function defaultOf(stated: StatedVariable[]): string | null {
  const ordered = [...stated].sort((a, b) => weight[b.origin] - weight[a.origin]);
  return ordered.find((each) => each.default !== null && each.default !== '')?.default ?? null;
}

const best = (stated: StatedVariable[]) =>
  [...stated].sort((a, b) => b.evidence.confidence - a.evidence.confidence)[0]!.evidence;
