import { Hono } from 'hono';
import { inTeam } from './middleware/access.ts';
import type { Api } from './middleware/context.ts';
import { refusal } from './middleware/problems.ts';

/** What the team can buy, or has, from every vendor of this install. */
export const catalogue = new Hono<Api>().get('/', inTeam, async (c) => {
  const tiers = await c.var.dependencies.tiers(c.var.scope.teamId);
  return tiers.ok ? c.json({ tiers: tiers.value }) : refusal(tiers.problem);
});
