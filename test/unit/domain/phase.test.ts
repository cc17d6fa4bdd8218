import { describe, expect, it } from 'vitest';
import { phaseOutcomes, phases, phaseTitles, succeeded } from '../../../workers/domain/phase.ts';

describe('the phases', () => {
  it('are seven, in order, each with a title and doors', () => {
    expect(phases).toEqual([
      'purchase',
      'availability',
      'domain',
      'os-install',
      'provisioning',
      'code-deploy',
      'post-deploy'
    ]);
    expect(Object.keys(phaseTitles)).toEqual([...phases]);
    expect(Object.keys(phaseOutcomes)).toEqual([...phases]);
  });

  it.each(phases)('%s has a good door, and one for a stop', (phase) => {
    expect(phaseOutcomes[phase].some(succeeded)).toBe(true);
    expect(phaseOutcomes[phase]).toContain('stopped');
  });

  it('end the run at every door but the good ones', () => {
    const bad = phases.flatMap((phase) => phaseOutcomes[phase].filter((outcome) => !succeeded(outcome)));
    expect([...new Set(bad)].sort()).toEqual(
      ['cancelled', 'failed', 'failed probe', 'late', 'out of stock', 'price rose', 'refused', 'stopped'].sort()
    );
  });
});
