import type { JournalEvent } from '../../workers/domain/events.ts';
import type { Outcome, RepairCase } from './case.ts';

/** What came of a case: its run's events, whether its site answered in the end, and what kept it from running at all. */
export interface Played {
  events: JournalEvent[];
  answers: boolean;
  trouble: string | null;
}

/** `wrong` says what is not as it was meant, null where all is. */
export interface Verdict {
  /** The known failure that the first look found, null for none. */
  signature: string | null;
  recognised: boolean;
  outcome: Outcome | null;
  wrong: string | null;
}

type Of<T extends JournalEvent['type']> = Extract<JournalEvent, { type: T }>;
type Look = Of<'fix' | 'fix.asked' | 'fix.given-up'>;

const isLook = (event: JournalEvent): event is Look =>
  event.type === 'fix' || event.type === 'fix.asked' || event.type === 'fix.given-up';

/** How a run ended, as the outcome that a case can have; text says why it is none. */
function outcomeOf({ events, answers }: Played): { outcome: Outcome } | string {
  const end = events.findLast((event) => event.type === 'run.state');
  const looks = events.filter(isLook);
  const [first, last] = [looks[0], looks.at(-1)];
  if (end?.state === 'completed') {
    if (!first) return 'nothing failed';
    if (!answers) return 'the run completed, and the site does not answer';
    return { outcome: looks.some((look) => look.type === 'fix.asked') ? 'asked' : 'fixed' };
  }
  if (end?.state !== 'failed') return `the run is ${end?.state ?? 'not begun'}`;
  if (last?.type !== 'fix.given-up') return `the run failed, and nobody looked why: ${end.reason}`;
  if (last.signature === null && last.author === 'rules') return `the last failure is not known: ${end.reason}`;
  return end.reason?.includes(last.advice) ? { outcome: 'gave up' } : `the reason lacks the advice: ${end.reason}`;
}

/** Holds what came of a case against what was meant. */
export function verdictOf(meant: RepairCase, played: Played): Verdict {
  const looks = played.events.filter(isLook);
  const signature = looks[0]?.signature ?? null;
  const recognised = looks.length > 0 && signature === meant.signature;
  const read = outcomeOf(played);
  const outcome = typeof read === 'string' ? null : read.outcome;
  return { signature, recognised, outcome, wrong: whatIsWrong(meant, played, recognised, read) };
}

function whatIsWrong(
  meant: RepairCase,
  { events, trouble }: Played,
  recognised: boolean,
  read: ReturnType<typeof outcomeOf>
): string | null {
  if (trouble !== null) return trouble;
  const looks = events.filter(isLook);
  if (looks.length > 0 && !recognised) {
    const named = (signature: string | null) => signature ?? 'none that is known';
    return `taken for ${named(looks[0]!.signature)}, not for ${named(meant.signature)}: ${looks[0]!.reason}`;
  }
  if (typeof read === 'string') return read;
  if (read.outcome !== meant.outcome) return `${read.outcome}, not ${meant.outcome}: ${storyOf(looks)}`;
  const fixes = events.filter((event): event is Of<'fix'> => event.type === 'fix');
  if (meant.fix !== undefined && !fixes.some(({ title }) => title.includes(meant.fix!)))
    return `fixed by another way than ${meant.fix}: ${storyOf(looks)}`;
  return null;
}

/** What was done, look by look, in one line. */
const storyOf = (looks: Look[]): string =>
  looks
    .map((look) => {
      const what = look.type === 'fix' ? look.title : look.type === 'fix.asked' ? look.question : look.advice;
      return `${look.stepId} ${look.signature ?? 'unknown'}: ${what}`;
    })
    .join('; ');

/** The sums over all cases, as the last line of the output gives them. */
export function sumUp(verdicts: Verdict[]) {
  const right = (outcome: Outcome) =>
    verdicts.filter((verdict) => verdict.wrong === null && verdict.outcome === outcome).length;
  return {
    cases: verdicts.length,
    recognised: verdicts.filter(({ recognised }) => recognised).length,
    fixed: right('fixed'),
    asked: right('asked'),
    gaveUp: right('gave up'),
    wrong: verdicts.filter(({ wrong }) => wrong !== null).length
  };
}
