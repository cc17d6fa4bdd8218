import type { InfrastructurePlan } from '../../../domain/infrastructure-plan.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { Model } from '../../../models/model.ts';
import { decidedInWords, type Decided } from '../../dropping.ts';
import type { InfrastructureInput } from '../plan.ts';
import { decisionSchema } from './answer.ts';
import { choicesFor, noChoices } from './choices.ts';
import { dearer, decide } from './decide.ts';
import { materialOf } from './material.ts';
import { instructions, request } from './prompt.ts';

export interface Refining {
  /** What the draft was made from. */
  input: InfrastructureInput;
  draft: InfrastructurePlan;
  /** A person set, approved or bought these servers, so they stay. */
  settled: boolean;
  signal?: AbortSignal;
}

const limits = { outputTokens: 4_000, rounds: 1, promptTokens: 80_000 };

/**
 * A draft of the rules, looked over by a model. It chooses among what the rules found on sale, and rules carry its choice out; what
 * they or the validators do not allow is dropped with a reason. `note` says what became of it, and what it costs more. Refused as
 * the model refuses; the draft is never changed.
 */
export async function refineInfrastructure(
  model: Model,
  { input, draft, settled, signal }: Refining
): Promise<Result<Decided<InfrastructurePlan> & { note: string }>> {
  const choices = settled ? noChoices : choicesFor(input, draft);
  const answer = await model.decide(
    {
      place: 'infrastructure',
      instructions,
      material: materialOf(draft, input.analysis, input.preferences, choices),
      turns: [{ author: 'person', text: request }],
      tools: [],
      limits,
      ...(signal && { signal })
    },
    decisionSchema
  );
  if (!answer.ok) return answer;
  const decided = decide({ input, draft, choices, settled }, answer.value.value);
  const price = dearer(draft, decided.plan);
  return ok({ ...decided, note: [decidedInWords(decided), ...(price ? [price] : [])].join(' ') });
}
