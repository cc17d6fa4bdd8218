import * as z from 'zod';

/**
 * The variables that a fix may set, each with the values that it may take. A name that is missing here, or a value that does
 * not fit, cannot be said: `NODE_OPTIONS`, for one, can load code, so only its harmless flags are here.
 */
const nodeOptions =
  /^--(?:max-old-space-size=\d{2,6}|openssl-legacy-provider|dns-result-order=ipv4first)(?: --(?:max-old-space-size=\d{2,6}|openssl-legacy-provider|dns-result-order=ipv4first)){0,2}$/;
const on = /^[01]$/;
const truth = /^(?:true|false)$/;
const few = /^[1-9]\d?$/;
const everywhere = /^(?:0\.0\.0\.0|::)$/;
const port = /^[1-9]\d{1,4}$/;
const hosts = /^[a-z0-9*.,-]{1,400}$/;
const origins = /^https:\/\/[a-z0-9.-]+(?::\d{1,5})?(?:,https:\/\/[a-z0-9.-]+(?::\d{1,5})?){0,9}$/;

const buildValues = {
  NODE_OPTIONS: nodeOptions,
  NEXT_TELEMETRY_DISABLED: on,
  HUSKY: on,
  CI: truth,
  npm_config_legacy_peer_deps: truth,
  npm_config_engine_strict: truth,
  npm_config_fetch_retries: few,
  npm_config_jobs: few,
  JOBS: few,
  YARN_IGNORE_ENGINES: truth,
  PYTHONUNBUFFERED: on,
  PIP_NO_CACHE_DIR: on,
  PIP_PREFER_BINARY: on,
  PIP_BREAK_SYSTEM_PACKAGES: on,
  PIP_DEFAULT_TIMEOUT: /^\d{1,3}$/,
  PIP_RETRIES: few,
  UV_HTTP_TIMEOUT: /^\d{1,3}$/,
  UV_CONCURRENT_BUILDS: few,
  GOFLAGS: /^-(?:mod=mod|buildvcs=false|p=\d{1,2})(?: -(?:mod=mod|buildvcs=false|p=\d{1,2})){0,2}$/,
  GOTOOLCHAIN: /^(?:auto|local)$/,
  GOMAXPROCS: few,
  CGO_ENABLED: on,
  CARGO_BUILD_JOBS: few,
  CMAKE_BUILD_PARALLEL_LEVEL: few,
  MAKEFLAGS: /^-j\d{1,2}$/,
  GIT_LFS_SKIP_SMUDGE: on,
  SECRET_KEY_BASE_DUMMY: on
} as const;

const runValues = {
  HOST: everywhere,
  HOSTNAME: everywhere,
  BIND: everywhere,
  BIND_ADDRESS: everywhere,
  BIND_HOST: everywhere,
  LISTEN_HOST: everywhere,
  SERVER_HOST: everywhere,
  SERVER_ADDRESS: everywhere,
  NITRO_HOST: everywhere,
  FLASK_RUN_HOST: everywhere,
  UVICORN_HOST: everywhere,
  ROCKET_ADDRESS: everywhere,
  GUNICORN_CMD_ARGS: /^--bind=0\.0\.0\.0:[1-9]\d{1,4}$/,
  PORT: port,
  NITRO_PORT: port,
  UVICORN_PORT: port,
  FLASK_RUN_PORT: port,
  NODE_OPTIONS: nodeOptions,
  NODE_ENV: /^production$/,
  PYTHONUNBUFFERED: on,
  PYTHONPATH: /^\/app(?:\/[A-Za-z0-9_-]+){0,4}$/,
  WEB_CONCURRENCY: few,
  GOMEMLIMIT: /^\d{2,6}MiB$/,
  ALLOWED_HOSTS: hosts,
  DJANGO_ALLOWED_HOSTS: hosts,
  CSRF_TRUSTED_ORIGINS: origins,
  DJANGO_CSRF_TRUSTED_ORIGINS: origins,
  TRUST_PROXY: on,
  AUTH_TRUST_HOST: truth,
  RAILS_SERVE_STATIC_FILES: on,
  RAILS_LOG_TO_STDOUT: on
} as const;

export type BuildVariable = keyof typeof buildValues;
export type RunVariable = keyof typeof runValues;
const keys = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]];

export const buildVariableSchema = z.enum(keys(buildValues));
export const runVariableSchema = z.enum(keys(runValues));
export const variableValueSchema = z.string().min(1).max(400);

/** Whether a value is one that the variable may take while an image is built. */
export const fitsBuild = (name: BuildVariable, value: string): boolean => buildValues[name].test(value);

/** Whether a value is one that the variable may take in a running container. */
export const fitsRun = (name: RunVariable, value: string): boolean => runValues[name].test(value);

/** Whether a container's variable may be set by a fix at all. */
export const isRunVariable = (name: string): name is RunVariable => Object.hasOwn(runValues, name);

/** What may be added to a Python image by name: servers that start it, what old code takes for granted, and common drivers. */
export const pythonPackages = [
  'beautifulsoup4',
  'brotli',
  'celery',
  'cryptography',
  'dj-database-url',
  'email-validator',
  'eventlet',
  'gevent',
  'gunicorn',
  'hypercorn',
  'opencv-python-headless',
  'pillow',
  'psycopg2-binary',
  'psycopg[binary]',
  'pyjwt',
  'pymysql',
  'python-dateutil',
  'python-dotenv',
  'python-multipart',
  'pytz',
  'pyyaml',
  'redis',
  'requests',
  'scikit-learn',
  'setuptools<81',
  'six',
  'tzdata',
  'uvicorn',
  'waitress',
  'whitenoise'
] as const;
export type PythonPackage = (typeof pythonPackages)[number];
