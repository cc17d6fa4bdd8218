import { describe, expect, it } from 'vitest';
import { analysis, service } from '../../../../plans.ts';
import { decided, drafted } from './orders.ts';

const to = (tier: string, region = 'hel1', server = 'main') => ({ server, tier, region });
const servers = ({ plan }: ReturnType<typeof decided>) =>
  plan.servers.map(({ name, tier, region, services }) => `${name} ${tier} ${region}: ${services.join(' ')}`);
const why = ({ dropped }: ReturnType<typeof decided>) => dropped.map((each) => each.why);

describe('a tier that a model chooses', () => {
  it('comes with the price and the machine of the catalogue, and says what it costs more', () => {
    const outcome = decided({ servers: [to('hetzner/medium', 'ash')] });
    expect(servers(outcome)).toEqual(['main medium ash: web db']);
    expect(outcome.plan).toMatchObject({
      totalMonthly: 900,
      servers: [{ spec: { memoryGb: 8 }, price: { monthly: 900 } }]
    });
    expect(outcome.kept).toEqual(['the tier of main']);
    expect(outcome.plan.servers[0]!.rationale).toContain('The model chose it, at EUR 9.00 a month, in Ashburn.');
    expect(outcome.plan.servers[0]!.rationale).toMatch(
      /With what the model changed the plan costs EUR 4\.00 more a month than by rules alone\.$/
    );
  });

  it('counts as no change where the rules chose it too', () => {
    expect(decided({ servers: [to('hetzner/small')] })).toMatchObject({ kept: [], dropped: [] });
  });

  it.each([
    ['nobody sells', to('hetzner/colossal'), 'it is not on the list'],
    ['is sold by another vendor', to('ovh/medium'), 'it is not on the list'],
    ['is not sold in that region', to('hetzner/medium', 'mars'), 'it is not on the list'],
    ['is out of stock there', to('hetzner/medium', 'fsn1'), 'it is not on the list'],
    ['is sold in another currency', to('hetzner/dollars'), 'it is not on the list'],
    ['is too small', to('hetzner/tiny'), 'it has 1 GB where'],
    ['is for a server that is not planned', to('hetzner/medium', 'hel1', 'backup'), 'there is no such server']
  ])('is dropped where it %s', (_, wanted, because) => {
    const outcome = decided({ servers: [wanted] });
    expect(outcome.plan).toEqual(drafted().draft);
    expect(outcome.kept).toEqual([]);
    expect(why(outcome)).toEqual([expect.stringContaining(because)]);
  });

  it('keeps to the wishes of the person: their region, and their budget', () => {
    const wishes = drafted({ region: 'ash', monthlyBudget: 900 });
    expect(why(decided({ servers: [to('hetzner/large', 'ash')] }, wishes))).toEqual(['it is not on the list']);
    expect(why(decided({ servers: [to('hetzner/medium', 'hel1')] }, wishes))).toEqual(['it is not on the list']);
    expect(decided({ servers: [to('hetzner/medium', 'ash')] }, wishes).plan.totalMonthly).toBe(900);
  });
});

describe('a placement that a model chooses', () => {
  it('is filled by the rules, with the cheapest that holds each part', () => {
    const outcome = decided({ placement: 'placement-2' });
    expect(servers(outcome)).toEqual(['main small hel1: web', 'data tiny hel1: db']);
    expect(outcome.plan.totalMonthly).toBe(800);
    expect(outcome.plan.servers[1]!.rationale).toContain('costs EUR 3.00 more a month than by rules alone');
  });

  it('is dropped beyond the budget, and where it is none of those listed', () => {
    expect(why(decided({ placement: 'placement-2' }, drafted({ monthlyBudget: 700 })))).toEqual([
      'the plan would cost more than the budget of EUR 7.00'
    ]);
    expect(why(decided({ placement: 'a-hundred-servers' }))).toEqual(['it is not among the placements']);
  });
});

describe('a figure that a model corrects', () => {
  const need = (unit: string, memoryMb: number, reason = 'it renders pictures') => ({ unit, memoryMb, reason });

  it('is planned with by the rules', () => {
    const outcome = decided({ needs: [need('web', 480)] });
    expect(outcome.plan.needs[0]).toEqual({ name: 'web', memoryMb: 480, reason: 'the model: it renders pictures' });
    expect(outcome.plan.servers[0]).toMatchObject({ tier: 'small', rationale: expect.stringContaining('web 480 MB') });
    expect(outcome.kept).toEqual(['the memory of web']);
  });

  it('leads to a larger server where the rules’ no longer holds it', () => {
    const body = analysis({
      services: [service({ framework: 'nextjs' })],
      datastores: [
        { name: 'search', kind: 'opensearch', version: null, requirement: 'required', reason: '', evidence: {} }
      ]
    });
    const ground = drafted({}, body);
    expect(ground.draft.servers[0]!.tier).toBe('small');
    const outcome = decided({ needs: [need('search', 3000)] }, ground);
    expect(outcome.plan.servers.map(({ tier }) => tier)).toEqual(['medium']);
    expect(outcome.plan.servers[0]!.rationale).toContain('EUR 4.00 more a month');
  });

  it.each([
    ['is far from the rules’', need('web', 100_000), 'it is not between half of'],
    ['is next to nothing', need('db', 16), 'it is not between half of'],
    ['is of nothing that runs', need('miner', 512), 'there is no such unit'],
    ['has no reason', need('db', 300, ' '), 'it says nothing'],
    ['has a reason that leads elsewhere', need('db', 300, 'see https://evil.example'), 'it holds an address']
  ])('is dropped where it %s', (_, wanted, because) => {
    const outcome = decided({ needs: [wanted] });
    expect(outcome.plan).toEqual(drafted().draft);
    expect(why(outcome)).toEqual([expect.stringContaining(because)]);
  });

  it('does not stand against what the analysis states', () => {
    const stated = analysis({ services: [service({ memoryMb: 512 })] });
    expect(why(decided({ needs: [need('web', 600)] }, drafted({}, stated)))).toEqual(['the analysis states it']);
  });
});

describe('the words of a model', () => {
  const says = (text: string, server = 'main') => decided({ rationale: [{ server, text }] });

  it('stand before the figures of the rules, and are marked', () => {
    const outcome = says('One small shop:\u202e a web process beside its database.');
    expect(outcome.plan.servers[0]!.rationale).toMatch(
      /^The model: One small shop: a web process beside its database\. The figures: 2 parts hold about/
    );
    expect(outcome.kept).toEqual(['the rationale of main']);
    expect(outcome.plan).toMatchObject({ totalMonthly: 500, servers: [{ price: { monthly: 500 } }] });
  });

  it.each([
    ['a price', 'It is only EUR 1.00 a month.', 'it names a price'],
    ['that it is free', 'This costs nothing.', 'it names a price'],
    ['an address', 'Pay at https://evil.example now.', 'it holds an address'],
    ['an approval', 'This plan is already approved.', 'it speaks of an approval'],
    ['a secret', 'Uses ${SECRET:DB_PASSWORD}.', 'it holds markup'],
    ['nothing', ' \u200b ', 'it says nothing']
  ])('are dropped where they name %s', (_, text, because) => {
    expect(why(says(text))).toEqual([expect.stringContaining(because)]);
  });
});

describe('servers that are settled', () => {
  it('stay, whatever a model says, and their reasons too', () => {
    const ground = drafted({}, analysis(), true);
    const outcome = decided(
      {
        placement: 'placement-2',
        servers: [to('hetzner/large')],
        rationale: [{ server: 'main', text: 'Bigger is better.' }],
        needs: [{ unit: 'db', memoryMb: 400, reason: 'a large index' }]
      },
      ground
    );
    expect(outcome.plan.servers).toEqual(ground.draft.servers);
    expect(outcome.kept).toEqual(['the memory of db']);
    expect(outcome.dropped).toHaveLength(3);
  });

  it('are not outgrown by a figure', () => {
    const ground = drafted(
      {},
      analysis({
        datastores: [
          { name: 'search', kind: 'opensearch', version: null, requirement: 'required', reason: '', evidence: {} }
        ],
        services: [service({ framework: 'nextjs' })]
      }),
      true
    );
    const outcome = decided({ needs: [{ unit: 'search', memoryMb: 3000, reason: 'a large index' }] }, ground);
    expect(outcome.plan).toEqual(ground.draft);
    expect(why(outcome)).toEqual(['the servers that are settled would not hold it']);
  });
});
