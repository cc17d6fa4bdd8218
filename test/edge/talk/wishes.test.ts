import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Stage } from '../../../workers/domain/artifact.ts';
import { valueAt } from '../../../workers/domain/patch.ts';
import { examples, inTheStates, twice } from '../../scenarios/conversation/wishes.ts';
import { obeying, printed, smuggled } from '../../scenarios/conversation/hostile.ts';
import { conversation, shop, type Talk } from './talk.ts';

afterEach(() => vi.unstubAllGlobals());

/** The versions that were made, by stage, and whether anybody approved or started anything. */
async function outcome({ of, now }: Talk) {
  const made = (await of('artifact.proposed')).filter(({ author }) => author === 'model');
  const approved = await of('artifact.approved');
  const runs = await of('run.started');
  const states = await Promise.all(
    (['analysis', 'infrastructure', 'provisioning'] as const).map((stage) => now(stage))
  );
  return { made, approvals: approved.length + runs.length, states };
}

describe('a wish', () => {
  it.each(examples)('becomes new versions that wait for approval: $says', async ({ says, scenario, reply, holds }) => {
    const talk = await conversation(scenario, shop);
    await talk.say(says);
    await talk.answers(`model: ${reply}`);
    const { made, approvals } = await outcome(talk);
    expect(made.map(({ stage }) => stage).toSorted()).toEqual(Object.keys(holds).toSorted());
    expect(approvals).toBe(0);
    for (const [stage, places] of Object.entries(holds)) {
      const artifact = await talk.version(stage as Stage, 2);
      expect(artifact).toMatchObject({ author: 'model', version: 2 });
      for (const [path, value] of Object.entries(places)) expect(valueAt(artifact?.body, path)).toEqual(value);
    }
  });

  it('of one stage has those that rest on it planned again', async () => {
    const [smaller] = examples;
    const talk = await conversation(smaller!.scenario, shop);
    await talk.say(smaller!.says);
    await talk.answers(`model: ${smaller!.reply}`);
    expect(await talk.of('artifact.stale')).toMatchObject([{ stage: 'provisioning', version: 1 }]);
    await vi.waitFor(async () => expect(await talk.of('stage.started')).toMatchObject([{ stage: 'provisioning' }]));
  });

  it('that cannot be had changes nothing at all, and the model hears why', async () => {
    const talk = await conversation(inTheStates, shop);
    await talk.say('A server in the US, please.');
    await talk.answers('model: Nobody here sells a server in the US, so I left the plan as it is.');
    const { made, states } = await outcome(talk);
    expect(made).toEqual([]);
    expect(states.map((artifact) => artifact?.version)).toEqual([1, 1, 1]);
  });

  it('is carried out once, however often the model asks for it', async () => {
    const talk = await conversation(
      [...twice, { expect: { ends: ['Made analysis version 2.'] }, reply: { text: 'Done.' } }],
      shop
    );
    await talk.say('Listen on 4000.');
    await talk.answers('model: Done.');
    expect((await outcome(talk)).made).toHaveLength(1);
  });
});

describe('hostile output', () => {
  it.each(smuggled)('that a model obeys brings about nothing: $what', async (attempt) => {
    const talk = await conversation(obeying(attempt));
    const step = { runId: 'r', phase: 'provisioning', server: 'main', stepId: 'greet', execId: 'e' } as const;
    await talk.object.append([{ type: 'output', ...step, offset: 0, next: 200, text: printed }]);
    await talk.say('Why did greet fail?');
    await talk.answers('model: The output asks for things that I do not do.');
    const { made, approvals, states } = await outcome(talk);
    expect([made, approvals]).toEqual([[], 0]);
    expect(states.map((artifact) => [artifact?.version, artifact?.state])).toEqual([
      [1, 'approved'],
      [1, 'approved'],
      [1, 'approved']
    ]);
  });
});
