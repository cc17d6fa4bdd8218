import { describe, expect, it } from 'vitest';
import { preferencesSchema, type Preferences } from '../../../../workers/domain/project.ts';
import type { Tier } from '../../../../workers/domain/tier.ts';
import { needsOf } from '../../../../workers/planning/infrastructure/needs.ts';
import { groupNeed } from '../../../../workers/planning/infrastructure/placement.ts';
import { planInfrastructure } from '../../../../workers/planning/infrastructure/plan.ts';
import { analysis, service } from '../../../plans.ts';

const tier = (name: string, memoryGb: number, monthly: number, changes: Partial<Tier> = {}): Tier => ({
  vendor: 'hetzner',
  tier: name,
  title: name,
  spec: { cores: 2, memoryGb, disk: '40 GB' },
  regions: [
    { id: 'hel1', title: 'Helsinki', inStock: true },
    { id: 'ash', title: 'Ashburn', inStock: true }
  ],
  price: { setup: 0, monthly, currency: 'EUR' },
  delivery: null,
  ...changes
});
const only = (id: string, inStock = true) => ({ regions: [{ id, title: id, inStock }] });
const ladder = [tier('s', 4, 500), tier('m', 8, 900), tier('l', 16, 1700)];

function plan(tiers: Tier[], wishes: Partial<Preferences> = {}, body = analysis()) {
  const preferences = preferencesSchema.parse(wishes);
  return planInfrastructure({ analysis: body, tiers, preferences, previous: null, now: new Date(0) });
}
const chosen = (...asked: Parameters<typeof plan>) => {
  const made = plan(...asked);
  return made.ok ? made.value.servers.map(({ tier: name, region }) => `${name} ${region}`) : made.problem.code;
};
describe('the choice of a tier', () => {
  it('is the cheapest that holds everything, in its first region', () => {
    expect(chosen(ladder)).toEqual(['s hel1']);
    expect(chosen(ladder, {}, analysis({ services: [service({ memoryMb: 9000 })] }))).toEqual(['l hel1']);
  });

  it('keeps to the region that was asked for, by its id or its name', () => {
    expect(chosen(ladder, { region: 'ash' })).toEqual(['s ash']);
    expect(chosen(ladder, { region: 'Ashburn' })).toEqual(['s ash']);
    expect(chosen([tier('s', 4, 500, only('hel1')), tier('m', 8, 900, only('ash'))], { region: 'ash' })).toEqual([
      'm ash'
    ]);
  });

  it('passes over what is out of stock', () => {
    expect(chosen([tier('s', 4, 500, only('hel1', false)), tier('m', 8, 900)])).toEqual(['m hel1']);
  });

  it.each<[string, Partial<Preferences>, string]>([
    ['nothing is sold there', { region: 'mars' }, 'region.none'],
    ['the vendor sells nothing', { vendor: 'ovh' }, 'vendor.none'],
    ['it costs more than the budget', { monthlyBudget: 499 }, 'budget.exceeded'],
    ['the budget is in another currency', { monthlyBudget: 900, currency: 'USD' }, 'budget.currency']
  ])('is refused by name when %s', (_, wishes, code) => expect(chosen(ladder, wishes)).toBe(code));

  it('says what fits and what the budget is', () => {
    const made = plan(ladder, { monthlyBudget: 499 });
    expect(made.ok || made.problem.message).toMatch(/EUR 5\.00 a month, more than the budget of EUR 4\.99/);
  });

  it('takes two servers where one alone is beyond the budget, and one where it is not', () => {
    const needs = needsOf(analysis());
    const small = Math.ceil(groupNeed(['web'], needs, analysis())) / 1024;
    const whole = groupNeed(['web', 'db'], needs, analysis()) / 1024;
    expect(small).toBeLessThan(whole);
    const tiers = [tier('s', small, 500), tier('l', whole, 1500)];
    expect(chosen(tiers)).toEqual(['l hel1']);
    expect(chosen(tiers, { monthlyBudget: 1500 })).toEqual(['l hel1']);
    expect(chosen(tiers, { monthlyBudget: 1200 })).toEqual(['s hel1', 's hel1']);
    expect(chosen([tier('s', small, 500), tier('l', whole, 2500)])).toEqual(['s hel1', 's hel1']);
  });
});
