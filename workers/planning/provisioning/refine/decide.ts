import { parseBody } from '../../../domain/artifact.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import type { ProvisioningPlan } from '../../../domain/provisioning-plan.ts';
import { ok, type Result } from '../../../domain/result.ts';
import type { Checkout } from '../../analysis/reading/checkout.ts';
import type { Claims } from '../../analysis/refine/answer.ts';
import { isCode } from '../../analysis/refine/relating.ts';
import { standing } from '../../analysis/refine/standing.ts';
import { no, take, type Decided } from '../../dropping.ts';
import { passed, type Finding } from '../../validate/finding.ts';
import { judge } from '../../validate/plans.ts';
import { planProvisioning, type ProvisioningInput } from '../plan.ts';
import type { Decision } from './answer.ts';
import { withPackages } from './packages.ts';
import { withRelease } from './releases.ts';
import { withStore } from './stores.ts';

/** A plan with what it was made from: a decision changes the latter, and rules make the plan anew. */
export interface Drafted {
  input: ProvisioningInput;
  plan: ProvisioningPlan;
}

/** Lines that prove what was claimed: they hold what was quoted, and stand in code rather than in prose. */
export type Proofs = (claims: Claims) => Evidence[];

/** Looks up all claims of a decision in the checkout, each file once. */
export async function proofsOf(checkout: Checkout, { packages, releases, stores }: Decision): Promise<Proofs> {
  const all = [...packages, ...releases, ...stores].flatMap(({ evidence }) => evidence);
  const found = await standing(checkout, all, 1);
  return (claims) =>
    claims.flatMap((claim) => {
      const line = found[all.indexOf(claim)];
      return line && isCode(line) ? [line] : [];
    });
}

/** Carries out what a model decided, piece by piece: rules write the steps of it, and the validators judge each plan. */
export function decide(draft: Drafted, decision: Decision, proofs: Proofs): Decided<Drafted> {
  const state: Decided<Drafted> = { plan: draft, kept: [], dropped: [] };
  const attempt = (
    what: string,
    claims: Claims,
    change: (drafted: Drafted, evidence: Evidence[]) => Result<ProvisioningInput>
  ) => {
    const evidence = proofs(claims);
    const changed =
      evidence.length === 0 ? no('no line of code that was named holds the text') : change(state.plan, evidence);
    take(state, what, changed.ok ? replanned(state.plan, changed.value) : changed);
  };
  for (const each of decision.packages)
    attempt(`packages of ${each.service}`, each.evidence, ({ input }) => withPackages(input, each));
  for (const each of decision.releases)
    attempt(`a release command of ${each.service}`, each.evidence, ({ input }, evidence) =>
      withRelease(input, each, evidence)
    );
  for (const each of decision.stores)
    attempt(`the datastore ${each.name}`, each.evidence, ({ input, plan }, evidence) =>
      withStore(input, each, evidence, plan)
    );
  return state;
}

function replanned(before: Drafted, input: ProvisioningInput): Result<Drafted> {
  if (input === before.input) return ok(before);
  const planned = planProvisioning(input);
  const parsed = planned.ok ? parseBody('provisioning', planned.value) : planned;
  if (!parsed.ok) return parsed;
  const plan = parsed.value;
  const added = new Set(plan.services.map(({ name }) => name));
  for (const { name } of before.plan.services) added.delete(name);
  const against = judge('provisioning', before.plan, plan, null).filter((finding) => !isOfRules(finding, added));
  const judged = passed(against, 'model');
  return judged.ok ? ok({ input, plan }) : judged;
}

const ofRules = new Set(['step.text', 'step.facts', 'dockerfile.changed']);

/** Whether a finding is about what rules wrote, from fields that were judged before: steps, Dockerfiles, the check of a new store. */
const isOfRules = ({ code, path }: Finding, added: Set<string>): boolean =>
  ofRules.has(code) ||
  (code === 'health.changed' && [...added].some((name) => path === `/services/${name}/healthcheck`));
