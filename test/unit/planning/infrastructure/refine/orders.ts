import type { Analysis } from '../../../../../workers/domain/analysis.ts';
import { preferencesSchema, type Preferences } from '../../../../../workers/domain/project.ts';
import type { Tier } from '../../../../../workers/domain/tier.ts';
import { planInfrastructure, type InfrastructureInput } from '../../../../../workers/planning/infrastructure/plan.ts';
import { decisionSchema, type Decision } from '../../../../../workers/planning/infrastructure/refine/answer.ts';
import { choicesFor, noChoices } from '../../../../../workers/planning/infrastructure/refine/choices.ts';
import { decide, type Ground } from '../../../../../workers/planning/infrastructure/refine/decide.ts';
import { analysis } from '../../../../plans.ts';

const tier = (name: string, memoryGb: number, monthly: number, changes: Partial<Tier> = {}): Tier => ({
  vendor: 'hetzner',
  tier: name,
  title: name.toUpperCase(),
  spec: { cores: 2, memoryGb, disk: '40 GB' },
  regions: [
    { id: 'hel1', title: 'Helsinki', inStock: true },
    { id: 'ash', title: 'Ashburn', inStock: true },
    { id: 'fsn1', title: 'Falkenstein', inStock: false }
  ],
  price: { setup: 0, monthly, currency: 'EUR' },
  delivery: null,
  ...changes
});

export const catalogue = [
  tier('tiny', 1, 300),
  tier('small', 4, 500),
  tier('medium', 8, 900),
  tier('large', 16, 1700),
  tier('dollars', 8, 800, { price: { setup: 0, monthly: 800, currency: 'USD' } })
];

/** What the rules make of a web service with its database. */
export function drafted(wishes: Partial<Preferences> = {}, body: Analysis = analysis(), settled = false): Ground {
  const input: InfrastructureInput = {
    analysis: body,
    tiers: catalogue,
    preferences: preferencesSchema.parse(wishes),
    previous: null,
    now: new Date(0)
  };
  const planned = planInfrastructure(input);
  if (!planned.ok) throw new Error(planned.problem.message);
  const draft = planned.value;
  if (settled) return { input: { ...input, previous: draft }, draft, choices: noChoices, settled };
  return { input, draft, choices: choicesFor(input, draft), settled };
}

export const decision = (given: Partial<Decision>): Decision =>
  decisionSchema.parse({ needs: [], placement: null, servers: [], rationale: [], ...given });

export const decided = (given: Partial<Decision>, ground: Ground = drafted()) => decide(ground, decision(given));
