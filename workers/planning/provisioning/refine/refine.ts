import { ok, type Result } from '../../../domain/result.ts';
import type { Model } from '../../../models/model.ts';
import type { Checkout } from '../../analysis/reading/checkout.ts';
import { steadily } from '../../analysis/reading/steadily.ts';
import { lookingAt, type Search } from '../../analysis/refine/tools.ts';
import { decidedInWords, type Decided } from '../../dropping.ts';
import type { ProvisioningPlan } from '../../../domain/provisioning-plan.ts';
import { decisionSchema } from './answer.ts';
import { decide, proofsOf, type Drafted } from './decide.ts';
import { materialOf } from './material.ts';
import { instructions, request } from './prompt.ts';

/** What a model may look at while it looks over a plan, and who is told what it reads. */
export interface Looking {
  checkout: Checkout;
  search: Search;
  report(text: string): Promise<void>;
  signal?: AbortSignal;
}

const limits = { outputTokens: 6_000, rounds: 8, promptTokens: 200_000 };

/**
 * A draft of the rules, looked over by a model that reads the repository. It names what is missing, and rules write the steps of it;
 * what no line proves, or the validators do not allow, is dropped with a reason. Refused as the model refuses; the draft is never
 * changed.
 */
export async function refineProvisioning(
  model: Model,
  draft: Drafted,
  { checkout, search, report, signal }: Looking
): Promise<Result<Decided<ProvisioningPlan> & { note: string }>> {
  const steady = steadily(checkout);
  const { tools } = lookingAt(steady, search, report);
  const answer = await model.decide(
    {
      place: 'provisioning',
      instructions,
      material: materialOf(draft.input, draft.plan, checkout),
      turns: [{ author: 'person', text: request }],
      tools,
      limits,
      ...(signal && { signal })
    },
    decisionSchema
  );
  if (!answer.ok) return answer;
  const decision = answer.value.value;
  const decided = decide(draft, decision, await proofsOf(steady, decision));
  return ok({ ...decided, plan: decided.plan.plan, note: decidedInWords(decided, 'added') });
}
