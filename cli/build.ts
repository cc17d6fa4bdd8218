import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { buildSite, siteIsStale } from './site-build.ts';
import { places } from './state.ts';

const sources = [
  'workers',
  'durable-objects',
  'relay/protocol.ts',
  'wrangler.toml',
  'package-lock.json',
  '.svelte-kit/worker/site.js'
];

const modified = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newest(path: string): number {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return modified(path);
  return Math.max(
    modified(path),
    ...readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => modified(join(path, name)))
  );
}

/** Runs wrangler without its notices and without its calls home; its own log files go to the state folder. */
export const wranglerEnv = (state: string): NodeJS.ProcessEnv => ({
  ...process.env,
  CI: 'true',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_LOG_PATH: places(state).logs,
  WRANGLER_REGISTRY_PATH: join(state, 'registry'),
  CLOUDFLARE_CF_FETCH_ENABLED: 'false'
});

export const wranglerFile = (root: string) => join(root, 'node_modules/wrangler/bin/wrangler.js');

function wrangler(root: string, state: string, ...args: string[]): Result<null> {
  const done = spawnSync(process.execPath, [wranglerFile(root), ...args], {
    cwd: root,
    env: wranglerEnv(state),
    encoding: 'utf8'
  });
  return done.status === 0
    ? ok(null)
    : refuse('build.failed', `wrangler ${args.slice(0, 3).join(' ')} failed:\n${done.stdout}${done.stderr}`);
}

/**
 * The Worker as one file beside its assets and a configuration, all in the state folder. It is not run from the sources,
 * since wrangler restarts what it watches, and a restart in the middle interrupts runs.
 */
function bundle(root: string, state: string): Result<null> {
  const folder = places(state).build;
  const fresh = `${folder}.new`;
  rmSync(fresh, { recursive: true, force: true });
  const bundled = wrangler(root, state, 'deploy', '--dry-run', '--outdir', fresh);
  if (!bundled.ok) return bundled;
  cpSync(join(root, '.svelte-kit/cloudflare'), join(fresh, 'assets'), { recursive: true });
  cpSync(join(root, 'migrations'), join(fresh, 'migrations'), { recursive: true });
  writeFileSync(
    join(fresh, 'wrangler.json'),
    JSON.stringify(bundledConfig(readFileSync(join(root, 'wrangler.toml'), 'utf8')), null, 2)
  );
  rmSync(folder, { recursive: true, force: true });
  renameSync(fresh, folder);
  return ok(null);
}

/** The project's wrangler.toml, for a Worker that is bundled already and stands beside its assets and migrations. */
export function bundledConfig(toml: string): Record<string, unknown> {
  const { dev: _dev, ...config } = parse(toml) as Record<string, unknown> & { assets: object; d1_databases: object[] };
  return {
    ...config,
    main: 'index.js',
    no_bundle: true,
    assets: { ...config.assets, directory: 'assets' },
    d1_databases: config.d1_databases.map((database) => ({ ...database, migrations_dir: 'migrations' }))
  };
}

/** Builds the site and the Worker where their sources are newer than the build. `say` is told before anything slow. */
export function build(root: string, state: string, say: (line: string) => void): Result<null> {
  const complaint = siteComplaint(root, say);
  if (complaint) return refuse('build.failed', `The site does not build:\n${complaint}`);
  const product = join(places(state).build, 'wrangler.json');
  if (existsSync(product) && Math.max(...sources.map((name) => newest(join(root, name)))) < modified(product))
    return ok(null);
  say('Building the Worker');
  return bundle(root, state);
}

function siteComplaint(root: string, say: (line: string) => void): string | undefined {
  if (siteIsStale(root)) say('Building the site');
  return buildSite(root);
}

/** Brings the local database up to date. */
export const migrate = (root: string, state: string): Result<null> =>
  wrangler(
    root,
    state,
    'd1',
    'migrations',
    'apply',
    'hydron',
    '--local',
    '--persist-to',
    places(state).worker,
    '--config',
    join(places(state).build, 'wrangler.json')
  );
