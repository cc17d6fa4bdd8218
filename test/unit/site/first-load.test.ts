import { expect, it } from 'vitest';
import { firstLoadBytes } from '../../harness/site-build.ts';

const kilobyte = 1000;

it.each([
  ['/', 90],
  ['/projects/[id]', 180],
  ['/projects/[id]/runs/[run]', 180]
])('the first load of %s fetches at most %i KB of compressed script', async (route, most) => {
  const bytes = await firstLoadBytes(route);
  expect(bytes).toBeGreaterThan(10 * kilobyte);
  expect(bytes).toBeLessThanOrEqual(most * kilobyte);
});
