import { describe, expect, it } from 'vitest';
import { isOver, mayMove, runStates, signalsFor, type RunState } from '../../../workers/domain/run.ts';

const legal: [RunState, RunState][] = [
  ['started', 'in progress'],
  ['started', 'paused'],
  ['started', 'stopped'],
  ['started', 'failed'],
  ['in progress', 'paused'],
  ['in progress', 'stopped'],
  ['in progress', 'completed'],
  ['in progress', 'failed'],
  ['paused', 'in progress'],
  ['paused', 'stopped'],
  ['paused', 'failed'],
  ['stopped', 'in progress'],
  ['failed', 'in progress']
];
const every = runStates.flatMap((from) => runStates.map((to): [RunState, RunState] => [from, to]));
const isLegal = ([from, to]: [RunState, RunState]) => legal.some(([a, b]) => a === from && b === to);

describe('a run', () => {
  it.each(every.filter(isLegal))('may go from %s to %s', (from, to) => expect(mayMove(from, to)).toBe(true));
  it.each(every.filter((move) => !isLegal(move)))('may not go from %s to %s', (from, to) =>
    expect(mayMove(from, to)).toBe(false)
  );

  it('has a way out of every state but its completion', () =>
    expect(runStates.filter((from) => runStates.every((to) => !mayMove(from, to)))).toEqual(['completed']));

  it('is over when stopped, completed or failed', () =>
    expect(runStates.filter(isOver)).toEqual(['stopped', 'completed', 'failed']));

  it.each<[RunState, string[]]>([
    ['started', ['pause', 'stop']],
    ['in progress', ['pause', 'stop']],
    ['paused', ['resume', 'stop']],
    ['stopped', ['resume']],
    ['failed', ['resume']],
    ['completed', []]
  ])('that is %s obeys %j', (state, signals) => expect(signalsFor(state)).toEqual(signals));
});
