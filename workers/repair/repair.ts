import type { Fix } from '../domain/fix.ts';
import { describeFix } from '../domain/fix-words.ts';
import { classify, type Recognised } from './classify.ts';
import { limitProblem, needsPerson, refusalOf } from './policy.ts';
import type { Decision, Situation } from './situation.ts';

type Plain = Exclude<Fix, { kind: 'ask' | 'script' }>;
/** Whether a fix may stand among the options of a question. */
export const isPlain = <F extends Fix>(fix: F): fix is F & Plain => fix.kind !== 'ask' && fix.kind !== 'script';

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

const givingUp = (signature: string | null, reason: string, advice: string): Decision => ({
  signature,
  author: 'rules',
  fix: { kind: 'give-up', reason, advice },
  reason
});

/** A question whose options are up to four fixes, and to stop for a reason with advice. */
export const asking = (question: string, reason: string, advice: string, fixes: Plain[]): Fix => ({
  kind: 'ask',
  question,
  options: [
    ...fixes.slice(0, 4).map((fix) => ({ label: capital(describeFix(fix)).slice(0, 80), fix })),
    { label: 'Stop here', fix: { kind: 'give-up', reason, advice } }
  ]
});

const askFor = ({ signature: { cause, advice } }: Recognised, fixes: Plain[]): Fix =>
  asking(`${cause} Which way should be tried?`, cause, advice, fixes);

/**
 * What to do about a failed attempt, by rules alone: the first way of a known failure that the policy lets pass, a question where a
 * person must agree, else giving up with advice. `signature` is null where the failure is not known.
 */
export function repair(situation: Situation): Decision {
  const found = classify(situation);
  const limit = limitProblem(situation, found?.signature.id ?? null);
  if (!found)
    return givingUp(
      null,
      limit?.message ?? 'This failure is not a known one.',
      'Read the last lines of the output, correct the cause, then resume.'
    );
  const { signature, match } = found;
  if (limit) return givingUp(signature.id, `${signature.cause} ${limit.message}`, signature.advice);
  const ways = signature
    .fixes(match, situation)
    .filter(isPlain)
    .filter((fix) => refusalOf(fix, situation, signature.id) === null);
  const first = ways[0];
  if (!first || signature.act === 'human') return givingUp(signature.id, signature.cause, signature.advice);
  const alone = ways.find((fix) => !needsPerson(fix));
  if (signature.act === 'auto' && alone)
    return { signature: signature.id, author: 'rules', fix: alone, reason: signature.cause };
  return { signature: signature.id, author: 'rules', fix: askFor(found, ways), reason: signature.cause };
}
