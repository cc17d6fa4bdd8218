import { describe, expect, it } from 'vitest';
import { summarise, type UsageRow } from '../../../workers/domain/usage-summary.ts';

const row = (changes: Partial<UsageRow>): UsageRow => ({
  projectId: 'a',
  place: 'analysis',
  model: 'claude-sonnet-5-5',
  requests: 1,
  input: 10,
  output: 20,
  cacheRead: 30,
  cacheWrite: 40,
  cost: 100,
  ...changes
});

describe('usage', () => {
  const summary = summarise([
    row({ place: 'repair', cost: 5 }),
    row({}),
    row({ projectId: 'b', model: 'claude-haiku-5-5', requests: 3, cost: 300 }),
    row({ projectId: null, cost: 50 })
  ]);

  it('adds up', () => {
    expect(summary.total).toEqual({ requests: 6, input: 40, output: 80, cacheRead: 120, cacheWrite: 160, cost: 455 });
  });

  it('is told by place in the order of a deployment', () => {
    expect(summary.byPlace.map(({ place, cost }) => [place, cost])).toEqual([
      ['analysis', 450],
      ['repair', 5]
    ]);
  });

  it('is told by model and by project, the dearest first, with what is left of projects that are gone', () => {
    expect(summary.byModel.map(({ model, cost }) => [model, cost])).toEqual([
      ['claude-haiku-5-5', 300],
      ['claude-sonnet-5-5', 155]
    ]);
    expect(summary.byProject.map(({ projectId, cost }) => [projectId, cost])).toEqual([
      ['b', 300],
      ['a', 105],
      [null, 50]
    ]);
  });

  it('of nothing is nothing', () => {
    expect(summarise([])).toEqual({
      total: { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: 0 },
      byPlace: [],
      byModel: [],
      byProject: []
    });
  });
});
