import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { tool } from '../../../workers/models/model.ts';
import { callOf, scriptedModel } from '../../harness/scripted-model.ts';

const readFile = (text = 'FROM node:22') =>
  tool('read_file', 'Reads a file.', z.object({ path: z.string().max(50) }), async ({ path }) => `${path}: ${text}`);

describe('talking', () => {
  it('sends instructions, material and turns in this order, each up to its cache mark, and streams the answer', async () => {
    const { model } = await scriptedModel([
      {
        expect: {
          model: 'claude-sonnet-5-5',
          tools: [],
          system: ['You help people to deploy.'],
          says: ['The plan has one server.', 'Which server is it?'],
          ends: ['Which server is it?'],
          cached: ['system.0', 'messages.0.0', 'messages.0.1'],
          schema: false,
          effort: null,
          outputTokens: 1000,
          messages: 1
        },
        reply: { thinking: 'They ask for the server.', text: 'It is a small one, in Falkenstein — “CX22”.' }
      }
    ]);
    const heard: string[] = [];
    const answer = await model.talk(callOf({ heard: (text) => heard.push(text) }));
    expect(answer).toMatchObject({ ok: true, value: { value: 'It is a small one, in Falkenstein — “CX22”.' } });
    expect(heard.length).toBeGreaterThan(3);
    expect(heard.join('')).toBe('It is a small one, in Falkenstein — “CX22”.');
  });

  it('keeps who said what, and marks the end of what was said before', async () => {
    const { model } = await scriptedModel([
      {
        expect: {
          messages: 3,
          says: ['Hello.', 'Hello, what shall I do?', 'One tier smaller.'],
          cached: ['system.0', 'messages.0.0', 'messages.0.1', 'messages.2.0']
        },
        reply: { text: 'Done.' }
      }
    ]);
    const turns = [
      { author: 'person' as const, text: 'Hello.' },
      { author: 'model' as const, text: 'Hello, what shall I do?' },
      { author: 'person' as const, text: 'One tier smaller.' }
    ];
    expect(await model.talk(callOf({ turns }))).toMatchObject({ ok: true, value: { value: 'Done.' } });
  });

  it('runs the tools that are asked for, all at once, and goes on with what they answer', async () => {
    const { model, ledger } = await scriptedModel([
      {
        expect: { tools: ['read_file'], toolChoice: 'auto', messages: 1 },
        reply: {
          thinking: 'I have to look.',
          redacted: 'opaque',
          text: 'I look.',
          tools: [
            { name: 'read_file', input: { path: 'a/Dockerfile' } },
            { name: 'read_file', input: { path: 'b/"Docker"\\ü.txt' } }
          ]
        }
      },
      {
        expect: {
          toolChoice: 'auto',
          messages: 3,
          ends: ['a/Dockerfile: FROM node:22', 'b/"Docker"\\ü.txt: FROM node:22'],
          toolErrors: 0,
          cached: ['system.0', 'messages.0.0', 'messages.0.1', 'messages.2.1']
        },
        reply: { text: 'It is Node 22.' }
      }
    ]);
    let heard = '';
    const answer = await model.talk(callOf({ tools: [readFile()], heard: (text) => (heard += text) }));
    expect(answer).toMatchObject({ ok: true, value: { value: 'I look.\n\nIt is Node 22.' } });
    expect(heard).toBe('I look.\n\nIt is Node 22.');
    expect(ledger.recorded).toHaveLength(2);
    expect(ledger.recorded[1]!.tokens.cacheRead).toBeGreaterThan(0);
  });
});

describe('deciding', () => {
  const shape = z.object({ node: z.number().int().min(18).max(30), why: z.string().min(3) });

  it('holds the answer to the schema and parses it', async () => {
    const { model, ledger } = await scriptedModel([
      {
        expect: { schema: ['node', 'why'], tools: [] },
        reply: {
          json: { node: 22, why: 'The Dockerfile says so.' },
          usage: { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 }
        }
      }
    ]);
    expect(await model.decide(callOf({ heard: () => expect.fail('data is not heard') }), shape)).toEqual({
      ok: true,
      value: {
        value: { node: 22, why: 'The Dockerfile says so.' },
        tokens: { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 },
        cost: 700
      }
    });
    expect(ledger.recorded).toEqual([
      {
        place: 'conversation',
        model: 'claude-sonnet-5-5',
        tokens: { input: 100, output: 50, cacheRead: 0, cacheWrite: 0 },
        cost: 700
      }
    ]);
  });
});
