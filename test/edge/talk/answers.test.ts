import { afterEach, describe, expect, it, vi } from 'vitest';
import { reportOf } from '../scripted.ts';
import { conversation, sonnet } from './talk.ts';
import * as scripts from '../../scenarios/conversation/questions.ts';

afterEach(() => vi.unstubAllGlobals());

describe('a question', () => {
  it('is answered by the model from the plans, at the price that the ledger kept', async () => {
    const { say, answers, messages, of } = await conversation(scripts.question);
    expect((await say('Which port does web listen on?')).status).toBe(200);
    await answers('model: It listens on port 3000.');
    expect(await messages()).toEqual(['person: Which port does web listen on?', 'model: It listens on port 3000.']);
    const used = await of('model.used');
    expect(used).toHaveLength(2);
    expect(used[0]).toMatchObject({ place: 'conversation', model: sonnet });
    expect(used[0]?.cost).toBeGreaterThan(0);
  });

  it('about a failed step is answered from what it printed', async () => {
    const { say, answers, object } = await conversation(scripts.output);
    const step = { runId: 'r', phase: 'provisioning', server: 'main', stepId: 'greet', execId: 'e' } as const;
    await object.append([{ type: 'output', ...step, offset: 0, next: 20, text: 'sh: hello: not found' }]);
    await say('Why did greet fail?');
    await answers('model: The program hello is not there.');
  });
});

describe('an answer', () => {
  it('streams to everybody who watches, and ends as one message under the same id', async () => {
    const { say, watch, answers } = await conversation(scripts.question);
    const [first, second] = [await watch(), await watch()];
    await say('Which port does web listen on?');
    await answers('model: It listens on port 3000.');
    for (const { frames, partials, close } of [first, second]) {
      expect(partials()[0]).toBe('');
      await vi.waitFor(() => expect(JSON.stringify(frames)).toContain('It listens on port 3000.'));
      const ids = new Set(frames.flatMap((frame) => (frame.kind === 'partial' ? [frame.messageId] : [])));
      expect(ids.size).toBe(1);
      const events = frames.flatMap((frame) => (frame.kind === 'events' ? frame.events : []));
      expect(events).toContainEqual(expect.objectContaining({ type: 'message', author: 'model', id: [...ids][0] }));
      close();
    }
  });

  it('is seen as far as it is written by whoever comes later', async () => {
    const { say, watch, stop } = await conversation(scripts.slow);
    await say('Tell me all about it.');
    const early = await watch();
    await vi.waitFor(() => expect(early.partials().at(-1)).toContain('The plan has'), { timeout: 10_000 });
    const late = await watch();
    await vi.waitFor(() => expect(late.partials()[0]).toContain('The plan has'));
    await stop();
    early.close();
    late.close();
  });

  it('ends where it is when a person stops it, and the request to the model ends too', async () => {
    const { ada, say, watch, stop, messages, key } = await conversation(scripts.slow);
    const { partials, close } = await watch();
    await say('Tell me all about it.');
    await vi.waitFor(() => expect(partials().at(-1)).toContain('The plan has'), { timeout: 10_000 });
    expect(await stop()).toEqual({ stopped: true });
    const [, written, why] = await messages();
    expect(written).toMatch(/^model: The plan has/);
    expect(why).toBe(`hydron: ${ada.user.name} stopped the answer.`);
    await vi.waitFor(async () => expect((await reportOf(key)).left).toBe(1), { timeout: 5_000 });
    expect(await stop()).toEqual({ stopped: false });
    expect(await messages()).toHaveLength(3);
    close();
  });

  it('gives way to a newer message, which is told what was said', async () => {
    const { say, watch, answers, messages } = await conversation([...scripts.slow, ...scripts.newer]);
    const { partials, close } = await watch();
    await say('Tell me all about it.');
    await vi.waitFor(() => expect(partials().at(-1)).toContain('The plan has'), { timeout: 10_000 });
    await say('Which port does web listen on?');
    await answers('model: It listens on port 3000.');
    expect((await messages()).map((text) => text.slice(0, 20))).toEqual([
      'person: Tell me all ',
      'model: The plan has ',
      'person: Which port d',
      'model: It listens on'
    ]);
    close();
  });

  it('is whole where its stream was cut once', async () => {
    const { say, watch, answers, messages } = await conversation(scripts.cutOnce);
    const { partials, close } = await watch();
    await say('Which port does web listen on?');
    await answers('model: It listens on port 3000.');
    expect(await messages()).toHaveLength(2);
    for (const text of partials()) expect('It listens on port 3000.'.startsWith(text)).toBe(true);
    close();
  });
});
