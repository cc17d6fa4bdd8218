import { env } from 'cloudflare:workers';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { DeploymentRpc } from '../../../durable-objects/rpc.ts';
import type { Patch } from '../../../workers/domain/artifact.ts';
import { deleteModelKey } from '../../../workers/store/model-key.ts';
import { setProjectModel } from '../../../workers/store/projects.ts';
import { answerMessage } from '../../../workers/stages/converse.ts';
import * as scripts from '../../scenarios/conversation/questions.ts';
import { halfway } from '../../scenarios/conversation/wishes.ts';
import { reportOf } from '../scripted.ts';
import { conversation, shop, type Talk } from './talk.ts';

afterEach(() => vi.unstubAllGlobals());

const port4000: Patch = [{ op: 'replace', path: '/services/web/port', value: 4000 }];
const last = async ({ of }: Talk) => (await of('message')).at(-1);

describe('where the model cannot answer', () => {
  it('for want of a key, the rules do, and the conversation says why', async () => {
    const talk = await conversation([], shop);
    await deleteModelKey(talk.ada.scope);
    await talk.say('use port 4000');
    await vi.waitFor(async () => expect(await talk.of('message')).toHaveLength(3), { timeout: 10_000 });
    const [, why] = await talk.messages();
    expect(why).toContain('There is no key for the model');
    expect(await last(talk)).toMatchObject({ author: 'hydron' });
  });

  it('since the key is refused, the rules carry the wish out', async () => {
    const talk = await conversation([{ expect: { tools: scripts.tools }, reply: { status: 401 } }], shop);
    await talk.say('use node 22');
    await vi.waitFor(async () => expect(await talk.of('message')).toHaveLength(3), { timeout: 10_000 });
    expect((await talk.now('analysis'))?.author).toBe('person');
    expect(await talk.of('artifact.approved')).toEqual([]);
  });

  it('within the budget, the refusal has a button that raises it', async () => {
    const talk = await conversation([], shop);
    await setProjectModel(talk.ada.scope, talk.project.id, { modelBudget: 1 });
    await talk.say('Which port does web listen on?');
    await vi.waitFor(async () => expect(await talk.of('message')).toHaveLength(3), { timeout: 10_000 });
    const [, why] = await talk.of('message');
    expect(why?.text).toContain('This project lets its model cost');
    expect(why?.actions.map(({ label }) => label)).toContain('Go on by rules');
    expect(await talk.of('model.used')).toEqual([]);
  });

  it('after it has edited, the rules leave it at that', async () => {
    const talk = await conversation(halfway, shop);
    await talk.say('Listen on 4000.');
    await vi.waitFor(async () => expect(await talk.of('message')).toHaveLength(2), { timeout: 10_000 });
    expect((await talk.of('artifact.proposed')).filter(({ author }) => author === 'model')).toMatchObject([
      { stage: 'analysis', version: 2 }
    ]);
  });
});

describe('a message that is delivered again', () => {
  it('after it was answered is not answered twice', async () => {
    const talk = await conversation(scripts.question, shop);
    await talk.say('Which port does web listen on?');
    await talk.answers('model: It listens on port 3000.');
    const [asked] = await talk.of('message');
    await answerMessage(env, talk.project.deploymentId, asked!.id, 2);
    expect(await talk.of('message')).toHaveLength(2);
  });

  it('after its edits were made makes none again, and silences the delivery before', async () => {
    const talk = await conversation(scripts.slow, shop);
    const object = env.DEPLOYMENT.getByName(talk.project.deploymentId) as unknown as DeploymentRpc;
    await talk.say('Tell me all about it.');
    await vi.waitFor(async () => expect((await reportOf(talk.key)).seen).toHaveLength(1));
    const [asked] = await talk.of('message');
    const edit = { stage: 'analysis', version: 1, note: '', patch: port4000 } as const;
    const first = await object.beginTalk(asked!.id);
    expect(await object.proposeEdits(first!.turn, [edit], [])).toMatchObject({ made: true });
    expect(await object.proposeEdits(first!.turn, [edit], [])).toMatchObject({ made: true });
    const second = await object.beginTalk(asked!.id);
    expect(await object.hearTalk(first!.turn, 'late')).toBe('stop');
    expect(await object.proposeEdits(second!.turn, [{ ...edit, version: 2 }], [])).toMatchObject({ made: false });
    expect((await talk.of('artifact.proposed')).filter(({ author }) => author === 'model')).toHaveLength(1);
    await talk.stop();
  });
});
