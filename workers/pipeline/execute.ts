import type { Phase } from '../domain/phase.ts';
import type { Step } from '../domain/step.ts';
import { afterFailure, asFixed } from './fixing.ts';
import type { Place } from './steps.ts';
import { nameOf, piecesOf, runPiece, type Attempt, type Ended, type Execution } from './pieces.ts';
import { alreadyDone } from './script.ts';

export interface StepOutcome {
  state: 'completed' | 'skipped' | 'failed' | 'stopped';
  exitCode: number | null;
  reason: string | null;
}

/** Runs one step to its end, with fixes between its attempts, and tells the journal how it goes. */
export async function executeStep(
  run: Execution,
  phase: Phase,
  server: string,
  approved: Step,
  { lane, inTurn }: Place
): Promise<StepOutcome> {
  let step = approved;
  let helped = false;
  for (let round = 0; ; round++) {
    const attempt = { phase, server, step, round, lane };
    if ((await run.context.checkpoint(lane, nameOf(attempt))) === 'stop') return stopped;
    if (round === 0) attempt.step = await asFixed(run, attempt);
    const last = await tryOnce(run, attempt);
    const outcome = outcomeOf(last, attempt.step);
    await tellEnd(run, attempt, last, outcome, helped ? 'after AI fix' : 'after a fix');
    if (outcome.state !== 'failed') return outcome;
    const next = await inTurn(() => afterFailure(run, attempt, approved, last, outcome));
    if (next.do === 'stop') return stopped;
    if (next.do === 'fail') return { ...outcome, reason: next.reason };
    step = next.step;
    helped ||= next.author === 'model';
  }
}

const stopped: StepOutcome = { state: 'stopped', exitCode: null, reason: 'stopped' };

async function tryOnce(run: Execution, attempt: Attempt): Promise<Ended> {
  let last: Ended = { answer: null, row: null, stopped: false };
  for (const piece of piecesOf(attempt.step)) {
    last = await runPiece(run, attempt, piece);
    const alone = piece === 'check' && last.answer?.exitCode !== alreadyDone;
    if (last.stopped || (!alone && last.answer?.state !== 'succeeded')) break;
  }
  return last;
}

async function tellEnd(
  run: Execution,
  attempt: Attempt,
  last: Ended,
  outcome: StepOutcome,
  mended: string
): Promise<void> {
  const { phase, server, step, round } = attempt;
  await run.context.once(`${nameOf(attempt)} ends`, () =>
    run.object.append([
      {
        type: 'step',
        runId: run.params.runId,
        phase,
        server,
        stepId: step.id,
        state: outcome.state === 'stopped' ? 'failed' : outcome.state,
        attempt: last.row?.attempt ?? 1,
        execId: last.row?.execId ?? null,
        exitCode: outcome.exitCode,
        reason: outcome.state === 'completed' && round > 0 ? mended : outcome.reason
      }
    ])
  );
}

function outcomeOf({ answer, stopped }: Ended, step: Step): StepOutcome {
  if (stopped) return { state: 'stopped', exitCode: null, reason: 'stopped' };
  if (answer?.exitCode === alreadyDone) return { state: 'skipped', exitCode: alreadyDone, reason: 'already in place' };
  if (answer?.state === 'succeeded') return { state: 'completed', exitCode: 0, reason: null };
  return { state: 'failed', exitCode: answer?.exitCode ?? null, reason: reasonOf(answer, step) };
}

function reasonOf(answer: Ended['answer'], step: Step): string {
  if (!answer) return `no word of its end came, though it had ${step.timeout} seconds; it was ended`;
  if (answer.problem) return answer.problem.message;
  if (answer.result === 'timeout') return `took longer than ${step.timeout} seconds`;
  if (answer.result === 'oom-kill') return 'out of memory';
  return answer.exitCode === null ? `ended by ${answer.result ?? 'a signal'}` : `exit ${answer.exitCode}`;
}
