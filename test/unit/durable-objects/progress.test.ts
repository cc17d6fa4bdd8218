import { describe, expect, it } from 'vitest';
import { advance, noProgress, type Progress } from '../../../durable-objects/progress.ts';
import type { EventBody } from '../../../workers/domain/events.ts';
import type { StepState } from '../../../workers/domain/step.ts';

const start = (runId = 'r1'): EventBody => ({ type: 'run.started', runId, number: 1, servers: ['main'] });
const step = (stepId: string, state: StepState, server = 'main', runId = 'r1'): EventBody => ({
  type: 'step',
  runId,
  phase: 'provisioning',
  server,
  stepId,
  state,
  attempt: 1,
  execId: null,
  exitCode: null,
  reason: null
});
const after = (...events: EventBody[]): Progress => events.reduce(advance, noProgress);

describe('progress', () => {
  it.each<[string, EventBody[], Partial<Progress>]>([
    ['is of no run at first', [step('a', 'running')], noProgress],
    ['begins with a run', [start()], { runId: 'r1', state: 'started', done: 0 }],
    [
      'follows the state',
      [start(), { type: 'run.state', runId: 'r1', state: 'paused', reason: null }],
      { state: 'paused' }
    ],
    ['follows the phase', [start(), { type: 'phase.started', runId: 'r1', phase: 'domain' }], { phase: 'domain' }],
    [
      'holds what is running, on every server',
      [start(), step('a', 'running'), step('a', 'running', 'db')],
      { running: ['main/a', 'db/a'] }
    ],
    [
      'counts a step that is told twice once among the running',
      [start(), step('a', 'running'), step('a', 'running')],
      { running: ['main/a'] }
    ],
    [
      'counts what is done and what was skipped',
      [start(), step('a', 'running'), step('a', 'completed'), step('b', 'skipped')],
      { running: [], done: 2 }
    ],
    [
      'names the step that failed',
      [start(), step('a', 'running'), step('a', 'failed')],
      { running: [], done: 0, failed: 'main/a' }
    ],
    [
      'forgets a failure once the step runs again',
      [start(), step('a', 'failed'), step('a', 'running')],
      { failed: null, running: ['main/a'] }
    ],
    ['leaves a pending step uncounted', [start(), step('a', 'pending')], { done: 0 }],
    [
      'keeps the live address',
      [start(), { type: 'live', runId: 'r1', url: 'https://a/', authority: null }],
      { url: 'https://a/' }
    ],
    [
      'is of the newest run alone',
      [start(), step('a', 'completed'), start('r2'), step('b', 'completed', 'main', 'r1')],
      { runId: 'r2', done: 0 }
    ]
  ])('%s', (_name, events, expected) => expect(after(...events)).toMatchObject(expected));

  it('runs nothing any more once the run is over', () => {
    for (const state of ['stopped', 'failed', 'completed'] as const)
      expect(
        after(start(), step('a', 'running'), { type: 'run.state', runId: 'r1', state, reason: null }).running
      ).toEqual([]);
  });

  it('counts a resumed run from its beginning, since what is in place is told again as skipped', () => {
    const events = [start(), step('a', 'completed'), step('b', 'failed')];
    const ended: EventBody = { type: 'run.state', runId: 'r1', state: 'failed', reason: null };
    const resumed: EventBody = { type: 'run.state', runId: 'r1', state: 'in progress', reason: null };
    expect(after(...events, ended, resumed, step('a', 'skipped'))).toMatchObject({
      done: 1,
      failed: null,
      state: 'in progress'
    });
  });
});
