import type { Analysis } from '../domain/analysis.ts';
import type { Patch, Stage } from '../domain/artifact.ts';
import type { InfrastructurePlan } from '../domain/infrastructure-plan.ts';
import type { ProvisioningPlan } from '../domain/provisioning-plan.ts';
import type { Tier } from '../domain/tier.ts';

/** What a wish is understood against: the newest plans, null before they are there. */
export interface Situation {
  analysis: Analysis | null;
  infrastructure: InfrastructurePlan | null;
  provisioning: ProvisioningPlan | null;
  tiers: Tier[];
}

export type Understood =
  | { kind: 'edit'; edits: { stage: Stage; patch: Patch; note: string }[]; reply: string }
  | { kind: 'answer'; reply: string }
  | { kind: 'unknown'; reply: string };

const help =
  'I understand: a larger or smaller server, a region, moving a part to its own server, renaming a service, ports, versions, and values of variables.';

/** What a person wrote, as edits of the plans. Without a model only what the rules know is understood; the rest is answered with a list. */
export function understand(text: string, situation: Situation): Understood {
  return text.trim() === '' || situation.analysis === null
    ? { kind: 'unknown', reply: help }
    : { kind: 'unknown', reply: help };
}
