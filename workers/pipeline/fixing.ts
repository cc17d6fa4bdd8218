import type { Author } from '../domain/artifact.ts';
import { describeFix } from '../domain/fix-words.ts';
import type { Step } from '../domain/step.ts';
import { amended } from '../repair/amend.ts';
import { applyFix } from '../repair/apply.ts';
import { factsScript, readFacts } from '../repair/facts.ts';
import { mayConsult } from '../repair/consult.ts';
import { repair } from '../repair/repair.ts';
import type { Applied, Decision, ServerFacts, Situation } from '../repair/situation.ts';
import { askPerson, questionOf } from './asking.ts';
import { consulting, hasModel } from './consulting.ts';
import { nameOf, runBeside, type Attempt, type Ended, type Execution } from './pieces.ts';

/** What a failed attempt leads to: the next one with whose fix it has, the end of the step with its reason, or the end of the run. */
export type Next = { do: 'try'; step: Step; author: Author } | { do: 'fail'; reason: string } | { do: 'stop' };

/** How an attempt failed, in words for people. */
interface Failure {
  exitCode: number | null;
  reason: string | null;
}

/** What the rules decided, and whether a model may be asked in their place. */
interface Judged extends Decision {
  open: boolean;
}

/** The fixes of this run so far, without the one that is kept under `except`: a workflow step that is tried again finds its own there. */
const fixesFor = async (run: Execution, except = '') =>
  (await run.object.fixesOf(run.params.runId)).filter(({ key }) => key !== except).map(({ record }) => record);

/** The approved step, changed by what fixes of this run changed about its unit, so that a fix made at one step holds at the next. */
export const asFixed = (run: Execution, attempt: Attempt): Promise<Step> =>
  run.context.once<Step>(`${nameOf(attempt)} as fixed so far`, async () =>
    amended(attempt.step, { plan: run.approved.provisioning, server: attempt.server }, await fixesFor(run))
  );

async function situationOf(run: Execution, { phase, server }: Attempt, approved: Step): Promise<Situation> {
  const { analysis, provisioning: plan } = run.approved;
  const fixes = await fixesFor(run);
  const said = { output: '', exitCode: null, result: null, facts: null };
  return { step: approved, phase, server, ...said, analysis, plan, fixes };
}

/**
 * Looks for a fix of a failed attempt and carries it out up to the next attempt: the server is asked for its facts, the rules decide, a
 * model where they give up, a person where one must agree, and what the fix does on the server runs. A failure that the rules do not
 * know ends the step at once where there is no model. The approved plan stays as it is.
 */
export async function afterFailure(
  run: Execution,
  attempt: Attempt,
  approved: Step,
  last: Ended,
  failure: Failure
): Promise<Next> {
  const name = nameOf(attempt);
  const situation = async (facts: ServerFacts | null): Promise<Situation> => ({
    ...(await situationOf(run, attempt, approved)),
    output: last.row ? await run.object.outputOf(last.row.execId) : '',
    exitCode: failure.exitCode,
    result: last.answer?.result ?? null,
    facts
  });
  const judge = (facts: ServerFacts | null) => async (): Promise<Judged> => {
    const seen = await situation(facts);
    const decision = repair(seen);
    return { ...decision, open: mayConsult(seen, decision) };
  };
  const first = await run.context.once<Judged>(`${name} is looked at`, judge(null));
  const unknown = first.signature === null;
  if (unknown && !(first.open && (await hasModel(run, attempt)))) return giveUp(run, attempt, last, failure, first);
  const facts = failure.exitCode === null ? null : await factsOf(run, attempt);
  if (facts === 'stop') return { do: 'stop' };
  const ruled = facts === null ? first : await run.context.once<Judged>(`${name} fix`, judge(facts));
  const asks = ruled.open && (unknown || (await hasModel(run, attempt)));
  const decided = asks ? await consulting(run, attempt, ruled, () => situation(facts)) : ruled;
  if (decided === 'stop') return { do: 'stop' };
  const question = questionOf(decided);
  const chosen = question ? await askPerson(run, attempt, last, decided, question) : decided;
  if (chosen === 'stop') return { do: 'stop' };
  if (chosen.fix.kind === 'give-up') return giveUp(run, attempt, last, failure, chosen);
  return carryOut(run, attempt, approved, last, chosen);
}

/** Ends the step and tells the journal which known failure it was. Why is said where anybody knows: the rules, or a model. */
async function giveUp(
  run: Execution,
  attempt: Attempt,
  last: Ended,
  failure: Failure,
  { fix, signature, author }: Decision
): Promise<Next> {
  const failed = failure.reason ?? 'failed';
  if (fix.kind !== 'give-up') return { do: 'fail', reason: failed };
  const { phase, server, step } = attempt;
  const { reason, advice } = fix;
  await run.context.once(`${nameOf(attempt)} is given up`, () => {
    const at = { runId: run.params.runId, phase, server, stepId: step.id, attempt: last.row?.attempt ?? 1 };
    return run.object.append([{ type: 'fix.given-up', ...at, author, signature, reason, advice }]);
  });
  const words = `${author === 'model' ? 'AI: ' : ''}${reason} ${advice}`;
  return { do: 'fail', reason: signature === null && author === 'rules' ? failed : `${failed}. ${words}` };
}

async function factsOf(run: Execution, attempt: Attempt) {
  const ended = await runBeside(run, attempt, 'facts', factsScript, 30);
  if (ended.stopped) return 'stop';
  return ended.answer?.state === 'succeeded' ? readFacts(ended.answer.tail) : null;
}

async function carryOut(
  run: Execution,
  attempt: Attempt,
  approved: Step,
  last: Ended,
  chosen: Decision
): Promise<Next> {
  const { phase, server, step, lane } = attempt;
  const { runId } = run.params;
  const name = nameOf(attempt);
  const applied = await run.context.once<Applied>(`${name} is fixed`, async () => {
    const { fix, signature, author, reason } = chosen;
    const situation = { ...(await situationOf(run, attempt, approved)), fixes: await fixesFor(run, name) };
    const made = applyFix(fix, situation);
    const record = { server, stepId: step.id, signature, author, fix };
    await run.object.keepFix(runId, { key: name, record, overlay: made.overlay });
    const title = describeFix(fix);
    const next = (last.row?.attempt ?? 1) + 1;
    const words = { signature, title, reason, diff: made.diff };
    await run.object.append([{ type: 'fix', runId, phase, server, stepId: step.id, attempt: next, author, ...words }]);
    return made;
  });
  if (applied.waitSeconds > 0 && (await run.context.rest(lane, `${name} waits`, applied.waitSeconds)) === 'stop')
    return { do: 'stop' };
  if (applied.remedy) {
    const ended = await runBeside(run, attempt, 'remedy', applied.remedy.script, applied.remedy.timeout);
    if (ended.stopped) return { do: 'stop' };
    // A remedy that fails is no verdict: the step's own check and verify judge, and the next failure is looked at anew.
  }
  return { do: 'try', step: applied.step, author: chosen.author };
}
