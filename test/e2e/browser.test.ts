import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { readEvents, readProject, openClient, type ProjectPage } from '../../cli/client.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import { launchBrowser, overflows, violations } from '../harness/browser.ts';
import { getPage } from '../harness/https.ts';
import { publishFixture } from '../harness/repository.ts';
import { containerOf, sandboxNames, unitOn } from '../harness/sandbox.ts';
import { cuttable, type Line } from '../harness/socket.ts';

const { url, token, gitRoot, gitUrl } = inject('shared');
const client = openClient(url, token);
const minutes = 60_000;

let browser: Browser;
let context: BrowserContext;
let page: Page;
let line: Line;
let projectId: string;

beforeAll(async () => {
  publishFixture(gitRoot, 'orders');
  browser = await launchBrowser();
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  context.setDefaultTimeout(minutes / 2);
  page = await context.newPage();
  line = await cuttable(page);
});
afterAll(() => browser?.close());

const read = async (): Promise<ProjectPage> => {
  const answer = await readProject(client, projectId);
  if (!answer.ok) throw new Error(answer.problem.message);
  return answer.value;
};
const journal = async (): Promise<JournalEvent[]> => {
  const all: JournalEvent[] = [];
  const { deploymentId } = await read();
  for (;;) {
    const answer = await readEvents(client, deploymentId, all.at(-1)?.seq ?? 0);
    if (!answer.ok) throw new Error(answer.problem.message);
    if (answer.value.events.length === 0) return all;
    all.push(...answer.value.events);
  }
};
const latestRun = async () => (await read()).runs.toSorted((a, b) => b.number - a.number)[0];

const talk = () => page.getByRole('region', { name: 'Messages and plans' });
const card = (title: string, version: number) =>
  talk().getByRole('article', { name: `${title}, version ${version}`, exact: true });
const control = (name: 'Pause' | 'Resume' | 'Stop') =>
  page.getByRole('group', { name: 'Control of the run' }).getByRole('button', { name, exact: true });
/** The state that stands beside the project's name. */
const standing = (word: string) => page.locator('h1 + span').getByText(word, { exact: true });
const accessible = async () => {
  expect(await violations(page)).toEqual([]);
  expect(await overflows(page)).toBe(false);
};

/** Begins another run of what is approved, by its button, and answers when the page follows it. */
async function redeploy(number: number): Promise<void> {
  await page.getByRole('button', { name: 'Redeploy what is approved' }).click();
  await page.getByRole('heading', { name: `Run ${number}`, exact: true }).waitFor();
  await control('Stop').waitFor();
}

describe('a repository with two services and two datastores, deployed in the browser', () => {
  it('is read from a pasted URL, each finding with its evidence', async () => {
    await page.goto(url);
    await accessible();
    await page.getByLabel('Git URL, Docker image or template').fill(`${gitUrl}/orders.git`);
    await page.getByRole('button', { name: 'Plan the deployment' }).click();
    await page.waitForURL(/\/projects\/[^/]+$/);
    projectId = new URL(page.url()).pathname.split('/').at(-1)!;
    const services = card('Services', 1);
    await services.waitFor();
    const findings = await services.getByRole('listitem').allInnerTexts();
    expect(findings.map((text) => text.trim().split(/\s/)[0])).toEqual(['web', 'worker', 'postgres', 'redis']);
    await services.getByRole('button', { name: /^Start was read from web\/package\.json:\d+$/ }).click();
    await page.getByText('"start": "node server.js"').waitFor();
    await accessible();
    await page.keyboard.press('Escape');
  });

  it('gets a price on the button that buys, once the services are approved', async () => {
    await card('Services', 1).getByRole('button', { name: 'Approve services' }).click();
    await card('Infrastructure', 1)
      .getByRole('button', { name: /^Approve sandbox-\S+ for / })
      .waitFor();
    expect((await read()).approvals.map(({ stage }) => stage)).toEqual(['analysis']);
    await accessible();
  });

  it('is planned again where an edit moves the ground, and refuses the version from before', async () => {
    const deaf = await context.newPage();
    await deaf.routeWebSocket(/\/socket/, () => undefined);
    await deaf.goto(page.url());
    const old = deaf.getByRole('region', { name: 'Messages and plans' }).getByRole('article');
    await old.getByRole('button', { name: /^Approve sandbox-\S+ for / }).waitFor();

    await page.goto(`${page.url()}?tab=analysis`);
    const tab = page.getByRole('region', { name: 'Services' });
    await tab.getByRole('button', { name: 'Change Port: 3000' }).first().click();
    await tab.getByRole('textbox', { name: 'Port' }).fill('3100');
    await page.keyboard.press('Enter');
    const edited = card('Services', 2);
    await edited.waitFor();
    await edited.getByRole('button', { name: 'Versions and differences' }).click();
    await edited.locator('del', { hasText: '3000' }).waitFor();
    await edited.locator('ins', { hasText: '3100' }).waitFor();
    await accessible();

    await old.getByRole('button', { name: /^Approve sandbox-\S+ for / }).click();
    await deaf.getByText(/is not the newest|rests on/).waitFor();
    expect((await read()).approvals.filter(({ stage }) => stage === 'infrastructure')).toEqual([]);
    await deaf.close();

    await edited.getByRole('button', { name: 'Approve services' }).click();
    await card('Infrastructure', 2).waitFor();
    const stale = (await journal()).filter((event) => event.type === 'artifact.stale');
    expect(stale).toMatchObject([{ stage: 'infrastructure', version: 1 }]);
  });

  it('runs when its last plan is approved, and waits when it is paused', async () => {
    await card('Infrastructure', 2)
      .getByRole('button', { name: /^Approve sandbox-\S+ for / })
      .click();
    await card('Provisioning', 1).getByRole('button', { name: 'Approve and start the run' }).click();
    await page.getByRole('heading', { name: 'Run 1', exact: true }).waitFor();
    await page.getByRole('button', { name: /Phase 5 of 7: Provisioning.*\d of \d/ }).waitFor();
    await accessible();
    await control('Pause').click();
    await standing('paused').waitFor();
    await control('Resume').click();
    await standing('in progress').waitFor();
  });

  it('catches up after a lost connection, without a reload', async () => {
    await page.evaluate(() => Object.assign(window, { loadedOnce: true }));
    await line.cut();
    await page.getByText(/^Connection lost, reconnecting/).waitFor();
    await accessible();
    const before = (await journal()).length;
    await expect.poll(async () => (await journal()).length, { timeout: 5 * minutes }).toBeGreaterThan(before + 3);
    line.mend();
    await page.getByText(/^Connection lost, reconnecting/).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: /Phase 6 of 7: Code deploy.*\d of \d/ }).waitFor({ timeout: 5 * minutes });
    expect(await page.evaluate(() => 'loadedOnce' in window)).toBe(true);
  });

  it('ends with a live address, and a log that is whole', async () => {
    await standing('completed').waitFor({ timeout: 10 * minutes });
    await page.getByText('healthy', { exact: true }).waitFor();
    await accessible();
    const events = await journal();
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, index) => index + 1));
    expect(events.filter((event) => event.type === 'artifact.approved').map(({ stage }) => stage)).toEqual([
      'analysis',
      'analysis',
      'infrastructure',
      'provisioning'
    ]);
    expect(events.filter((event) => event.type === 'run.state').map(({ state }) => state)).toEqual([
      'in progress',
      'paused',
      'in progress',
      'completed'
    ]);
    expect(events.filter((event) => event.type === 'probe' && !event.ok)).toEqual([]);
    const lines = events
      .flatMap((event) => (event.type === 'output' ? [event.text] : []))
      .join('')
      .split('\n');
    const numbered = page.getByRole('log').locator('[data-line]').last();
    await page.getByRole('log').evaluate((box) => box.scrollTo({ top: box.scrollHeight }));
    await expect.poll(async () => Number(await numbered.getAttribute('data-line'))).toBeGreaterThan(lines.length / 2);
  });

  it('takes an order at its live address, packs it, and keeps it in its database', async () => {
    const live = (await journal()).find((event) => event.type === 'live')!;
    const answer = await getPage(live.url, { authority: live.authority!, address: '127.0.0.1' });
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<h1>Orders</h1>');

    const visitor = await browser.newContext({ ignoreHTTPSErrors: true });
    const shop = await visitor.newPage();
    await shop.goto((await page.getByRole('link', { name: live.url }).first().getAttribute('href'))!);
    await shop.getByLabel('Item').fill('A teapot');
    await shop.getByRole('button', { name: 'Order' }).click();
    await expect
      .poll(async () => (await shop.reload(), shop.getByText('A teapot: packed').count()), { timeout: minutes })
      .toBe(1);
    await visitor.close();

    const server = await containerOf(await read());
    const database = await unitOn(server, 'postgres');
    const query = `psql -U "$POSTGRES_USER" -d "$POSTGRES_DB" -tA -c 'SELECT item, state FROM orders'`;
    expect(await server.inside('docker', 'exec', database, 'sh', '-c', query)).toBe('A teapot|packed');
  });

  it('is deployed again by its button, stopped, and resumed from where it ended', async () => {
    await redeploy(2);
    await control('Stop').click();
    await standing('stopped').waitFor();
    await accessible();
    await control('Resume').click();
    await standing('completed').waitFor({ timeout: 5 * minutes });
    expect(await latestRun()).toMatchObject({ number: 2, state: 'completed' });
    expect((await read()).servers).toHaveLength(1);
  });

  it('shows a run alone, at an address that can be shared', async () => {
    await page.getByRole('link', { name: 'Run 2', exact: true }).click();
    await page.waitForURL(/\/runs\//);
    await page.getByRole('button', { name: /Phase 5 of 7: Provisioning/ }).click();
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.getByText('is it already done').waitFor();
    await accessible();
    await page.setViewportSize({ width: 360, height: 740 });
    await accessible();
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  it('is destroyed when its name is typed, and not before', async () => {
    const { name } = await containerOf(await read());
    await page.goto(`${url}/projects/${projectId}?tab=settings`);
    await accessible();
    await page.getByRole('button', { name: 'Destroy this project' }).click();
    const dialog = page.getByRole('dialog', { name: 'Destroy orders' });
    const confirm = dialog.getByRole('button', { name: 'Destroy it' });
    await dialog.getByRole('textbox').fill('order');
    expect(await confirm.isDisabled()).toBe(true);
    await accessible();
    await dialog.getByRole('textbox').fill('orders');
    await confirm.click();
    await page.waitForURL(/\/projects$/, { timeout: 2 * minutes });
    expect(await page.locator(`a[href="/projects/${projectId}"]`).count()).toBe(0);
    expect(await sandboxNames()).not.toContain(name);
  });
});
