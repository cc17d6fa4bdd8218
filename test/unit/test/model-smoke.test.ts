import { describe, expect, it } from 'vitest';
import { purse, runSmokes } from '../../model/smoke.ts';
import { smokes } from '../../model/smokes/wire.ts';
import type { Scenario } from '../../harness/messages-server.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';

const looks = (path: string) => ({
  expect: { tools: ['read_file'], says: ['Which major version'], messages: 1 },
  reply: { tools: [{ name: 'read_file', input: { path } }] }
});
const found = { messages: 3, ends: ['FROM node:22-slim'] };
const good: Scenario = [
  looks('Dockerfile'),
  { expect: found, reply: { text: 'It is Node 22.' } },
  looks('Dockerfile'),
  { expect: found, reply: { json: { node: 22, from: { path: 'Dockerfile', line: 1 }, package: null } } }
];

describe('a try of the real model', () => {
  it('passes where it answers well, and says what it cost', async () => {
    const ledger = purse(1_000_000);
    const { model } = await scriptedModel(good, { ledger });
    const outcomes = await runSmokes(smokes, model, ledger.spent);
    expect(outcomes.map(({ problem }) => problem)).toEqual([null, null]);
    expect(outcomes.every(({ cost }) => cost > 0)).toBe(true);
    expect(ledger.spent()).toBe(outcomes[0]!.cost + outcomes[1]!.cost);
  });

  it('fails where it guesses, or fails to answer, and goes on with the next', async () => {
    const ledger = purse(1_000_000);
    const script: Scenario = [
      { expect: { messages: 1 }, reply: { text: 'It is Node 22.' } },
      { expect: { schema: true }, reply: { status: 400 } }
    ];
    const { model } = await scriptedModel(script, { ledger });
    const [guessed, refused] = await runSmokes(smokes, model, ledger.spent);
    expect(guessed!.problem).toContain('it did not read the Dockerfile, but nothing');
    expect(refused!.problem).toContain('model.refused');
  });

  it('sends nothing that could pass its budget', async () => {
    const ledger = purse(10);
    const { model, play } = await scriptedModel([{ expect: { messages: 1 }, reply: { text: 'x' }, times: 0 }], {
      ledger
    });
    const outcomes = await runSmokes(smokes, model, ledger.spent);
    expect(outcomes.map(({ problem }) => problem)).toEqual([
      expect.stringContaining('model.budget: The next request could pass the $0.0000'),
      expect.stringContaining('model.budget')
    ]);
    expect(play.report().seen).toEqual([]);
  });
});
