import { describe, expect, inject, it } from 'vitest';
import * as z from 'zod';
import { ok } from '../../../workers/domain/result.ts';
import type { Usage } from '../../../workers/domain/usage.ts';
import { anthropicModel } from '../../../workers/models/anthropic.ts';
import { tool, type Call } from '../../../workers/models/model.ts';
import type { Scenario } from '../../harness/messages-server.ts';
import { deciding, lingering, talking } from '../../scenarios/workerd.ts';
import { playing, reportOf } from '../scripted.ts';

const patience = { attempts: 3, total: 2000, first: 5, longest: 20, silence: 2000 };

async function modelPlaying(scenario: Scenario) {
  const key = await playing(scenario);
  const recorded: Usage[] = [];
  const ledger = { admit: async () => ok(null), record: async (usage: Usage) => void recorded.push(usage) };
  const baseUrl = inject('messagesUrl');
  const model = anthropicModel({ id: 'claude-haiku-5-5', key, baseUrl, ledger, secrets: {}, patience });
  return { key, model, recorded };
}

const call: Call = {
  place: 'analysis',
  instructions: 'Say which Node it is.',
  material: 'The repository has a Dockerfile.',
  turns: [{ author: 'person', text: 'Which Node?' }],
  tools: [],
  limits: { outputTokens: 1000, rounds: 4, promptTokens: 100_000 }
};

describe('the model inside workerd', () => {
  it('streams text, runs tools and tries again', async () => {
    const { model, recorded } = await modelPlaying(talking);
    const heard: string[] = [];
    const readFile = tool('read_file', 'Reads.', z.object({ path: z.string() }), async () => 'FROM node:22');
    const answer = await model.talk({ ...call, tools: [readFile], heard: (text) => heard.push(text) });
    expect(answer).toMatchObject({ ok: true, value: { value: 'It runs on Node 22 – “bookworm”.' } });
    expect(heard.join('')).toBe('It runs on Node 22 – “bookworm”.');
    expect(heard.length).toBeGreaterThan(2);
    expect(recorded).toHaveLength(2);
  });

  it('answers in a shape', async () => {
    const { model } = await modelPlaying(deciding);
    const answer = await model.decide(call, z.object({ node: z.number().min(18) }));
    expect(answer).toMatchObject({ ok: true, value: { value: { node: 22 } } });
  });

  it('stops at once', async () => {
    const { key, model, recorded } = await modelPlaying(lingering);
    const stop = new AbortController();
    const answer = await model.talk({ ...call, signal: stop.signal, heard: () => stop.abort() });
    expect(answer).toMatchObject({ ok: false, problem: { code: 'model.aborted' } });
    expect(recorded).toHaveLength(1);
    await expect.poll(async () => (await reportOf(key)).left).toBe(1);
  });
});
