import { spawnSync } from 'node:child_process';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';

const sources = ['site', 'workers/domain', 'vite.config.ts', 'package-lock.json'];
const product = '.svelte-kit/worker/site.js';

const modified = (path: string) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

function newest(path: string): number {
  if (!statSync(path).isDirectory()) return modified(path);
  const inside = readdirSync(path, { recursive: true, encoding: 'utf8' });
  return Math.max(modified(path), ...inside.map((name) => modified(join(path, name))));
}

/** Whether the site was never built, or was edited since. `root` is the checkout. */
export const siteIsStale = (root: string): boolean =>
  Math.max(...sources.map((name) => newest(join(root, name)))) > modified(join(root, product));

/** Builds the site where it is stale, in a few seconds. Returns what the build printed if it failed. */
export function buildSite(root: string): string | undefined {
  if (!siteIsStale(root)) return undefined;
  const vite = join(root, 'node_modules/vite/bin/vite.js');
  // A test runner's NODE_ENV would build what is a fifth larger.
  const env = { ...process.env, NODE_ENV: 'production' };
  const built = spawnSync(process.execPath, [vite, 'build', '--logLevel', 'warn'], {
    cwd: root,
    encoding: 'utf8',
    env
  });
  return built.status === 0 ? undefined : built.stdout + built.stderr;
}
