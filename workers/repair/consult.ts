import { describeFix } from '../domain/fix-words.ts';
import { ok, refuse, type Result } from '../domain/result.ts';
import type { Model } from '../models/model.ts';
import { failureOf, materialOf } from './briefing.ts';
import { classify } from './classify.ts';
import { limitProblem, needsPerson, refusalOf } from './policy.ts';
import { instructions } from './prompt.ts';
import { proposalSchema, type Proposal, type ProposedFix } from './proposal.ts';
import { asking, isPlain } from './repair.ts';
import type { Decision, Situation } from './situation.ts';

const limits = { outputTokens: 6000, rounds: 1, promptTokens: 60_000 };

/**
 * Whether a model may be asked about a failure after the rules decided: where they give up, a fix would still be allowed, and the
 * failure is not one that a person alone can mend.
 */
export const mayConsult = (situation: Situation, { fix }: Decision): boolean =>
  fix.kind === 'give-up' &&
  situation.step !== null &&
  limitProblem(situation, null) === null &&
  classify(situation)?.signature.act !== 'human';

/**
 * What a model would do about a failed attempt, judged as a rule's fix is: its first that the policy lets pass, a question where a
 * person must agree, or giving up. Refused as the model refuses, and by `fix.*` where none of its fixes is allowed.
 */
export async function consult(model: Model, situation: Situation, signal?: AbortSignal): Promise<Result<Decision>> {
  const answer = await model.decide(
    {
      place: 'repair',
      instructions,
      material: materialOf(situation),
      turns: [{ author: 'person', text: failureOf(situation) }],
      tools: [],
      limits,
      ...(signal && { signal })
    },
    proposalSchema
  );
  return answer.ok ? judged(answer.value.value, situation) : answer;
}

const decided = (fix: Decision['fix'], reason: string): Result<Decision> =>
  ok({ signature: null, author: 'model', fix, reason });

function judged(proposal: Proposal, situation: Situation): Result<Decision> {
  const cause = proposal.cause || 'It names no cause.';
  const advice = proposal.advice || 'Read the last lines of the output, correct the cause, then resume.';
  const { fixes, question } = proposal;
  if (fixes.length === 0) return decided({ kind: 'give-up', reason: cause, advice }, cause);
  const problems = fixes.map((fix) => refusalOf(fix, situation));
  const ways = fixes.filter((_, at) => problems[at] === null);
  const [best] = ways;
  if (!best) return disallowed(fixes[0]!, problems[0]!.message);
  const plain = ways.filter(isPlain);
  if (best.kind === 'script' || plain.length === 0) return decided(best, cause);
  return question || needsPerson(best)
    ? decided(asking(question || `${cause} Should this be done?`, cause, advice, plain), cause)
    : decided(best, cause);
}

const disallowed = (fix: ProposedFix, message: string) =>
  refuse('fix.disallowed', `It proposed ${describeFix(fix)}, which is not allowed: ${message}`);
