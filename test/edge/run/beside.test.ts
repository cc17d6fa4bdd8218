import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const pull = (id: string) => step(id, { kind: 'pull' });
const plans = plansWith([step('engine'), pull('pull-db'), pull('pull-cache'), step('last')], []);

async function pulling() {
  const relay = scriptedRelay();
  const project = await approvedProject(plans);
  const runId = await project.start();
  await relay.play(await relay.running('engine'));
  const [database, cache] = await Promise.all([relay.running('pull-db'), relay.running('pull-cache')]);
  return { relay, runId, database, cache, ...project };
}

describe('pulls that follow one another', () => {
  it('run at once, and the next step waits for them all', async () => {
    const { relay, runId, database, cache, reaches, events } = await pulling();
    await relay.play(cache);
    await vi.waitFor(async () =>
      expect((await events('step')).at(-1)).toMatchObject({ stepId: 'pull-cache', state: 'completed' })
    );
    expect(relay.execs()).toHaveLength(3);
    await relay.play(database);
    await relay.play(await relay.running('last'));
    await reaches(runId, 'completed');
    expect(relay.unexpected).toEqual([]);
  });

  it('end the run by the name of the one that fails, when the others are over', async () => {
    const { relay, runId, database, cache, reaches } = await pulling();
    await relay.play(database, { text: 'that did not go well\n', exitCode: 7 });
    await relay.play(cache);
    expect((await reaches(runId, 'failed')).reason).toBe('provisioning: Do pull-db failed on main: exit 7');
    expect(relay.execs()).toHaveLength(3);
  });

  it('pause once, when both are over', async () => {
    const { relay, runId, database, cache, signal, reaches, events } = await pulling();
    await signal(runId, 'pause');
    await relay.play(database);
    await relay.play(cache);
    await reaches(runId, 'paused');
    await signal(runId, 'resume');
    await relay.play(await relay.running('last'));
    await reaches(runId, 'completed');
    const states = (await events('run.state')).map(({ state }) => state);
    expect(states).toEqual(['in progress', 'paused', 'in progress', 'completed']);
  });

  it('are both ended by a stop', async () => {
    const { relay, runId, signal, reaches } = await pulling();
    await signal(runId, 'stop');
    await reaches(runId, 'stopped');
    expect(relay.called('DELETE /execs/')).toHaveLength(2);
  });
});
