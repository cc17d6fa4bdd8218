import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const plans = plansWith([step('one'), step('two'), step('three')], []);
const states = (events: { state: string }[]) => events.map(({ state }) => state);

async function begun() {
  const relay = scriptedRelay();
  const project = await approvedProject(plans);
  const runId = await project.start();
  return { relay, runId, first: await relay.running('one'), ...project };
}

describe('a pause', () => {
  it('lets the running step finish, and a resume goes on with the next', async () => {
    const { relay, runId, first, signal, reaches, events } = await begun();
    expect(await signal(runId, 'pause')).toEqual({ ok: true, value: null });
    await relay.play(first);
    await reaches(runId, 'paused');
    expect(relay.execs()).toHaveLength(1);
    expect(await signal(runId, 'resume')).toEqual({ ok: true, value: null });
    await relay.play(await relay.running('two'));
    await relay.play(await relay.running('three'));
    await reaches(runId, 'completed');
    expect(states(await events('run.state'))).toEqual(['in progress', 'paused', 'in progress', 'completed']);
  });

  it('that is asked for twice is one, before and after it took effect', async () => {
    const { relay, runId, first, signal, reaches, events } = await begun();
    const answers = await Promise.all([signal(runId, 'pause'), signal(runId, 'pause')]);
    await relay.play(first);
    await reaches(runId, 'paused');
    answers.push(await signal(runId, 'pause'));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true]);
    expect(await events('signal')).toHaveLength(1);
    await signal(runId, 'stop');
    await reaches(runId, 'stopped');
  });

  it('that is taken back before it took effect never happens', async () => {
    const { relay, runId, first, signal, reaches, events } = await begun();
    await signal(runId, 'pause');
    expect((await signal(runId, 'resume')).ok).toBe(true);
    await relay.play(first);
    await relay.play(await relay.running('two'));
    await relay.play(await relay.running('three'));
    await reaches(runId, 'completed');
    expect(states(await events('run.state'))).not.toContain('paused');
  });

  it('during the last step does not keep the run from its end', async () => {
    const relay = scriptedRelay();
    const { start, signal, reaches } = await approvedProject(plansWith([step('one')], []));
    const runId = await start();
    const only = await relay.running('one');
    await signal(runId, 'pause');
    await relay.play(only);
    await reaches(runId, 'completed');
    expect(await signal(runId, 'pause')).toMatchObject({ ok: false, problem: { code: 'signal.refused' } });
  });

  it('is left by a stop', async () => {
    const { relay, runId, first, signal, reaches } = await begun();
    await signal(runId, 'pause');
    await relay.play(first);
    await reaches(runId, 'paused');
    await signal(runId, 'stop');
    expect((await reaches(runId, 'stopped')).reason).toBe('Stopped during provisioning.');
  });
});

describe('a stop', () => {
  it('ends what is running, and is no error when it is asked for again', async () => {
    const { relay, runId, first, signal, reaches } = await begun();
    await signal(runId, 'stop');
    expect((await signal(runId, 'stop')).ok).toBe(true);
    await reaches(runId, 'stopped');
    expect(relay.called(`DELETE /execs/${first.execId}`)).toHaveLength(1);
    expect((await signal(runId, 'stop')).ok).toBe(true);
  });

  it('cuts the wait for a delivery short', async () => {
    const relay = scriptedRelay({
      'GET /sandbox/orders/': ({ path }) => ({
        key: path.split('/').at(-1),
        state: 'placed',
        serverId: null,
        problem: null
      })
    });
    const { start, signal, reaches } = await approvedProject(plans);
    const runId = await start();
    await vi.waitFor(() => expect(relay.called('GET /sandbox/orders/').length).toBeGreaterThan(1), { timeout: 15_000 });
    await signal(runId, 'stop');
    expect((await reaches(runId, 'stopped')).reason).toBe('Stopped during availability.');
  });

  it('is followed by a resume that orders nothing twice, and of two at once one counts', async () => {
    const { relay, runId, signal, reaches, run, events } = await begun();
    await signal(runId, 'stop');
    await reaches(runId, 'stopped');
    const answers = await Promise.all([signal(runId, 'resume'), signal(runId, 'resume')]);
    expect(answers.map((answer) => answer.ok)).toEqual([true, true]);
    for (const name of ['one', 'two', 'three']) await relay.play(await relay.running(name));
    await reaches(runId, 'completed');
    expect((await run(runId)).instanceId).not.toBe(runId);
    expect((await events('signal')).map((event) => event.signal)).toEqual(['stop', 'resume']);
    expect(relay.called('PUT /sandbox/orders/')).toHaveLength(1);
  });
});
