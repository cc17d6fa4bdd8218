import { afterEach, describe, expect, it, vi } from 'vitest';
import { scriptedRelay, type ScriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const locked =
  'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1187 (unattended-upgr)\nE: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?\n';
const interrupted = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n";
const unmet = 'The following packages have unmet dependencies:\n docker.io : Conflicts: docker-ce\n';
const plan = plansWith([step('prepare', { kind: 'packages' })]);

/** Ends the exec in which the server is asked for its facts, or a fix does its part: scripts that belong to no step. */
const beside = async (relay: ScriptedRelay) => relay.play(await relay.running('unknown'), { text: 'os=debian 12\n' });

describe('a step that fails in a known way', () => {
  it('is fixed, tried again, and done, and its log holds what ran but not what was asked of the server', async () => {
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
    expect(await events('fix')).toMatchObject([
      { stepId: 'prepare', attempt: 2, author: 'rules', signature: 'apt_lock' }
    ]);
    expect(await events('fix.given-up')).toEqual([]);
    const said = (await events('output')).map(({ text }) => text);
    expect(said).toEqual([locked, 'os=debian 12\n', 'ran prepare\n']);
    expect(relay.unexpected).toEqual([]);
  });

  it('is given up where its fix did not help, and the reason says what it is', async () => {
    const relay = scriptedRelay();
    const { start, reaches, events } = await approvedProject(plan);
    const runId = await start();
    await relay.play(await relay.running('prepare'), { text: interrupted, exitCode: 100 });
    await beside(relay);
    await beside(relay);
    await relay.play(await relay.running('prepare'), { text: interrupted, exitCode: 100 });
    await beside(relay);
    const { reason } = await reaches(runId, 'failed');
    expect(reason).toMatch(/^provisioning: Do prepare failed on main: exit 100\. .*dpkg/);
    expect(await events('fix')).toHaveLength(1);
    expect(await events('fix.given-up')).toMatchObject([
      {
        stepId: 'prepare',
        attempt: 2,
        author: 'rules',
        signature: 'dpkg_interrupted',
        advice: expect.stringContaining('dpkg --configure')
      }
    ]);
  });
});

describe('a step whose fix a person must agree to', () => {
  const ask = async () => {
    const relay = scriptedRelay();
    const project = await approvedProject(plan);
    const runId = await project.start();
    await relay.play(await relay.running('prepare'), { text: unmet, exitCode: 100 });
    await beside(relay);
    await project.reaches(runId, 'paused');
    const [question] = await project.events('fix.asked');
    if (!question) throw new Error('nothing was asked');
    const answer = (option: number) => project.object.answerFix({ runId, id: question.id, option, userName: 'Ada' });
    return { relay, runId, question, answer, ...project };
  };

  it('waits, and goes on with what was chosen', async () => {
    const { relay, runId, question, answer, reaches, events } = await ask();
    expect(question.options.length).toBeGreaterThan(1);
    expect(question.signature).toBe('apt_unmet');
    expect(await events('fix')).toEqual([]);
    expect(await answer(99)).toMatchObject({ ok: false, problem: { code: 'answer.option' } });
    expect(await answer(0)).toMatchObject({ ok: true });
    expect(await answer(0)).toMatchObject({ ok: false, problem: { code: 'answer.late' } });
    await beside(relay);
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
    expect(await events('fix')).toMatchObject([{ author: 'person' }]);
    expect(await events('fix.answered')).toMatchObject([{ option: 0, by: 'Ada' }]);
  });

  it('ends when it is stopped meanwhile', async () => {
    const { runId, signal, reaches, events } = await ask();
    expect(await signal(runId, 'stop')).toMatchObject({ ok: true });
    await reaches(runId, 'stopped');
    expect(await events('fix')).toEqual([]);
  });

  it('ends with its advice when the person wants no fix', async () => {
    const { runId, question, answer, reaches, events } = await ask();
    await answer(question.options.length - 1);
    expect((await reaches(runId, 'failed')).reason).toMatch(/resume/);
    expect(await events('fix.given-up')).toMatchObject([{ author: 'person', signature: 'apt_unmet' }]);
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
    expect(await events('fix.given-up')).toMatchObject([{ stepId: 'prepare', attempt: 1, signature: null }]);
    expect(relay.execs()).toHaveLength(1);
  });
});
