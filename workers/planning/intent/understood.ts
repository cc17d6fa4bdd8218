import type { Analysis } from '../../domain/analysis.ts';
import type { Patch, Stage } from '../../domain/artifact.ts';
import type { MessageAction } from '../../domain/events.ts';
import type { Json } from '../../domain/json.ts';
import type { InfrastructurePlan } from '../../domain/infrastructure-plan.ts';
import type { Preferences } from '../../domain/project.ts';
import type { ProvisioningPlan } from '../../domain/provisioning-plan.ts';
import type { Tier } from '../../domain/tier.ts';
import type { Clause } from './words.ts';

/** What a wish is understood against: the newest plans, null before they are there, and what vendors sell now. */
export interface Situation {
  analysis: Analysis | null;
  infrastructure: InfrastructurePlan | null;
  provisioning: ProvisioningPlan | null;
  tiers: Tier[];
  preferences: Preferences;
}

/** A situation in which the code was read. */
export type Plans = Situation & { analysis: Analysis };

/** What a message comes to: edits of plans (one a stage at most), an answer, or neither. `actions` are buttons under the reply. */
export type Understood =
  | { kind: 'edit'; edits: { stage: Stage; patch: Patch; note: string }[]; reply: string; actions?: MessageAction[] }
  | { kind: 'answer'; reply: string; actions?: MessageAction[] }
  | { kind: 'unknown'; reply: string; actions?: MessageAction[] };

/** What one wish comes to: sentences for the person and the edits that do it, none for a mere answer. */
export interface Outcome {
  says: string;
  patches: Partial<Record<Stage, Patch>>;
  actions: MessageAction[];
}

/** One kind of wish: what a clause comes to if it is of that kind, else null. */
export type Wish = (clause: Clause, plans: Plans) => Outcome | null;

export const tell = (says: string, actions: MessageAction[] = []): Outcome => ({ says, patches: {}, actions });
export const change = (says: string, patches: Outcome['patches'], actions: MessageAction[] = []): Outcome => ({
  says,
  patches,
  actions
});
/** One operation that replaces what is at a path. */
export const set = (path: string, value: Json): Patch[number] => ({ op: 'replace', path, value });
