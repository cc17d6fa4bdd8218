import { env } from 'cloudflare:workers';
import { describe, expect, it } from 'vitest';
import type { Env } from '../../../workers/env.ts';
import { ask, localEnv, person, publicEnv, seed } from './world.ts';

const token = { authorization: `Bearer ${env.HYDRON_LOCAL_TOKEN}` };
const wake = (headers: Record<string, string>, install: Env = localEnv) =>
  ask(install, 'POST', 'http://127.0.0.1:8787/api/internal/wake', { headers });

describe('waking the runs of a local install', () => {
  it.each([
    ['nothing', {}],
    ['another token', { authorization: 'Bearer another-token-entirely' }],
    ['a page of our own', { 'cf-connecting-ip': '127.0.0.1', origin: 'http://127.0.0.1:8787' }]
  ])('takes more than %s', async (_what, headers) => {
    expect((await wake(headers as Record<string, string>)).status).toBe(404);
  });

  it('is nothing that a public install does', async () => {
    expect((await wake(token, publicEnv)).status).toBe(404);
  });

  it('wakes the one that sleeps, and ends the one whose workflow is lost so that it can be resumed', async () => {
    const ada = await person();
    const [asleep, lost] = [await seed(ada, 'asleep'), await seed(ada, 'lost')];
    const { deploymentId } = asleep.project;
    const { runId } = asleep;
    await env.DEPLOYMENT.getByName(deploymentId).signal({
      runId,
      signal: 'pause',
      userId: ada.user.id,
      userName: 'ada'
    });
    const params = { teamId: ada.scope.teamId, deploymentId, runId, instanceId: runId };
    const instance = await env.RUN.create({ id: runId, params });

    expect(await (await wake(token)).json()).toEqual({ woken: 1, lost: 1 });
    await instance.terminate();

    const page = await (await ada.send('GET', `/runs/${lost.runId}`)).json();
    expect(page).toMatchObject({ run: { state: 'failed', reason: expect.stringContaining('Resume it') } });
    const [event] = await env.DEPLOYMENT.getByName(lost.project.deploymentId).since(0, 1);
    expect(event).toMatchObject({ type: 'run.state', runId: lost.runId, state: 'failed' });
  });
});
