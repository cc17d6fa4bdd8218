import { Hono } from 'hono';
import type { Run } from '../domain/run.ts';
import type { Env } from '../env.ts';
import type { Database } from '../store/database.ts';
import { allRunsUnderWay, moveRun } from '../store/runs.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { notFound } from './middleware/problems.ts';
import { bearerOf, sameText } from './middleware/session.ts';

const lost = 'Its workflow was lost in a restart. Resume it to go on.';
const isLost = (error: unknown) => error instanceof Error && error.message.includes('instance.not_found');

/** Wakes a run's workflow; a run whose workflow is no more fails, so that a person can resume it. Answers whether it woke. */
async function wake(env: Env, db: Database, run: Run & { teamId: string }): Promise<boolean> {
  const instance = await env.RUN.get(run.instanceId).catch((error: unknown) => {
    if (isLost(error)) return null;
    throw error;
  });
  if (instance) {
    await instance.sendEvent({ type: 'wake', payload: {} });
    return true;
  }
  const moved = await moveRun({ db, teamId: run.teamId }, run.id, 'failed', { reason: lost, endedAt: Date.now() });
  const room = roomOf(env, run.deploymentId);
  if (moved) await room.append([{ type: 'run.state', runId: run.id, state: 'failed', reason: lost }]);
  return false;
}

/** What the terminal of a local install asks of its own Worker: to wake each run that a restart left asleep. */
export const internal = new Hono<Api>().post('/wake', async (c) => {
  const { config, db } = c.var;
  const token = bearerOf(c.req.raw);
  if (config.localToken === null || token === null || !(await sameText(token, config.localToken)))
    return notFound('route');
  const woken = await Promise.all((await allRunsUnderWay(db)).map((run) => wake(c.env, db, run)));
  return c.json({ woken: woken.filter(Boolean).length, lost: woken.filter((done) => !done).length });
});
