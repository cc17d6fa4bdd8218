import { Hono } from 'hono';
import { allDeployments } from '../store/projects.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { notFound } from './middleware/problems.ts';
import { bearerOf, sameText } from './middleware/session.ts';

/**
 * What the terminal of a local install asks of its own Worker: to look after what a restart left asleep. A run's workflow is woken,
 * or the run fails where its workflow is no more; a stage that waited in the queue is asked for again.
 */
export const internal = new Hono<Api>().post('/wake', async (c) => {
  const { config, db } = c.var;
  const token = bearerOf(c.req.raw);
  if (config.localToken === null || token === null || !(await sameText(token, config.localToken)))
    return notFound('route');
  const done = await Promise.all((await allDeployments(db)).map((id) => roomOf(c.env, id).awaken()));
  return c.json({
    woken: done.filter((run) => run === 'woken').length,
    lost: done.filter((run) => run === 'lost').length
  });
});
