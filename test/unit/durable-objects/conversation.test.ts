import { describe, expect, it } from 'vitest';
import { converse, newConversation, type ConversationEffect } from '../../../durable-objects/conversation.ts';
import type { Stage } from '../../../workers/domain/artifact.ts';
import type { EventBody } from '../../../workers/domain/events.ts';

const started = (stage: Stage): EventBody => ({ type: 'stage.started', stage });
const failed = (stage: Stage): EventBody => ({ type: 'stage.failed', stage, problem: { code: 'x', message: 'x' } });
const stale = (stage: Stage, version: number): EventBody => ({ type: 'artifact.stale', stage, version });
const proposed = (stage: Stage, version: number): EventBody => ({
  type: 'artifact.proposed',
  stage,
  version,
  hash: `${stage} ${version}`,
  author: 'rules',
  note: ''
});
const approved = (stage: Stage, version: number): EventBody => ({
  type: 'artifact.approved',
  stage,
  version,
  hash: `${stage} ${version}`,
  by: 'A person',
  price: null
});
const propose = (stage: Stage): ConversationEffect => ({ do: 'propose', stage });
const markStale = (stage: Stage, version: number): ConversationEffect => ({ do: 'mark stale', stage, version });

/** What the last of these events calls for, and where the stages stand then. */
function after(...events: EventBody[]) {
  let state = newConversation;
  let effects: ConversationEffect[] = [];
  for (const event of events) ({ state, effects } = converse(state, event));
  return { effects, standing: [state.analysis.status, state.infrastructure.status, state.provisioning.status] };
}

const all = [
  started('analysis'),
  proposed('analysis', 1),
  approved('analysis', 1),
  started('infrastructure'),
  proposed('infrastructure', 1),
  approved('infrastructure', 1),
  started('provisioning'),
  proposed('provisioning', 1)
];

describe('a conversation', () => {
  it.each<[string, EventBody[], ConversationEffect[], string[]]>([
    ['waits for approval after a first proposal', all.slice(0, 2), [], ['proposed', 'none', 'none']],
    [
      'proposes the next stage once one is approved',
      all.slice(0, 3),
      [propose('infrastructure')],
      ['approved', 'none', 'none']
    ],
    [
      'starts the run once the last is approved',
      [...all, approved('provisioning', 1)],
      [{ do: 'start run' }],
      ['approved', 'approved', 'approved']
    ],
    ['tells a failure and waits', [started('analysis'), failed('analysis')], [], ['failed', 'none', 'none']],
    [
      'tries a failed stage again when what it rests on is approved again',
      [...all.slice(0, 4), failed('infrastructure'), proposed('analysis', 2), approved('analysis', 2)],
      [propose('infrastructure')],
      ['approved', 'failed', 'none']
    ],
    [
      'makes all that rests on an edited stage stale and proposes the nearest of it again',
      [...all, proposed('analysis', 2)],
      [markStale('infrastructure', 1), markStale('provisioning', 1), propose('infrastructure')],
      ['proposed', 'approved', 'proposed']
    ],
    [
      'reaches the last stage by way of the one between',
      [
        ...all,
        proposed('analysis', 2),
        stale('infrastructure', 1),
        stale('provisioning', 1),
        proposed('infrastructure', 2)
      ],
      [markStale('provisioning', 1), propose('provisioning')],
      ['proposed', 'proposed', 'stale']
    ],
    [
      'leaves what comes before an edited stage alone',
      [...all, proposed('provisioning', 2)],
      [],
      ['approved', 'approved', 'proposed']
    ],
    [
      'proposes nothing twice: the approval of a stage whose successor is there or on its way',
      [...all.slice(0, 5), proposed('analysis', 2), started('infrastructure'), approved('analysis', 2)],
      [],
      ['approved', 'proposing', 'none']
    ],
    [
      'is moved by nothing that runs say',
      [
        ...all,
        { type: 'run.started', runId: 'r', number: 1, servers: [] },
        { type: 'run.state', runId: 'r', state: 'failed', reason: null }
      ],
      [],
      ['approved', 'approved', 'proposed']
    ]
  ])('%s', (_name, events, effects, standing) => expect(after(...events)).toEqual({ effects, standing }));

  it('keeps the newest version and hash of each stage', () => {
    let state = newConversation;
    for (const event of [...all, proposed('analysis', 2), stale('infrastructure', 1)])
      ({ state } = converse(state, event));
    expect(state.analysis).toEqual({ status: 'proposed', version: 2, hash: 'analysis 2' });
    expect(state.infrastructure).toEqual({ status: 'stale', version: 1, hash: 'infrastructure 1' });
  });
});
