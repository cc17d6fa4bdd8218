import { describe, expect, it } from 'vitest';
import type { Reply, Scenario } from '../../harness/messages-server.ts';
import { callOf, quick, scriptedModel } from '../../harness/scripted-model.ts';

const same = { messages: 1, ends: ['Which server is it?'] };
const fine: Reply = { text: 'A small one, as it was.' };
const answered = { ok: true, value: { value: 'A small one, as it was.' } };

const after = (reply: Reply, times = 1): Scenario => [
  { expect: same, reply, times },
  { expect: same, reply: fine }
];

describe('a request that was not answered', () => {
  it.each<[string, Reply]>([
    ['rate limited', { status: 429, retryAfter: 0.01 }],
    ['overloaded', { status: 529 }],
    ['an error of the service', { status: 500 }],
    ['a gateway that gave up', { status: 502 }],
    ['a connection that was closed', { hangUp: true }],
    ['overloaded in mid-stream', { text: 'A small one, and more', breaks: { after: 6, by: 'overloaded' } }],
    ['a stream that was cut', { text: 'A small one, and more', breaks: { after: 6, by: 'cut' } }],
    ['a stream that was cut before it said anything', { text: 'A small one', breaks: { after: 0, by: 'cut' } }]
  ])('is made again: %s', async (_what, reply) => {
    const { model } = await scriptedModel(after(reply, 2));
    expect(await model.talk(callOf())).toMatchObject(answered);
  });

  it('is made again when the stream falls silent', async () => {
    const { model, play } = await scriptedModel(after({ text: 'A small', breaks: { after: 4, by: 'silence' } }), {
      patience: { ...quick, silence: 60 }
    });
    expect(await model.talk(callOf())).toMatchObject(answered);
    expect(play.report().left).toBe(1);
  });

  it.each<[string, Reply, string]>([
    ['busy', { status: 529 }, 'model.busy'],
    ['busy', { status: 429 }, 'model.busy'],
    ['busy', { text: 'A', breaks: { after: 4, by: 'overloaded' } }, 'model.busy'],
    ['unreachable', { status: 500 }, 'model.unreachable'],
    ['unreachable', { hangUp: true }, 'model.unreachable'],
    ['unreachable', { text: 'A', breaks: { after: 4, by: 'cut' } }, 'model.unreachable']
  ])('is given up as %s after so many tries: %o', async (_word, reply, code) => {
    const { model } = await scriptedModel([{ expect: same, reply, times: quick.attempts }]);
    expect(await model.talk(callOf())).toMatchObject({ ok: false, problem: { code } });
  });

  it('is given up at once when the wait that is asked for is longer than all patience', async () => {
    const { model } = await scriptedModel([{ expect: same, reply: { status: 429, retryAfter: 30 } }]);
    const began = performance.now();
    expect(await model.talk(callOf())).toMatchObject({ ok: false, problem: { code: 'model.busy' } });
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('waits as long as it was asked to', async () => {
    const { model } = await scriptedModel(after({ status: 429, retryAfter: 0.3 }));
    const began = performance.now();
    expect(await model.talk(callOf())).toMatchObject(answered);
    expect(performance.now() - began).toBeGreaterThanOrEqual(295);
  });

  it.each<[number, string, string | undefined]>([
    [401, 'model.key', undefined],
    [403, 'model.key', undefined],
    [402, 'model.key', undefined],
    [400, 'model.key', 'Your credit balance is too low to access the API.'],
    [404, 'model.unknown', undefined],
    [400, 'model.refused', 'messages: something about them'],
    [400, 'model.cut', 'prompt is too long: 1200000 tokens > 1000000 maximum'],
    [413, 'model.cut', undefined]
  ])('is not made again after %i: %s', async (status, code, message) => {
    const reply = { status, ...(message && { message }) };
    const { model } = await scriptedModel([{ expect: same, reply }]);
    const answer = await model.talk(callOf());
    expect(answer).toMatchObject({ ok: false, problem: { code } });
    if (code === 'model.refused') expect(JSON.stringify(answer)).toContain('messages: something about them');
  });

  it('is not made again where the service says so', async () => {
    const reply = { status: 500, headers: { 'x-should-retry': 'false' } };
    const { model } = await scriptedModel([{ expect: same, reply }]);
    expect(await model.talk(callOf())).toMatchObject({ ok: false, problem: { code: 'model.unreachable' } });
  });

  it('shows no more of what the service says than one line, and never the key', async () => {
    const { model, play } = await scriptedModel([
      { expect: same, reply: { status: 400, message: `bad\u001b[31m\n\nthing ${'x'.repeat(1000)}` } }
    ]);
    const answer = await model.talk(callOf());
    if (answer.ok) expect.fail('it was refused');
    expect(answer.problem.message).toMatch(/^The model's service refused the request: bad \[31m thing x{200,300}$/);
    expect(play.report().seen).toHaveLength(1);
  });
});

describe('what is heard of an answer whose stream broke', () => {
  const broken = (text: string): Reply => ({ text, breaks: { after: 6, by: 'cut' } });

  it('is not repeated', async () => {
    const { model } = await scriptedModel(after(broken('A small one, as it was.')));
    const heard: string[] = [];
    expect(await model.talk(callOf({ heard: (text) => heard.push(text) }))).toMatchObject(answered);
    expect(heard.join('')).toBe('A small one, as it was.');
    expect(heard.length).toBeGreaterThan(1);
  });

  it('is a beginning of one answer, where the next try says something else', async () => {
    const { model } = await scriptedModel(after(broken('No idea, sorry, which it was')));
    let heard = '';
    expect(await model.talk(callOf({ heard: (text) => (heard += text) }))).toMatchObject(answered);
    expect(heard.length).toBeGreaterThan(0);
    expect('No idea, sorry, which it was').toContain(heard);
  });
});
