import { strict as assert } from 'node:assert';
import type { Artifact, Bodies, Stage } from '../../../workers/domain/artifact.ts';
import type { Model } from '../../../workers/models/model.ts';
import { converse } from '../../../workers/planning/conversation/converse.ts';
import type { ProposedEdit } from '../../../workers/planning/conversation/edits.ts';
import { analysis, infrastructure, provisioning } from '../../plans.ts';
import { must, type Smoke } from '../smoke.ts';

const artifact = <S extends Stage>(stage: S, body: Bodies[S]): Artifact<S> => ({
  id: `art-${stage}`,
  deploymentId: 'dep',
  stage,
  version: 1,
  body,
  hash: '',
  basedOn: [],
  author: 'rules',
  note: '',
  patch: null,
  state: 'proposed',
  createdAt: 0
});

/** Says something to the model, with a shop's plans before it, and answers what it said and proposed. */
async function saying(model: Model, text: string) {
  const proposed: ProposedEdit[] = [];
  const answer = await converse(model, {
    ground: {
      newest: async () => ({
        analysis: artifact('analysis', analysis()),
        infrastructure: artifact('infrastructure', infrastructure()),
        provisioning: artifact('provisioning', provisioning())
      }),
      tiers: [],
      lastOutput: async () => '',
      propose: async (edits) => {
        proposed.push(...edits);
        return { made: true, versions: edits.map(({ stage }) => ({ stage, version: 2 })) };
      }
    },
    said: [{ author: 'person', text }],
    reading: { kind: 'unknown', reply: '' },
    failedStep: null,
    signal: AbortSignal.timeout(120_000),
    heard: () => undefined
  });
  return { answer: must(answer).value, proposed };
}

async function answers(model: Model): Promise<void> {
  const { answer, proposed } = await saying(model, 'Which version of Postgres will run, and on which server?');
  assert.match(answer, /17/, answer);
  assert.match(answer, /main/, answer);
  assert.deepEqual(proposed, []);
}

async function edits(model: Model): Promise<void> {
  const { proposed } = await saying(model, 'Let web listen on port 4000.');
  const operations = proposed.filter(({ stage }) => stage === 'analysis').flatMap(({ patch }) => patch);
  const set = operations.find(({ path }) => /^\/services\/(?:web|0)\/port$/.test(path));
  assert.deepEqual(set && 'value' in set ? set.value : undefined, 4000, JSON.stringify(proposed));
}

/** That the model answers from the plans, and makes a wish an edit. */
export const smokes: Smoke[] = [
  { name: 'conversation: answers from the plans', run: answers },
  { name: 'conversation: makes a wish an edit', run: edits }
];
