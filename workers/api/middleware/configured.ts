import { createMiddleware } from 'hono/factory';
import { readConfig } from '../../env.ts';
import { database } from '../../store/database.ts';
import type { Api } from './context.ts';
import { refusal } from './problems.ts';

/** Refuses every request of an install that is not configured, and says what is missing. */
export const configured = createMiddleware<Api>(async (c, next) => {
  const config = readConfig(c.env);
  if (!config.ok) return refusal(config.problem);
  c.set('config', config.value);
  c.set('db', database(c.env.DB));
  return next();
});
