import { describe, expect, it } from 'vitest';
import { effectOf, type RunState, type Signal, type SignalEffect, type Wish } from '../../../workers/domain/run.ts';

type Case = [signal: Signal, state: RunState, wish: Wish, effect: SignalEffect | 'refused'];

const cases: Case[] = [
  ['pause', 'in progress', 'go', 'obey'],
  ['pause', 'started', 'go', 'obey'],
  ['pause', 'in progress', 'pause', 'already'],
  ['pause', 'paused', 'pause', 'already'],
  ['pause', 'paused', 'go', 'obey'],
  ['pause', 'in progress', 'stop', 'refused'],
  ['pause', 'completed', 'go', 'refused'],
  ['pause', 'failed', 'go', 'refused'],
  ['resume', 'paused', 'pause', 'obey'],
  ['resume', 'in progress', 'pause', 'obey'],
  ['resume', 'in progress', 'go', 'already'],
  ['resume', 'paused', 'go', 'already'],
  ['resume', 'paused', 'stop', 'refused'],
  ['resume', 'stopped', 'stop', 'restart'],
  ['resume', 'failed', 'pause', 'restart'],
  ['resume', 'completed', 'go', 'refused'],
  ['stop', 'in progress', 'go', 'obey'],
  ['stop', 'paused', 'pause', 'obey'],
  ['stop', 'in progress', 'stop', 'already'],
  ['stop', 'stopped', 'stop', 'already'],
  ['stop', 'failed', 'go', 'already'],
  ['stop', 'completed', 'go', 'refused']
];

describe('a signal', () => {
  it.each(cases)('%s to a run that is %s and wished to %s: %s', (signal, state, wish, effect) => {
    const answer = effectOf(signal, state, wish);
    expect(typeof answer === 'object' ? 'refused' : answer).toBe(effect);
  });

  it('that is refused says what to do instead', () => {
    expect(effectOf('pause', 'failed', 'go')).toEqual({ refuse: 'The run has failed. Resume it to go on.' });
    expect(effectOf('pause', 'stopped', 'stop')).toEqual({ refuse: 'The run has stopped. Resume it to go on.' });
  });
});
