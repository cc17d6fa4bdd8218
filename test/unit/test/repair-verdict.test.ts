import { describe, expect, it } from 'vitest';
import type { EventBody, JournalEvent } from '../../../workers/domain/events.ts';
import type { RepairCase } from '../../repair/case.ts';
import { sumUp, verdictOf } from '../../repair/verdict.ts';

const meant = (changes: Partial<RepairCase> = {}): RepairCase => ({
  name: 'the lock is held',
  signature: 'apt_lock',
  outcome: 'fixed',
  repository: {},
  ...changes
});

const at = { runId: 'run_1', phase: 'provisioning', server: 'main', stepId: 'base', attempt: 1 } as const;
const fix: EventBody = {
  type: 'fix',
  ...at,
  author: 'rules',
  signature: 'apt_lock',
  title: 'waiting',
  reason: 'Locked.',
  diff: null
};
const asked: EventBody = {
  type: 'fix.asked',
  ...at,
  id: 'q',
  signature: 'apt_lock',
  question: 'Which way?',
  reason: 'Locked.',
  options: []
};
const givenUp: EventBody = {
  type: 'fix.given-up',
  ...at,
  author: 'rules',
  signature: 'apt_lock',
  reason: 'Locked.',
  advice: 'Wait.'
};
const over = (state: 'completed' | 'failed', reason: string | null = null): EventBody => ({
  type: 'run.state',
  runId: 'run_1',
  state,
  reason
});

const judge = (bodies: EventBody[], answers: boolean, changes: Partial<RepairCase> = {}) => {
  const events = bodies.map((body, index): JournalEvent => ({ ...body, seq: index + 1, at: index }));
  return verdictOf(meant(changes), { events, answers, trouble: null });
};

describe('a case that ended as it was meant to', () => {
  it('was fixed, and its site answers', () => {
    expect(judge([fix, over('completed')], true)).toEqual({
      signature: 'apt_lock',
      recognised: true,
      outcome: 'fixed',
      wrong: null
    });
  });

  it('was fixed after a person was asked', () => {
    expect(judge([asked, fix, over('completed')], true, { outcome: 'asked' })).toMatchObject({
      outcome: 'asked',
      wrong: null
    });
  });

  it('was given up with the advice in its reason', () => {
    const end = over('failed', 'exit 1. Locked. Wait.');
    expect(judge([givenUp, end], false, { outcome: 'gave up' })).toMatchObject({ outcome: 'gave up', wrong: null });
  });
});

describe('a case is wrong', () => {
  it.each<[string, EventBody[], boolean, Partial<RepairCase>, RegExp]>([
    ['where nothing failed', [over('completed')], true, {}, /nothing failed/],
    ['where the site does not answer', [fix, over('completed')], false, {}, /does not answer/],
    ['where another failure was seen first', [fix, over('completed')], true, { signature: 'enospc' }, /taken for apt_/],
    ['where a person was asked', [asked, fix, over('completed')], true, {}, /asked, not fixed/],
    ['where another fix helped', [fix, over('completed')], true, { fix: 'restarting' }, /another way than restarting/],
    ['where nobody looked at the failure', [over('failed', 'probe')], false, {}, /nobody looked/],
    ['where the reason lacks the advice', [givenUp, over('failed', 'exit 1')], false, {}, /lacks the advice/],
    ['where nobody knows the failure', [{ ...givenUp, signature: null }, over('failed')], false, {}, /taken for none/],
    [
      'where the last failure is not known',
      [fix, { ...givenUp, signature: null }, over('failed')],
      false,
      {},
      /last failure is not known/
    ],
    ['where its run is not over', [fix], false, {}, /not begun/]
  ])('%s', (_, bodies, answers, changes, words) => {
    expect(judge(bodies, answers, changes).wrong).toMatch(words);
  });

  it('where it could not be played', () => {
    expect(verdictOf(meant(), { events: [], answers: false, trouble: 'no server' })).toMatchObject({
      recognised: false,
      wrong: 'no server'
    });
  });
});

describe('the sum', () => {
  it('counts an outcome only where the case is right', () => {
    const verdicts = [
      judge([fix, over('completed')], true),
      judge([fix, over('completed')], false),
      judge([givenUp, over('failed', 'Locked. Wait.')], false, { outcome: 'gave up' })
    ];
    expect(sumUp(verdicts)).toEqual({ cases: 3, recognised: 3, fixed: 1, asked: 0, gaveUp: 1, wrong: 1 });
  });
});
