import { afterAll, beforeAll, describe, expect, inject, it, vi } from 'vitest';
import type { Browser, Page } from 'playwright-core';
import { openClient, readProject, startProject } from '../../cli/client.ts';
import { hrefOf, pages } from '../../site/lib/docs/pages.ts';
import { launchBrowser, overflows, violations } from '../harness/browser.ts';

const { url, token } = inject('shared');
const client = openClient(url, token);

let browser: Browser;
/** Addresses that are known only once something is there: `/teams/:id` and those of a project that is planned. */
const found: Record<string, string> = {};

beforeAll(async () => {
  browser = await launchBrowser();
  const me = await client.get<{ team: { id: string } }>('/api/me');
  const started = await startProject(client, { source: 'template:static-site', name: 'pages' });
  if (!me.ok || !started.ok) throw new Error('the stack does not answer');
  const { id } = started.value.project;
  const analysed = async () => {
    const page = await readProject(client, id);
    return page.ok && page.value.artifacts.analysis?.state;
  };
  await vi.waitFor(async () => expect(await analysed()).toBe('proposed'), { timeout: 60_000, interval: 500 });
  Object.assign(found, { ':team': me.value.team.id, ':project': id });
});
afterAll(() => browser?.close());

const fill = (path: string) => path.replace(/:\w+/, (name) => found[name] ?? name);

const paths = [
  ...['/', '/projects', '/templates', '/pricing', '/settings', '/teams/:team', '/nowhere'],
  ...['', '?tab=analysis', '?tab=run', '?tab=settings'].map((tab) => `/projects/:project${tab}`),
  ...pages.map(({ slug }) => hrefOf(slug))
];
const looks = [
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' }
] as const;

describe.each(looks)('at $width px in the $colorScheme', ({ width, height, colorScheme }) => {
  let page: Page;
  beforeAll(async () => {
    page = await browser.newPage({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' });
  });
  afterAll(() => page.close());

  it.each(paths)('%s can be used by everybody, and does not scroll sideways', async (path) => {
    await page.goto(url + fill(path));
    expect(await violations(page)).toEqual([]);
    expect(await overflows(page)).toBe(false);
  });
});
