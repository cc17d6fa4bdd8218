import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { siteIsStale } from '../../../cli/site-build.ts';

const built = '.svelte-kit/worker/site.js';
let root: string;

/** Writes a file of the checkout as if it was last edited at a given second. */
function write(path: string, second: number) {
  const full = join(root, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, '');
  utimesSync(full, second, second);
}

/** Folders carry the time of their last new file: set it back too. */
const age = (...folders: string[]) => folders.forEach((folder) => utimesSync(join(root, folder), 1, 1));

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'hydron-site-'));
  for (const path of ['site/routes/+page.svelte', 'workers/domain/run.ts', 'vite.config.ts', 'package-lock.json'])
    write(path, 100);
  age('site', 'site/routes', 'workers/domain');
});
afterEach(() => rmSync(root, { recursive: true }));

describe('the built site', () => {
  it('is stale before the first build', () => {
    expect(siteIsStale(root)).toBe(true);
  });

  it('is fresh when it is newer than its sources', () => {
    write(built, 200);
    expect(siteIsStale(root)).toBe(false);
  });

  it.each(['site/routes/+page.svelte', 'workers/domain/run.ts', 'package-lock.json'])(
    'is stale after an edit of %s',
    (path) => {
      write(built, 200);
      write(path, 300);
      expect(siteIsStale(root)).toBe(true);
    }
  );

  it('is stale after a page was removed', () => {
    write(built, 200);
    rmSync(join(root, 'site/routes/+page.svelte'));
    expect(siteIsStale(root)).toBe(true);
  });
});
