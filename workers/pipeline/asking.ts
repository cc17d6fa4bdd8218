import { describeFix } from '../domain/fix-words.ts';
import type { Fix } from '../domain/fix.ts';
import type { Decision } from '../repair/situation.ts';
import { nameOf, type Attempt, type Ended, type Execution } from './pieces.ts';

/** A question about a failed step: what each option says, and the fix that choosing it means. */
interface Question {
  text: string;
  options: { label: string; text: string; fix: Fix }[];
}

const stop: Question['options'][number] = {
  label: 'Stop here',
  text: 'The step stays failed.',
  fix: {
    kind: 'give-up',
    reason: 'Nobody agreed to the script.',
    advice: 'Correct the cause by hand, or change the plan, then resume.'
  }
};

/** The question that a decision comes to where a person must agree, else null. Of a script all is shown, to the last letter. */
export function questionOf({ fix }: Decision): Question | null {
  if (fix.kind === 'script')
    return {
      text: `Should this script run as root? ${fix.title}. ${fix.explains}`,
      options: [{ label: 'Run this script', text: fix.text, fix }, stop]
    };
  if (fix.kind !== 'ask') return null;
  const options = fix.options.map((option) => ({
    ...option,
    text: option.fix.kind === 'give-up' ? option.fix.advice : describeFix(option.fix)
  }));
  return { text: fix.question, options };
}

const oneWeek = 7 * 24 * 3600;

/** Puts a question to the person and waits, the run paused, for at most a week. What they choose is theirs. */
export async function askPerson(
  run: Execution,
  attempt: Attempt,
  last: Ended,
  decided: Decision,
  question: Question
): Promise<Decision | 'stop'> {
  const { runId, instanceId } = run.params;
  const { phase, server, step, lane } = attempt;
  const { options } = question;
  const id = last.row?.execId ?? nameOf(attempt);
  const event = `answer-${id}`;
  const name = `${nameOf(attempt)} question`;
  await run.context.once(name, async () => {
    await run.object.askAbout(runId, { id, instanceId, event, labels: options.map(({ label }) => label) });
    await run.object.wish(runId, { instanceId, lane, event });
    const at = { runId, phase, server, stepId: step.id, attempt: last.row?.attempt ?? 1 };
    const words = {
      author: decided.author,
      signature: decided.signature,
      question: question.text,
      reason: decided.reason,
      options: options.map(({ label, text }) => ({ label, text }))
    };
    await run.object.append([{ type: 'fix.asked', id, ...at, ...words }]);
    await run.context.move('paused', question.text);
    return null;
  });
  const payload = await run.waitFor(`${name} answered`, event, oneWeek);
  const option = options[optionIn(payload)];
  if (!option) return 'stop';
  await run.context.once(`${name} goes on`, () => run.context.move('in progress', null));
  return {
    fix: option.fix,
    reason: `${decided.reason} Chosen: ${option.label}.`,
    signature: decided.signature,
    author: 'person'
  };
}

const optionIn = (payload: unknown): number =>
  typeof payload === 'object' && payload !== null && 'option' in payload && typeof payload.option === 'number'
    ? payload.option
    : -1;
