import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, it } from 'vitest';
import type { EventBody } from '../../workers/domain/events.ts';
import { refusalMessage } from '../../workers/domain/model-refusal.ts';
import type { Env } from '../../workers/env.ts';
import { modelOf } from '../../workers/model-of.ts';
import type { Call, Model } from '../../workers/models/model.ts';
import { setModelKey } from '../../workers/store/model-key.ts';
import { deleteProject, setProjectModel } from '../../workers/store/projects.ts';
import { setTeamModel } from '../../workers/store/teams.ts';
import { usageSince } from '../../workers/store/usage.ts';
import type { Scenario } from '../harness/messages-server.ts';
import { person, secretValue, seed, type Person, type Seeded } from './api/world.ts';
import { playing, reportOf, thinkingEnv } from './scripted.ts';

const haiku = 'claude-haiku-5-5';
const secretKey = env.HYDRON_SECRET_KEY ?? '';
const hello: Scenario = [
  {
    expect: { model: haiku },
    reply: { text: 'Hello.', usage: { input: 100, output: 10, cacheRead: 0, cacheWrite: 0 } }
  }
];

const call = (changes: Partial<Call> = {}): Call => ({
  place: 'analysis',
  instructions: 'You help people to deploy.',
  material: 'A draft.',
  turns: [{ author: 'person', text: 'Hello.' }],
  tools: [],
  limits: { outputTokens: 1000, rounds: 1, promptTokens: 100_000 },
  ...changes
});

let owner: Person;
let seeded: Seeded;
let told: EventBody[];

beforeEach(async () => {
  owner = await person();
  seeded = await seed(owner);
  told = [];
  await setProjectModel(owner.scope, seeded.project.id, { model: haiku });
});

const made = async (install: Env) =>
  modelOf(install, owner.scope, seeded.project, async (bodies) => void told.push(...bodies));

async function model(install: Env): Promise<Model> {
  const answer = await made(install);
  if (!answer.ok || !answer.value) throw new Error('there is no model');
  return answer.value;
}

const spent = async () => (await usageSince(owner.scope, 0)).map(({ cost }) => cost);

describe('a project’s model', () => {
  it('is rules alone where none was picked, and where nobody has a key', async () => {
    expect(await made(thinkingEnv(env))).toEqual({ ok: true, value: null });
    await setProjectModel(owner.scope, seeded.project.id, { model: null });
    expect(await made(thinkingEnv(env, 'sk-ant-of-the-installation'))).toEqual({ ok: true, value: null });
  });

  it('is the one that was picked last, whatever the team’s default is', async () => {
    await setTeamModel(owner.scope, { defaultModel: 'claude-opus-5-5' });
    expect((await model(thinkingEnv(env, 'sk-ant-of-nobody'))).id).toBe(haiku);
    await setProjectModel(owner.scope, seeded.project.id, { model: 'claude-sonnet-5-5' });
    expect((await model(thinkingEnv(env, 'sk-ant-of-nobody'))).id).toBe('claude-sonnet-5-5');
  });

  it('is refused where it is no longer on offer', async () => {
    await setProjectModel(owner.scope, seeded.project.id, { model: 'claude-of-old' });
    expect(await made(thinkingEnv(env, 'sk-ant-of-nobody'))).toMatchObject({ problem: { code: 'model.unknown' } });
  });

  it('is none of a project that another team asks for', async () => {
    const stranger = await person();
    const answer = await modelOf(thinkingEnv(env, 'sk-ant-of-nobody'), stranger.scope, seeded.project, async () => 0);
    expect(answer).toEqual({ ok: true, value: null });
  });
});

describe('a key', () => {
  it('of the team goes before the installation’s', async () => {
    const key = await playing(hello);
    await setModelKey(owner.scope, secretKey, key);
    const answer = await (await model(thinkingEnv(env, 'sk-ant-of-the-installation'))).talk(call());
    expect(answer).toMatchObject({ ok: true, value: { value: 'Hello.' } });
  });

  it('of another team is never used', async () => {
    const other = await person();
    await setModelKey(other.scope, secretKey, 'sk-ant-of-another-team');
    expect(await made(thinkingEnv(env))).toEqual({ ok: true, value: null });
  });

  it('that is refused says what to do, costs nothing and is not told', async () => {
    const key = await playing([{ expect: { model: haiku }, reply: { status: 401, message: 'invalid x-api-key' } }]);
    await setModelKey(owner.scope, secretKey, key);
    const answer = await (await model(thinkingEnv(env))).talk(call());
    expect(answer).toMatchObject({ ok: false, problem: { code: 'model.key' } });
    expect(JSON.stringify(answer)).toContain('settings');
    expect(JSON.stringify(answer)).not.toContain(key);
    expect(await spent()).toEqual([]);
  });
});

describe('what a model was used for', () => {
  it('is kept, and told in the journal', async () => {
    const answer = await (await model(thinkingEnv(env, await playing(hello)))).talk(call());
    expect(answer).toMatchObject({ ok: true, value: { cost: 15 } });
    expect(await spent()).toEqual([15]);
    expect(told).toEqual([
      {
        type: 'model.used',
        place: 'analysis',
        model: haiku,
        tokens: { input: 100, output: 10, cacheRead: 0, cacheWrite: 0 },
        cost: 15
      }
    ]);
  });

  it('hides the project’s secrets from the model', async () => {
    const key = await playing([
      { expect: { never: [secretValue], says: ['[secret API_KEY]'] }, reply: { text: 'I see.' } }
    ]);
    await (await model(thinkingEnv(env, key))).talk(call({ material: `The log says API_KEY=${secretValue}` }));
    expect((await reportOf(key)).seen).toHaveLength(1);
  });
});

describe('a budget', () => {
  it('of the project refuses a request that could pass it, before it is sent, with buttons', async () => {
    await setProjectModel(owner.scope, seeded.project.id, { modelBudget: 100 });
    const answer = await (await model(thinkingEnv(env, 'sk-ant-that-plays-nothing'))).talk(call());
    if (answer.ok) throw new Error('it was not refused');
    expect(answer.problem.code).toBe('model.budget');
    const message = refusalMessage(answer.problem, 'msg_1');
    expect(message).toMatchObject({
      type: 'message',
      text: expect.stringMatching(
        /^This project lets its model cost \$0\.00 a month: .* What was proposed so far is kept\.$/
      ),
      actions: [
        { command: "Raise the project's model budget to $1 and plan the analysis again" },
        { command: 'Go on by rules alone' }
      ]
    });
    expect(told).toEqual([]);
  });

  it('of the team refuses as well', async () => {
    await setTeamModel(owner.scope, { modelBudget: 0 });
    const answer = await (await model(thinkingEnv(env, 'sk-ant-that-plays-nothing'))).talk(call());
    expect(answer).toMatchObject({
      ok: false,
      problem: { code: 'model.budget', message: expect.stringMatching(/^The team lets/) }
    });
  });

  it('that was raised lets the same request through', async () => {
    const key = await playing(hello);
    await setProjectModel(owner.scope, seeded.project.id, { modelBudget: 0 });
    const asked = await model(thinkingEnv(env, key));
    expect((await asked.talk(call())).ok).toBe(false);
    await setProjectModel(owner.scope, seeded.project.id, { modelBudget: 1_000_000 });
    expect((await asked.talk(call())).ok).toBe(true);
  });

  it('has nothing to give for a project that was destroyed meanwhile', async () => {
    const asked = await model(thinkingEnv(env, 'sk-ant-that-plays-nothing'));
    await deleteProject(owner.scope, seeded.project.id);
    expect(await asked.talk(call())).toMatchObject({ ok: false, problem: { code: 'model.aborted' } });
  });
});
