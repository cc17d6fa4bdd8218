import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { setModelKey } from '../../../workers/store/model-key.ts';
import { setProjectModel } from '../../../workers/store/projects.ts';
import { usageSince } from '../../../workers/store/usage.ts';
import type { Expectation, Reply, Scenario } from '../../harness/messages-server.ts';
import { nothingProposed, proposed } from '../../harness/proposals.ts';
import { secretValue } from '../api/world.ts';
import { playing, reportOf } from '../scripted.ts';
import { scriptedRelay } from './relay.ts';
import { approvedProject, plansWith, step } from './stage.ts';

afterEach(() => vi.unstubAllGlobals());

const sonnet = 'claude-sonnet-5-5';
const plan = plansWith([step('prepare', { kind: 'packages' })]);
const puzzle = 'frobnicator: libfrob.so is missing\n';
const interrupted = "E: dpkg was interrupted, you must manually run 'dpkg --configure -a' to correct the problem.\n";
const asked: Expectation = {
  model: sonnet,
  tools: [],
  system: ['You look at one failed step'],
  cached: ['system.0', 'messages.0.0', 'messages.0.1']
};
const library = { ...nothingProposed, cause: 'A library is missing.', fixes: [proposed.packages('libfrob-dev')] };
const answering = (reply: Reply, expect: Expectation = {}): Scenario => [{ expect: { ...asked, ...expect }, reply }];

/** A run whose step fails puzzlingly, and whose project has a model that plays a scenario. */
async function puzzled(scenario: Scenario, text = puzzle) {
  const relay = scriptedRelay();
  const project = await approvedProject(plan);
  const key = scenario.length > 0 ? await playing(scenario) : 'sk-ant-that-plays-nothing';
  await setModelKey(project.ada.scope, env.HYDRON_SECRET_KEY ?? '', key);
  await setProjectModel(project.ada.scope, project.seeded.project.id, { model: sonnet });
  const runId = await project.start();
  /** Ends the exec in which the server is asked for its facts, or a fix does its part. */
  const beside = async (said = 'os=debian 13\n') => {
    const exec = await relay.running('unknown');
    await relay.play(exec, { text: said });
    return exec.request.script;
  };
  const fail = async (words = text) => relay.play(await relay.running('prepare'), { text: words, exitCode: 7 });
  const notes = async () => (await project.events('note')).map((note) => note.text);
  const thinks = () => vi.waitFor(async () => expect((await reportOf(key)).seen).toHaveLength(1), { timeout: 15_000 });
  return { relay, runId, key, beside, fail, notes, thinks, ...project };
}

describe('a step that fails in a way that the rules do not know', () => {
  it('is fixed as the model says, tried again, and done after AI fix', async () => {
    const scenario = answering(
      { json: library, usage: { input: 1000, output: 100, cacheRead: 0, cacheWrite: 0 } },
      {
        schema: ['cause', 'advice', 'question', 'fixes'],
        says: [
          '<untrusted-data from="step">\nDo prepare (prepare, of kind packages, provisioning, on main',
          '"os":"debian 13"',
          '<untrusted-data from="output">\nfrobnicator: libfrob.so is missing\ntoken [secret API_KEY]'
        ],
        never: [secretValue]
      }
    );
    const { relay, runId, ada, beside, fail, reaches, events, notes } = await puzzled(scenario);
    await fail(`${puzzle}token ${secretValue}\n`);
    await beside();
    expect(await beside()).toContain('install --no-install-recommends libfrob-dev');
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
    expect(await events('fix')).toMatchObject([
      {
        author: 'model',
        stepId: 'prepare',
        attempt: 2,
        title: 'installing libfrob-dev on the server',
        reason: 'A library is missing.'
      }
    ]);
    expect((await events('step')).at(-1)).toMatchObject({ state: 'completed', attempt: 2, reason: 'after AI fix' });
    expect(await notes()).toContain('AI looks at why Do prepare failed');
    expect(await events('model.used')).toMatchObject([{ place: 'repair', model: sonnet, cost: 3000 }]);
    expect(await usageSince(ada.scope, 0)).toMatchObject([{ place: 'repair', cost: 3000 }]);
    expect(relay.unexpected).toEqual([]);
  });

  it('is given up as the model says, with its words marked as such', async () => {
    const advice = { ...nothingProposed, cause: 'The flux is misaligned.', advice: 'Turn it by hand.' };
    const { runId, beside, fail, reaches, events } = await puzzled(answering({ json: advice }));
    await fail();
    await beside();
    expect((await reaches(runId, 'failed')).reason).toBe(
      'provisioning: Do prepare failed on main: exit 7. AI: The flux is misaligned. Turn it by hand.'
    );
    expect(await events('fix')).toEqual([]);
  });

  it('is left to the rules where the fix is not allowed, and the journal says which', async () => {
    const fixes = [proposed.packages('openssh-server')];
    const { relay, runId, beside, fail, reaches, notes } = await puzzled(
      answering({ json: { ...nothingProposed, fixes } })
    );
    await fail();
    await beside();
    expect((await reaches(runId, 'failed')).reason).toBe('provisioning: Do prepare failed on main: exit 7');
    expect(await notes()).toContain(
      'AI could not help with Do prepare. It proposed installing openssh-server on the server, which is not allowed: openssh-server holds up the server and is not installed by a fix.'
    );
    expect(relay.execs().filter(({ step: id }) => id === 'prepare')).toHaveLength(1);
  });

  it('is left to the rules where the model is overloaded each time', async () => {
    const overloaded = { expect: asked, reply: { status: 529, retryAfter: 0 }, times: 5 };
    const { runId, beside, fail, reaches, notes } = await puzzled([overloaded]);
    await fail();
    await beside();
    expect((await reaches(runId, 'failed')).reason).toBe('provisioning: Do prepare failed on main: exit 7');
    expect((await notes()).at(-1)).toMatch(/^AI could not help with Do prepare\. The model is overloaded/);
  });

  it('is left to the rules where the budget is spent, with a button that raises it', async () => {
    const { runId, ada, seeded, beside, fail, reaches, events, notes } = await puzzled([]);
    await setProjectModel(ada.scope, seeded.project.id, { modelBudget: 100 });
    await fail();
    await beside();
    expect((await reaches(runId, 'failed')).reason).toBe('provisioning: Do prepare failed on main: exit 7');
    expect((await notes()).at(-1)).toContain('This project lets its model cost');
    expect(await events('message')).toMatchObject([
      {
        author: 'hydron',
        text: expect.stringContaining('AI could not help with Do prepare.'),
        actions: [{ command: "Raise the project's model budget to $1" }, { command: 'Go on by rules alone' }]
      }
    ]);
    expect(await events('model.used')).toEqual([]);
  });
});

describe('a script of the model', () => {
  const turn = 'set -x\nfrob --turn "half way"\n';
  const waiting = async () => {
    const fixes = [proposed.script('Turn the frobnicator', turn)];
    const run = await puzzled(answering({ json: { ...nothingProposed, cause: 'It is stuck.', fixes } }));
    await run.fail();
    await run.beside();
    await run.reaches(run.runId, 'paused');
    const [question] = await run.events('fix.asked');
    if (!question) throw new Error('nothing was asked');
    const answer = (option: number) =>
      run.object.answerFix({ runId: run.runId, id: question.id, option, userName: 'Ada' });
    return { ...run, question, answer };
  };

  it('waits, shown to the last letter, and runs as it was shown once a person agrees', async () => {
    const { relay, runId, question, answer, beside, reaches, events } = await waiting();
    expect(question).toMatchObject({
      author: 'model',
      question: 'Should this script run as root? Turn the frobnicator. It is stuck.',
      options: [{ label: 'Run this script', text: turn }, { label: 'Stop here' }]
    });
    expect(relay.execs().some(({ request }) => request.script.includes('frob --turn'))).toBe(false);
    expect(await answer(0)).toMatchObject({ ok: true });
    expect(await beside()).toContain(turn);
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
    expect(await events('fix')).toMatchObject([
      {
        author: 'person',
        title: 'running a script: Turn the frobnicator',
        reason: 'It is stuck. Chosen: Run this script.'
      }
    ]);
  });

  it('never runs where nobody agrees', async () => {
    const { relay, runId, answer, reaches } = await waiting();
    await answer(1);
    expect((await reaches(runId, 'failed')).reason).toContain('Nobody agreed to the script.');
    expect(relay.execs().some(({ request }) => request.script.includes('frob --turn'))).toBe(false);
  });
});

describe('a failure that the rules know', () => {
  it('goes to the model once their ways are spent', async () => {
    const tried = 'finishing the interrupted package installation (rules)';
    const { relay, runId, beside, fail, reaches, events } = await puzzled(
      answering({ json: library }, { ends: [tried, 'dpkg was interrupted'] }),
      interrupted
    );
    await fail();
    await beside();
    await beside();
    await fail();
    await beside();
    await beside();
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
    expect((await events('fix')).map(({ author, signature }) => [author, signature])).toEqual([
      ['rules', 'dpkg_interrupted'],
      ['model', 'dpkg_interrupted']
    ]);
  });
});

describe('a person', () => {
  const endless: Reply = { json: { ...library, cause: 'word '.repeat(60) }, slow: 500 };

  it('ends the thinking by stopping the run', async () => {
    const { runId, key, beside, fail, thinks, signal, reaches, events } = await puzzled(answering(endless));
    await fail();
    await beside();
    await thinks();
    expect((await signal(runId, 'stop')).ok).toBe(true);
    expect((await reaches(runId, 'stopped')).reason).toBe('Stopped during provisioning.');
    expect(await events('fix')).toEqual([]);
    await vi.waitFor(async () => expect((await reportOf(key)).left).toBe(1), { timeout: 10_000 });
  });

  it('who pauses meanwhile has the model asked anew when the run goes on', async () => {
    const { relay, runId, beside, fail, thinks, signal, reaches } = await puzzled([
      ...answering(endless),
      ...answering({ json: library })
    ]);
    await fail();
    await beside();
    await thinks();
    await signal(runId, 'pause');
    await reaches(runId, 'paused');
    await signal(runId, 'resume');
    await beside();
    await relay.play(await relay.running('prepare'));
    await reaches(runId, 'completed');
  });
});
