import { describe, expect, it } from 'vitest';
import { modelNamed } from '../../../cli/arguments.ts';
import { wishOf } from '../../../cli/deploy.ts';
import { UsageError } from '../../../cli/settings.ts';
import { modelsText, projectUsageText, teamUsageText } from '../../../cli/usage-text.ts';
import type { UsageTotal } from '../../../workers/domain/usage-summary.ts';

const used: UsageTotal = { requests: 2, input: 1000, output: 500, cacheRead: 20_000, cacheWrite: 4000, cost: 19_000 };
const none: UsageTotal = { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: 0 };
const since = Date.UTC(2026, 10, 1);
const budgets = {
  project: { budget: 5_000_000, spent: 19_000, held: 0 },
  team: { budget: 7_500_000, spent: 20_000, held: 0 }
};

describe('a model on the command line', () => {
  it('is one on offer, or none for rules alone', () => {
    expect(modelNamed('claude-sonnet-5-5')).toBe('claude-sonnet-5-5');
    expect(modelNamed('none')).toBeNull();
    expect(() => modelNamed('sonnet')).toThrow(UsageError);
    expect(() => modelNamed('sonnet')).toThrow('claude-haiku-5-5');
  });

  it('may be picked when a project is made', () => {
    expect(wishOf('nginx', { model: 'none' }).model).toBe('none');
    expect(wishOf('nginx', {}).model).toBeNull();
  });

  it('is shown among the others with its prices', () => {
    const lines = modelsText('shop', 'claude-sonnet-5-5').split('\n');
    expect(lines[0]).toBe('shop thinks with claude-sonnet-5-5. Prices are for a million tokens.');
    expect(lines.find((line) => line.includes('* claude-sonnet-5-5'))).toMatch(/\$2 +\$0\.10 +\$10 /);
    expect(lines.filter((line) => line.includes('*'))).toHaveLength(1);
    expect(modelsText('shop', null)).toMatch(/\* none/);
  });
});

describe('usage in the terminal', () => {
  it('of a project stands against its budget and its team’s', () => {
    const text = projectUsageText('shop', {
      since,
      model: 'claude-sonnet-5-5',
      budgets,
      total: used,
      byPlace: [{ place: 'analysis', ...used }],
      byModel: [{ model: 'claude-sonnet-5-5', ...used }]
    });
    expect(text).toContain('Since 2026-11-01: $0.0190 of $5, its team $0.0200 of $7.50.');
    expect(text).toMatch(/analysis +2 +25,000 +20,000 +500 +\$0\.0190/);
  });

  it('of a team names its projects, and those that are gone together', () => {
    const text = teamUsageText({
      since,
      budget: 25_000_000,
      total: used,
      byProject: [
        { projectId: 'a', name: 'shop', ...used },
        { projectId: null, name: null, ...used }
      ],
      byPlace: [{ place: 'analysis', ...used }],
      byModel: [{ model: 'claude-sonnet-5-5', ...used }]
    });
    expect(text).toMatch(/^ +shop +2/m);
    expect(text).toMatch(/^ +destroyed projects +2/m);
  });

  it('says so where there was none', () => {
    const nothing = { since, budget: 1_000_000, total: none, byProject: [], byPlace: [], byModel: [] };
    expect(teamUsageText(nothing)).toBe('Since 2026-11-01: $0.0000 of $1.\nNo model was used this month.');
  });
});
