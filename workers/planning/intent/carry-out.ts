import { parseBody, type Bodies, type Stage } from '../../domain/artifact.ts';
import { applyPatch } from '../../domain/patch.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { settlePlan } from '../infrastructure/settle.ts';
import type { Outcome, Plans } from './understood.ts';

/** The plans as they will be with an outcome's edits, so that the next wish of a message is understood against them; or why not. */
export function carriedOut(plans: Plans, { patches }: Outcome): Result<Plans> {
  let after = plans;
  for (const [stage, patch] of Object.entries(patches) as [Stage, NonNullable<Outcome['patches'][Stage]>][]) {
    const body = after[stage];
    if (body === null) return refuse('artifact.none', `There is no ${stage} to change yet.`);
    const patched = applyPatch<unknown>(body, patch);
    const parsed = patched.ok ? parseBody(stage, patched.value) : patched;
    if (!parsed.ok) return parsed;
    const whole =
      stage === 'infrastructure'
        ? settlePlan(parsed.value as Bodies['infrastructure'], body as Bodies['infrastructure'], after)
        : parsed;
    if (!whole.ok) return whole;
    after = { ...after, [stage]: whole.value };
  }
  return ok(after);
}
