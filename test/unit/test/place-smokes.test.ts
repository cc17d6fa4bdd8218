import { describe, expect, it } from 'vitest';
import type { Exchange, Scenario } from '../../harness/messages-server.ts';
import { nothingProposed, proposed } from '../../harness/proposals.ts';
import { scriptedModel } from '../../harness/scripted-model.ts';
import { purse, runSmokes, type Smoke } from '../../model/smoke.ts';
import { smokes as ofAnalysis } from '../../model/smokes/analysis.ts';
import { smokes as ofConversation } from '../../model/smokes/conversation.ts';
import { smokes as ofInfrastructure } from '../../model/smokes/infrastructure.ts';
import { smokes as ofProvisioning } from '../../model/smokes/provisioning.ts';
import { smokes as ofRepair } from '../../model/smokes/repair.ts';
import { answer, at, correction } from '../planning/analysis/refine/shop.ts';
import { decision as servers } from '../planning/infrastructure/refine/orders.ts';
import { decision as steps, neo4j } from '../planning/provisioning/refine/graph.ts';

/** What the smokes of a place say about a model that plays this. */
async function problems(smokes: Smoke[], scenario: Scenario): Promise<(string | null)[]> {
  const ledger = purse(1_000_000);
  const { model } = await scriptedModel(scenario, { ledger });
  return (await runSmokes(smokes, model, ledger.spent)).map(({ problem }) => problem);
}

const says = (json: unknown): Exchange => ({ expect: { schema: true }, reply: { json } });
const edits = (value: number): Exchange => ({
  expect: { ends: ['port 4000'] },
  reply: {
    tools: [
      {
        name: 'propose_edits',
        input: {
          edits: [
            { stage: 'analysis', patch: [{ op: 'replace', path: '/services/web/port', value }], note: 'The port.' }
          ]
        }
      }
    ]
  }
});
const made: Exchange = { expect: { ends: ['Made analysis version 2'] }, reply: { text: 'Done.' } };
const speaks = (text: string): Exchange => ({ expect: { ends: ['Which version of Postgres'] }, reply: { text } });
const library = (name: string) => ({
  ...nothingProposed,
  fixes: [proposed.dockerfile('web', { edit: 'add-packages', stage: 'build', names: [name] })]
});
const words = 'A small shop, light enough for one server, near to its visitors in Finland.';

describe('a try of the real model passes where it answers well', () => {
  it.each<[string, Smoke[], Scenario]>([
    [
      'about an analysis',
      ofAnalysis,
      [says(answer({ corrections: [correction('port', 8123, at('src/listen.ts', 1))] }))]
    ],
    ['about servers', ofInfrastructure, [says(servers({ rationale: [{ server: 'main', text: words }] }))]],
    ['about steps', ofProvisioning, [says(steps({ stores: [neo4j] }))]],
    ['in a conversation', ofConversation, [speaks('Postgres 17 runs on main.'), edits(4000), made]],
    ['about a failed step', ofRepair, [says(library('libzbar-dev'))]]
  ])('%s', async (_, smokes, scenario) => {
    expect(await problems(smokes, scenario)).toEqual(smokes.map(() => null));
  });
});

describe('a try of the real model fails', () => {
  it.each<[string, Smoke[], Scenario, string[]]>([
    ['where it finds no port', ofAnalysis, [says(answer({}))], ['the port that src/listen.ts says was not found']],
    [
      'where it names prices',
      ofInfrastructure,
      [says(servers({ rationale: [{ server: 'main', text: 'Only EUR 1, and more.' }] }))],
      ['has no reasons']
    ],
    ['where it adds nothing', ofProvisioning, [says(steps({}))], ['no Neo4j was added']],
    [
      'where what it adds cannot be kept',
      ofProvisioning,
      [says(steps({ stores: [{ ...neo4j, image: 'neo4j' }] }))],
      ['names no version']
    ],
    [
      'where it does not know, and edits something else',
      ofConversation,
      [speaks('No idea.'), edits(80), made],
      ['No idea.', '80']
    ],
    ['where it gives up', ofRepair, [says(nothingProposed)], ['it chose give-up']],
    ['where it adds another library', ofRepair, [says(library('libfrob-dev'))], ['it adds libfrob-dev']]
  ])('%s', async (_, smokes, scenario, because) => {
    expect(await problems(smokes, scenario)).toEqual(because.map((words) => expect.stringContaining(words)));
  });
});
