/**
 * `npm run screenshots`: starts a Hydron, deploys to it, and pictures every page at two widths in both colour schemes. The
 * pictures lie in screenshots/ as NAME-WIDTH-SCHEME.png.
 */
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { openClient } from '../../cli/client.ts';
import { launchBrowser, overflows, violations } from '../harness/browser.ts';
import { startGitServer } from '../harness/git-http.ts';
import { changeFixture, publishFixture } from '../harness/repository.ts';
import { startTestStack } from '../harness/stack.ts';
import { deployScenes, emptyScenes, type Scene } from './scenes.ts';

const folder = 'screenshots';
const screens = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 }
];
const schemes = ['light', 'dark'] as const;
const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Pictures the scenes, and answers what is wrong with them, a line each. */
export async function picture(browser: Browser, url: string, scenes: Scene[]): Promise<string[]> {
  const wrong: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const viewport of screens)
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const page = await context.newPage();
      for (const { name, path, whole } of scenes) {
        const label = `${name}-${viewport.width}-${colorScheme}`;
        await page.goto(url + path, { waitUntil: 'load' });
        await page.waitForTimeout(600);
        await page.screenshot({ path: join(folder, `${label}.png`), fullPage: whole });
        if (await overflows(page)) wrong.push(`${label}: scrolls sideways`);
        wrong.push(...(await violations(page)).map((line) => `${label}: ${line}`));
      }
      await context.close();
    }
  return wrong;
}

async function take(): Promise<string[]> {
  const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
  const git = await startGitServer(gitRoot);
  const stack = await startTestStack({ HYDRON_ALLOWED_HOSTS: git.host });
  const browser = await launchBrowser();
  try {
    publishFixture(gitRoot, 'orders');
    publishFixture(gitRoot, 'unbuildable', 'greeter');
    changeFixture(gitRoot, 'unbuildable', { 'requirements.txt': 'fastapi==0.115.*\nuvicorn==999.0.0\n' });
    const empty = await picture(browser, stack.url, emptyScenes);
    const scenes = await deployScenes(openClient(stack.url, stack.token), git.url);
    return [...empty, ...(await picture(browser, stack.url, scenes))];
  } finally {
    await browser.close();
    await stack.stop();
    await git.stop();
    rmSync(gitRoot, { recursive: true, force: true });
  }
}

const wrong = await take();
for (const line of wrong) say(line);
say(wrong.length === 0 ? `The pictures are in ${folder}/.` : `${wrong.length} things are wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
