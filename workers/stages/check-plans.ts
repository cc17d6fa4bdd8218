import type { Author } from '../domain/artifact.ts';
import type { InfrastructurePlan } from '../domain/infrastructure-plan.ts';
import type { ProvisioningPlan } from '../domain/provisioning-plan.ts';
import type { Result } from '../domain/result.ts';
import type { Decided } from '../planning/dropping.ts';
import type { InfrastructureInput } from '../planning/infrastructure/plan.ts';
import { refineInfrastructure } from '../planning/infrastructure/refine/refine.ts';
import type { Drafted } from '../planning/provisioning/refine/decide.ts';
import { refineProvisioning } from '../planning/provisioning/refine/refine.ts';
import type { CheckedOut } from './checked-out.ts';
import { thought, type Thinking } from './thinking.ts';

export interface CheckedPlan<T> {
  body: T;
  author: Author;
  /** What the model did, empty where none looked at it. */
  note: string;
}

interface Telling extends Thinking {
  report(text: string): Promise<void>;
}

/** The rules' servers as a model leaves them; the rules' alone where there is none, or it fails. */
export async function checkInfrastructure(
  draft: InfrastructurePlan,
  of: { input: InfrastructureInput; settled: boolean },
  telling: Telling
): Promise<CheckedPlan<InfrastructurePlan>> {
  const decided = await thought(telling, { minutes: 3, about: 'the servers' }, async (model, signal) => {
    await telling.report('A model looks over the servers');
    return refineInfrastructure(model, { ...of, draft, signal });
  });
  return checked(draft, decided, telling);
}

/**
 * The rules' steps as a model leaves them, which reads the repository at the commit that was analysed. The rules' alone where there
 * is no model, it fails, or the repository cannot be read.
 */
export async function checkProvisioning(
  draft: Drafted,
  checkOut: () => Promise<Result<CheckedOut>>,
  telling: Telling
): Promise<CheckedPlan<ProvisioningPlan>> {
  const { report } = telling;
  const decided = await thought(telling, { minutes: 4, about: 'the steps' }, async (model, signal) => {
    await report('A model looks over the steps');
    const out = await checkOut();
    return out.ok ? refineProvisioning(model, draft, { ...out.value, report, signal }) : out;
  });
  return checked(draft.plan, decided, telling);
}

async function checked<T>(
  draft: T,
  decided: (Decided<T> & { note: string }) | null,
  { report }: Telling
): Promise<CheckedPlan<T>> {
  if (decided === null) return { body: draft, author: 'rules', note: '' };
  const { plan, kept, dropped, note } = decided;
  for (const { what, why } of dropped.slice(0, 5)) await report(`Left out what the model said of ${what}: ${why}`);
  return { body: plan, author: kept.length > 0 ? 'model' : 'rules', note };
}
