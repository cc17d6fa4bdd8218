import { describe, expect, it, vi } from 'vitest';
import * as z from 'zod';
import { refuse } from '../../../workers/domain/result.ts';
import { tool } from '../../../workers/models/model.ts';
import { untrusted } from '../../../workers/models/untrusted.ts';
import type { Reply } from '../../harness/messages-server.ts';
import { books, callOf, scriptedModel } from '../../harness/scripted-model.ts';

const limits = { outputTokens: 500, rounds: 3, promptTokens: 100_000 };
const look = (answer = 'nothing special') =>
  tool('look', 'Looks at a place.', z.object({ at: z.string().max(20) }), async () => answer);
const looking = (at = 'here'): Reply => ({ thinking: 'Look.', tools: [{ name: 'look', input: { at } }] });

describe('how an answer ends', () => {
  it.each<[Reply, string]>([
    [{ text: 'As I was say', stop: 'max_tokens' }, 'model.cut'],
    [{ thinking: 'Thinking and think', stop: 'max_tokens' }, 'model.cut'],
    [{ text: 'Such', stop: 'model_context_window_exceeded' }, 'model.cut'],
    [{ text: 'I cannot', stop: 'refusal' }, 'model.declined'],
    [{ stop: 'refusal' }, 'model.declined']
  ])('%o is %s', async (reply, code) => {
    const { model, ledger } = await scriptedModel([{ expect: { messages: 1 }, reply }]);
    const answer = await model.talk(callOf());
    expect(answer).toMatchObject({ ok: false, problem: { code } });
    expect(ledger.recorded).toHaveLength(1);
  });

  it('a pause of the service goes on where it was', async () => {
    const { model } = await scriptedModel([
      { expect: { messages: 1 }, reply: { thinking: 'Hm.', text: 'First this,', stop: 'pause_turn' } },
      { expect: { messages: 2, says: ['First this,'] }, reply: { text: 'then that.' } }
    ]);
    expect(await model.talk(callOf())).toMatchObject({ ok: true, value: { value: 'First this,\n\nthen that.' } });
  });

  it('an empty answer is asked for again, once', async () => {
    const { model } = await scriptedModel([
      { expect: { messages: 1 }, reply: { thinking: 'Nothing to say.' } },
      { expect: { messages: 1, ends: ['Which server is it?', 'Your answer was empty.'] }, reply: { text: 'Well.' } }
    ]);
    expect(await model.talk(callOf())).toMatchObject({ ok: true, value: { value: 'Well.' } });
  });

  it('a tool that is used where none is offered is no answer', async () => {
    const { model } = await scriptedModel([
      {
        expect: { toolChoice: 'none' },
        reply: { tools: [{ name: 'look', input: { at: 'here' }, misfit: true }] }
      }
    ]);
    const answer = await model.talk(callOf({ tools: [look()], limits: { ...limits, rounds: 1 } }));
    expect(answer).toMatchObject({ ok: false, problem: { code: 'model.invalid' } });
  });
});

describe('tools', () => {
  it('that get input which does not fit say what is wrong, and do nothing', async () => {
    const run = vi.fn(async () => 'done');
    const strict = tool('look', 'Looks.', z.object({ at: z.string().max(5), times: z.number().optional() }), run);
    const { model } = await scriptedModel([
      {
        expect: { tools: ['look'] },
        reply: { tools: [{ name: 'look', input: { at: 'far too long' }, misfit: true }] }
      },
      {
        expect: { toolErrors: 1, ends: ['nothing was done', 'at: Too big'] },
        reply: { tools: [{ name: 'look', input: { at: 'here', times: 'two' }, misfit: true }] }
      },
      { expect: { toolErrors: 1, ends: ['times: Invalid input'] }, reply: { text: 'I give up.' } }
    ]);
    expect(await model.talk(callOf({ tools: [strict] }))).toMatchObject({ ok: true });
    expect(run).not.toHaveBeenCalled();
  });

  it('that get input which is no JSON say so', async () => {
    const { model } = await scriptedModel([
      {
        expect: { tools: ['look'] },
        reply: { tools: [{ name: 'look', input: {}, misfit: true }], rawInput: '{"at": "he' }
      },
      { expect: { toolErrors: 1, ends: ['the whole: Invalid input'] }, reply: { text: 'I see.' } }
    ]);
    expect(await model.talk(callOf({ tools: [look()] }))).toMatchObject({ ok: true });
  });

  it('that there are not are answered with those that there are', async () => {
    const { model } = await scriptedModel([
      { expect: { tools: ['look'] }, reply: { tools: [{ name: 'approve_plan', input: {}, misfit: true }] } },
      {
        expect: { toolErrors: 1, ends: ['There is no tool approve_plan. There are: look.'] },
        reply: { text: 'I see.' }
      }
    ]);
    expect(await model.talk(callOf({ tools: [look()] }))).toMatchObject({ ok: true });
  });

  it('answer without secrets, whatever they read', async () => {
    const secret = 'correct-horse-battery';
    const leak = untrusted('.env', `DB_PASSWORD=${secret}\nKEY=ghp_${'a1B2'.repeat(9)}`);
    const { model } = await scriptedModel(
      [
        { expect: { tools: ['look'], never: [secret] }, reply: looking() },
        {
          expect: { never: [secret, 'ghp_'], ends: ['DB_PASSWORD=[secret DB]\nKEY=[secret GitHub token]'] },
          reply: { text: 'I see.' }
        }
      ],
      { secrets: { DB: secret } }
    );
    const turns = [{ author: 'person' as const, text: `It is ${secret}` }];
    const answer = await model.talk(callOf({ tools: [look(leak)], turns, material: `password: ${btoa(secret)}` }));
    expect(answer).toMatchObject({ ok: true });
  });

  it('that throw are a bug, and not hidden', async () => {
    const broken = tool('look', 'Looks.', z.object({ at: z.string() }), async () => {
      throw new TypeError('a bug');
    });
    const { model } = await scriptedModel([{ expect: { tools: ['look'] }, reply: looking() }]);
    await expect(model.talk(callOf({ tools: [broken] }))).rejects.toThrow('a bug');
  });
});

describe('limits', () => {
  it('of rounds end in a request that offers no tools and asks for the answer', async () => {
    const { model } = await scriptedModel([
      { expect: { toolChoice: 'auto' }, reply: looking() },
      { expect: { toolChoice: 'auto', ends: ['nothing special'] }, reply: looking('there') },
      {
        expect: { toolChoice: 'none', tools: ['look'], ends: ['nothing special', 'Answer now, from what you have.'] },
        reply: { text: 'That is it.' }
      }
    ]);
    expect(await model.talk(callOf({ tools: [look()], limits }))).toMatchObject({ ok: true });
  });

  it('of prompt tokens do so too, before they would be passed', async () => {
    const { model, ledger } = await scriptedModel([
      { expect: { toolChoice: 'auto' }, reply: looking() },
      { expect: { toolChoice: 'none', ends: ['Answer now'] }, reply: { text: 'Enough.' } }
    ]);
    const answer = await model.talk(
      callOf({ tools: [look('x'.repeat(30_000))], limits: { ...limits, rounds: 9, promptTokens: 10_000 } })
    );
    expect(answer).toMatchObject({ ok: true });
    expect(ledger.recorded).toHaveLength(2);
  });

  it('of output hold for each request', async () => {
    const { model } = await scriptedModel([{ expect: { outputTokens: 500 }, reply: { text: 'Short.' } }]);
    expect(await model.talk(callOf({ limits }))).toMatchObject({ ok: true });
  });
});

describe('the ledger', () => {
  it('is asked before each request for more than it then costs, and told after each', async () => {
    const { model, ledger } = await scriptedModel([
      { expect: { toolChoice: 'auto' }, reply: looking() },
      { expect: { ends: ['nothing special'] }, reply: { status: 529 } },
      { expect: { ends: ['nothing special'] }, reply: { text: 'So it is.', breaks: { after: 5, by: 'cut' } } },
      { expect: { ends: ['nothing special'] }, reply: { text: 'So it is.' } }
    ]);
    const answer = await model.talk(callOf({ tools: [look()] }));
    if (!answer.ok) expect.fail(answer.problem.message);
    expect(ledger.admitted).toHaveLength(4);
    expect(ledger.recorded).toHaveLength(3);
    const [first, broken, last] = ledger.recorded;
    expect(ledger.admitted[0]).toBeGreaterThan(first!.cost);
    expect(ledger.admitted[3]).toBeGreaterThan(last!.cost);
    expect(broken!.tokens.output).toBeGreaterThan(0);
    expect(answer.value.cost).toBe(first!.cost + broken!.cost + last!.cost);
    expect(answer.value.tokens.output).toBe(first!.tokens.output + broken!.tokens.output + last!.tokens.output);
  });

  it('may refuse, and then nothing is sent; what was spent before stays recorded', async () => {
    const kept = books();
    let left = 1;
    const admit = async () => (left-- > 0 ? { ok: true as const, value: null } : refuse('model.budget', 'Spent.'));
    const { model } = await scriptedModel([{ expect: { tools: ['look'] }, reply: looking() }], {
      ledger: { ...kept, admit }
    });
    const answer = await model.talk(callOf({ tools: [look()] }));
    expect(answer).toEqual(refuse('model.budget', 'Spent.'));
    expect(kept.recorded).toHaveLength(1);
  });
});

describe('deciding', () => {
  const shape = z.object({ port: z.number().int().min(1).max(65535) });

  it.each<[string, Reply, string[], number]>([
    ['what does not fit', { json: { port: 70_000 } }, ['Your answer does not fit:', 'port: Too big'], 3],
    ['what is no JSON', { text: 'The port is 80.' }, ['Your answer was not JSON.'], 3],
    ['nothing', { thinking: 'Hm.' }, ['Your answer was not JSON.'], 1]
  ])('asks again after %s, saying what is wrong', async (_what, reply, ends, messages) => {
    const { model } = await scriptedModel([
      { expect: { schema: ['port'], messages: 1 }, reply },
      { expect: { schema: ['port'], messages, ends }, reply: { json: { port: 80 } } }
    ]);
    const answer = await model.decide(callOf({ limits: { ...limits, rounds: 1 } }), shape);
    expect(answer).toMatchObject({ ok: true, value: { value: { port: 80 } } });
  });

  it('gives up when it does not fit twice', async () => {
    const { model } = await scriptedModel([
      { expect: { schema: ['port'], messages: 1 }, reply: { json: { port: 0 } } },
      { expect: { schema: ['port'], messages: 3 }, reply: { json: { port: -1 } } }
    ]);
    expect(await model.decide(callOf(), shape)).toMatchObject({ ok: false, problem: { code: 'model.invalid' } });
  });

  it('looks things up first, and answers from what it found', async () => {
    const { model } = await scriptedModel(
      [
        { expect: { schema: ['port'], tools: ['look'], toolChoice: 'auto', effort: 'low' }, reply: looking() },
        { expect: { schema: ['port'], ends: ['EXPOSE 80'] }, reply: { thinking: 'It is 80.', json: { port: 80 } } }
      ],
      { effort: 'low' }
    );
    const answer = await model.decide(callOf({ tools: [look('EXPOSE 80')] }), shape);
    expect(answer).toMatchObject({ ok: true, value: { value: { port: 80 } } });
  });
});
