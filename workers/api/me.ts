import { Hono } from 'hono';
import { teamsOf } from '../store/teams.ts';
import type { Api } from './middleware/context.ts';

/** Who asks, and what this install offers. */
export const me = new Hono<Api>().get('/', async (c) => {
  const { config, db, user } = c.var;
  const teams = await teamsOf(db, user.id);
  const { id, login, name, avatarUrl } = user;
  return c.json({
    user: { id, login, name, avatarUrl },
    team: teams[0] ?? null,
    teams,
    mode: config.mode,
    vendors: config.vendors
  });
});
