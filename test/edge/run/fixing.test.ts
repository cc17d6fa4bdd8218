import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedRelay, type ScriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const locked =
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1187 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n';
const plan = plansWith([step('prepare', { kind: 'packages' })]);

/** Ends the exec in which the server is asked for its facts, or a fix does its part: scripts that belong to no step. */
const beside = async (relay: ScriptedRelay) => relay.play(await relay.running('unknown'), { text: 'os=debian 12\n' });

describe('a step that fails in a known way', () => {
  it('is fixed, tried again, and done', async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(plan);
    const runId = await start();
    await relay.play(await relay.running('prepare'), { text: locked, exitCode: 100 });
    await beside(relay);
    await beside(relay);
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
    expect((await events('step')).map(({ state, attempt, reason }) => [state, attempt, reason])).toEqual([
      ['running', 1, null],
      ['failed', 1, 'exit 100'],
      ['running', 2, null],
      ['completed', 2, 'after a fix']
    ]);
    expect(await events('fix')).toMatchObject([{ stepId: 'prepare', attempt: 2, author: 'rules' }]);
    expect(relay.unexpected).toEqual([]);
  });

  it('is given up after three fixes, and the reason says what it is', async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(plan);
    const runId = await start();
    const ended = reaches(runId, 'failed');
    let over = false;
    void ended.finally(() => (over = true));
    while (!over) {
      const exec = relay.execs().find(({ execId }) => !relay.isOver(execId));
      if (!exec) await new Promise((resolve) => setTimeout(resolve, 20));
      else await relay.play(exec, exec.step === 'prepare' ? { text: locked, exitCode: 100 } : {});
    }
    expect((await ended).reason).toMatch(/^provisioning: Do prepare failed on main: exit 100\. .+/);
    expect((await events('fix')).length).toBeLessThanOrEqual(3);
  });
});

describe('a step that fails in a way that nobody knows', () => {
  it('ends the run at once, without a fix', async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(plan);
    const runId = await start();
    await relay.play(await relay.running('prepare'), { text: 'flux capacitor misaligned\n', exitCode: 7 });
    expect((await reaches(runId, 'failed')).reason).toBe('provisioning: Do prepare failed on main: exit 7');
    expect(await events('fix')).toEqual([]);
    expect(relay.execs()).toHaveLength(1);
  });
});
