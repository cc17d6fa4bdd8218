import { describe, expect, it } from 'vitest';
import { preferencesSchema } from '../../../../workers/domain/project.ts';
import type { Tier } from '../../../../workers/domain/tier.ts';
import { settlePlan } from '../../../../workers/planning/infrastructure/settle.ts';
import { analysis, infrastructure, plannedServer } from '../../../plans.ts';

const tier = (name: string, memoryGb: number, monthly: number, changes: Partial<Tier> = {}): Tier => ({
  vendor: 'sandbox',
  tier: name,
  title: name.toUpperCase(),
  spec: { cores: 2, memoryGb, disk: '10 GB' },
  regions: [
    { id: 'local', title: 'Here', inStock: true },
    { id: 'far', title: 'Far away', inStock: false }
  ],
  price: { setup: 0, monthly, currency: 'EUR' },
  delivery: null,
  ...changes
});
const ground = {
  analysis: analysis(),
  tiers: [tier('small', 2, 500), tier('large', 8, 1700)],
  preferences: preferencesSchema.parse({})
};
const settled = (servers = [plannedServer()], before = infrastructure(), on = ground) => {
  const result = settlePlan({ ...before, servers }, before, on);
  return result.ok ? result.value : result.problem.message;
};

describe('an edited infrastructure plan', () => {
  it('gets the specification and the price of the tier that was chosen, and new totals and alternatives', () => {
    const plan = settled([plannedServer({ tier: 'large' })]);
    expect(plan).toMatchObject({
      servers: [{ spec: { cores: 2, memoryGb: 8 }, price: { monthly: 1700 } }],
      totalMonthly: 1700,
      alternatives: [{ tier: 'small', monthly: 500 }]
    });
    expect((plan as ReturnType<typeof infrastructure>).servers[0]?.rationale).toContain(
      'It was asked for, at EUR 17.00 a month, in Here.'
    );
  });

  it('keeps what a server says whose tier and place are as before', () => {
    const dear = plannedServer({ price: { setup: 0, monthly: 999, currency: 'EUR' } });
    expect(settled([dear])).toMatchObject({ servers: [dear], totalMonthly: 999 });
  });

  it('gives its reasons anew where other units run on it', () => {
    const before = infrastructure({
      needs: ['web', 'db'].map((name) => ({ name, memoryMb: 100, reason: 'a guess' }))
    });
    const plan = settled([plannedServer({ services: ['web'] })], before) as typeof before;
    expect(plan.servers[0]?.rationale).toMatch(/^web holds about 100 MB: web 100 MB \(a guess\)\./);
    expect(plan.servers[0]?.price).toEqual(before.servers[0]?.price);
  });

  it('counts a server that was added', () => {
    const data = plannedServer({ name: 'data', services: ['db'], price: { setup: 0, monthly: 1, currency: 'EUR' } });
    expect(settled([plannedServer({ services: ['web'] }), data])).toMatchObject({ totalMonthly: 1000 });
  });

  it.each([
    [{ tier: 'huge' }, 'sandbox does not sell huge. There is small, large.'],
    [{ region: 'moon' }, 'small is not sold in moon. There is Here (local), Far away (far).'],
    [{ region: 'far' }, 'small is out of stock in Far away.']
  ])('with %j is refused and says what there is', (changes, says) => {
    expect(settled([plannedServer(changes)])).toContain(says);
  });

  it('on a server of one’s own is installed on nothing, and on a bought one again', () => {
    const own = tier('srv_1', 4, 0, { vendor: 'own' });
    const on = { ...ground, tiers: [...ground.tiers, own] };
    const mine = plannedServer({ vendor: 'own', tier: 'srv_1' });
    expect(settled([mine], infrastructure(), on)).toMatchObject({ servers: [{ os: 'as-is', ownServerId: 'srv_1' }] });
    const before = infrastructure({ servers: [{ ...mine, os: 'as-is', ownServerId: 'srv_1' }] });
    expect(settled([plannedServer({ os: 'as-is', ownServerId: 'srv_1' })], before, on)).toMatchObject({
      servers: [{ os: 'ubuntu-24.04', ownServerId: null }]
    });
  });

  it('is taken as it stands where no vendor could be asked', () => {
    const on = { ...ground, tiers: [] };
    expect(settled([plannedServer({ tier: 'huge' })], infrastructure(), on)).toMatchObject({
      servers: [{ tier: 'huge' }],
      totalMonthly: 500
    });
  });
});
