import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { overflows, violations } from '../harness/browser.ts';
import type { Scene } from './scenes.ts';

/** Where the pictures lie, as NAME-WIDTH-SCHEME.png. */
export const folder = 'screenshots';

const screens = [
  { width: 360, height: 740 },
  { width: 1440, height: 900 }
];
const schemes = ['light', 'dark'] as const;
const settling = 600;

/** Pictures the scenes, and answers what is wrong with them, a line each: what axe finds, and what scrolls sideways. */
export async function picture(browser: Browser, url: string, scenes: Scene[]): Promise<string[]> {
  const wrong: string[] = [];
  mkdirSync(folder, { recursive: true });
  for (const viewport of screens)
    for (const colorScheme of schemes) {
      const context = await browser.newContext({ viewport, colorScheme, reducedMotion: 'reduce' });
      const shared = await context.newPage();
      for (const { name, path, whole, cut } of scenes) {
        const page = cut ? await context.newPage() : shared;
        if (cut) await page.routeWebSocket(/\/socket/, (socket) => socket.close());
        const label = `${name}-${viewport.width}-${colorScheme}`;
        await page.goto(url + path, { waitUntil: 'load' });
        await page.waitForTimeout(settling);
        await page.screenshot({ path: join(folder, `${label}.png`), fullPage: whole });
        if (await overflows(page)) wrong.push(`${label}: scrolls sideways`);
        wrong.push(...(await violations(page)).map((line) => `${label}: ${line}`));
      }
      await context.close();
    }
  return wrong;
}
