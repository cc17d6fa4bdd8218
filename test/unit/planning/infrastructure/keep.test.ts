import { describe, expect, it } from 'vitest';
import { holdsServersOf } from '../../../../workers/planning/infrastructure/keep.ts';
import { infrastructure, plannedServer } from '../../../plans.ts';

const split = infrastructure({
  servers: [plannedServer({ services: ['web'] }), plannedServer({ name: 'data', services: ['db'] })]
});

describe('a plan holds the servers of an earlier one', () => {
  it('when units came and went, and a server fell empty', () => {
    const web = plannedServer({ services: ['web', 'worker'] });
    expect(holdsServersOf(infrastructure({ servers: [web] }), split)).toBe(true);
  });

  it.each([
    ['a server is of another tier', [plannedServer({ services: ['web'], tier: 'large' })]],
    ['a server stands elsewhere', [plannedServer({ services: ['web'], region: 'far' })]],
    ['a server is new', [plannedServer({ name: 'other', services: ['web'] })]],
    ['a unit moved', [plannedServer({ services: ['web', 'db'] })]]
  ])('but not when %s', (_title, servers) => {
    expect(holdsServersOf(infrastructure({ servers }), split)).toBe(false);
  });
});
