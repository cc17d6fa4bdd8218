import { describe, expect, it } from 'vitest';
import { ok } from '../../../../../workers/domain/result.ts';
import { refineProvisioning } from '../../../../../workers/planning/provisioning/refine/refine.ts';
import type { Exchange } from '../../../../harness/messages/scenario.ts';
import { scriptedModel } from '../../../../harness/scripted-model.ts';
import { checkoutOf } from '../../analysis/checkout-of.ts';
import { decision, drafted, graph, neo4j } from './graph.ts';

async function refined(scenario: Exchange[]) {
  const { model, ledger } = await scriptedModel(scenario);
  const draft = await drafted();
  const before = structuredClone(draft);
  const told: string[] = [];
  const result = await refineProvisioning(model, draft, {
    checkout: checkoutOf(graph),
    search: async () => ok({ matches: [], truncated: false }),
    report: async (text) => void told.push(text)
  });
  expect(draft).toEqual(before);
  return { result, draft, ledger, told };
}

describe('steps that a model looks over', () => {
  it('are sent with what is open, read up on, and written by the rules', async () => {
    const { result, ledger, told } = await refined([
      {
        expect: {
          tools: ['list_files', 'read_file', 'search'],
          toolChoice: 'auto',
          system: ['You look over how a deployment will be set up', 'You cannot run, buy, approve, open a port'],
          says: [
            '<untrusted-data from="plan">',
            'FROM node:22-slim AS base',
            '"openVariables": [\n    "NEO4J_PASSWORD",\n    "NEO4J_URI",',
            'Deny what comes in, except SSH, 80 and 443'
          ],
          ends: ['Look for what is missing'],
          cached: ['system.0', 'messages.0.0', 'messages.0.1'],
          schema: ['packages', 'releases', 'stores'],
          outputTokens: 6000
        },
        reply: { tools: [{ name: 'read_file', input: { path: 'server.js', from: 1, lines: 50 } }] }
      },
      {
        expect: {
          ends: ['<untrusted-data from="server.js">', "1| const neo4j = require('neo4j-driver');"],
          toolErrors: 0
        },
        reply: { json: decision({ stores: [neo4j, { ...neo4j, name: 'evil', image: 'evil/neo4j:5' }] }) }
      }
    ]);
    if (!result.ok) throw new Error(result.problem.message);
    expect(result.value.plan.services.map(({ name }) => name)).toEqual(['neo4j', 'graph']);
    expect(result.value.note).toBe('A model added the datastore neo4j. 1 of its proposals was dropped.');
    expect(told).toEqual(['The model reads server.js']);
    expect(ledger.recorded.map(({ place }) => place)).toEqual(['provisioning', 'provisioning']);
  });

  it('stay as they are where nothing is missing', async () => {
    const { result, draft } = await refined([{ expect: { schema: true }, reply: { json: decision({}) } }]);
    expect(result).toMatchObject({
      ok: true,
      value: { plan: draft.plan, note: 'A model looked it over and added nothing.' }
    });
  });

  it('have no words for shell text, mounts, ports or networks', async () => {
    const smuggled = {
      text: JSON.stringify({ ...decision({}), stores: [{ ...neo4j, ports: ['7474:7474'], data: 'C:\\' }] })
    };
    const { result } = await refined([
      { expect: { schema: true }, reply: smuggled },
      { expect: { ends: ['does not fit', 'stores.0.data'] }, reply: smuggled }
    ]);
    expect(result).toMatchObject({ ok: false, problem: { code: 'model.invalid' } });
  });
});
