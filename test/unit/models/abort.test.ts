import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tool } from '../../../workers/models/model.ts';
import { callOf, quick, scriptedModel } from '../../harness/scripted-model.ts';

const expected = { messages: 1 };
const stopped = { ok: false, problem: { code: 'model.aborted' } };

/** Stops the call at a moment after it began, and answers how long it took to end from then on. */
async function stopAfter(moment: Promise<unknown>, talk: (signal: AbortSignal) => Promise<unknown>) {
  const stop = new AbortController();
  const talking = talk(stop.signal);
  await moment;
  const began = performance.now();
  stop.abort();
  return { answer: await talking, took: performance.now() - began };
}

describe('stopping', () => {
  it('before anything was sent sends nothing', async () => {
    const { model, play, ledger } = await scriptedModel([{ expect: expected, reply: { text: 'x' }, times: 0 }]);
    expect(await model.talk(callOf({ signal: AbortSignal.abort() }))).toMatchObject(stopped);
    expect(play.report().seen).toEqual([]);
    expect(ledger.recorded).toEqual([]);
  });

  it('in mid-stream leaves the stream, and records what was used', async () => {
    const text = 'a long answer '.repeat(50);
    const { model, play, ledger } = await scriptedModel([
      { expect: expected, reply: { text, slow: 20, usage: { input: 7, cacheRead: 8, cacheWrite: 9, output: 999 } } }
    ]);
    let heard = '';
    const begun = Promise.withResolvers<void>();
    const listen = (piece: string) => {
      heard += piece;
      begun.resolve();
    };
    const { answer, took } = await stopAfter(begun.promise, (signal) => model.talk(callOf({ signal, heard: listen })));
    expect(answer).toMatchObject(stopped);
    expect(took).toBeLessThan(2000);
    expect(heard.length).toBeGreaterThan(0);
    const output = Math.ceil(heard.length / 4);
    expect(ledger.recorded.map(({ tokens }) => tokens)).toEqual([{ input: 7, cacheRead: 8, cacheWrite: 9, output }]);
    const before = heard;
    await wait(60);
    expect(heard).toBe(before);
    expect(play.report().left).toBe(1);
  });

  it('while it waits for the next try ends the wait', async () => {
    const { model } = await scriptedModel([{ expect: expected, reply: { status: 429, retryAfter: 20 } }], {
      patience: { ...quick, total: 60_000 }
    });
    const { answer, took } = await stopAfter(wait(150), (signal) => model.talk(callOf({ signal })));
    expect(answer).toMatchObject(stopped);
    expect(took).toBeLessThan(2000);
  });

  it('while a tool runs waits for it no longer', async () => {
    const slow = tool('slow', 'Takes long.', z.object({}), () => new Promise<string>(() => undefined));
    const { model } = await scriptedModel([
      { expect: { tools: ['slow'] }, reply: { tools: [{ name: 'slow', input: {} }] } }
    ]);
    const { answer, took } = await stopAfter(wait(150), (signal) => model.talk(callOf({ signal, tools: [slow] })));
    expect(answer).toMatchObject(stopped);
    expect(took).toBeLessThan(2000);
  });

  it('while the ledger is asked waits for it no longer', async () => {
    const { model } = await scriptedModel([{ expect: expected, reply: { text: 'x' }, times: 0 }], {
      ledger: { admit: () => new Promise(() => undefined), record: async () => undefined }
    });
    const { answer, took } = await stopAfter(wait(20), (signal) => model.talk(callOf({ signal })));
    expect(answer).toMatchObject(stopped);
    expect(took).toBeLessThan(2000);
  });
});
