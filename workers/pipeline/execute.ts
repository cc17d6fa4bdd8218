import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { ExecRow } from '../../durable-objects/execs.ts';
import type { RunParams } from '../../durable-objects/runs.ts';
import { execAnswerSchema, type ExecAnswer } from '../../relay/protocol.ts';
import type { Phase } from '../domain/phase.ts';
import type { Result } from '../domain/result.ts';
import type { Step } from '../domain/step.ts';
import { configOf, type Env } from '../env.ts';
import { relayOf } from '../relay-client.ts';
import type { Scope } from '../store/database.ts';
import { openSecrets } from '../store/secrets.ts';
import type { Approved } from './approved.ts';
import { sendSource } from './archive.ts';
import type { RunContext } from './context.ts';
import { alreadyDone, scriptOf, type Part } from './script.ts';

export interface StepOutcome {
  state: 'completed' | 'skipped' | 'failed' | 'stopped';
  exitCode: number | null;
  reason: string | null;
}

/** What executing needs: the run, its object, and the engine's waiting. */
export interface Execution {
  env: Env;
  scope: Scope;
  approved: Approved;
  context: RunContext;
  object: DeploymentRpc;
  params: RunParams;
  waitFor(name: string, type: string, seconds: number): Promise<unknown>;
}

type Piece = Part | 'archive';
interface Place {
  phase: Phase;
  server: string;
  step: Step;
}

/** Steps run whole in one exec; a risky one is verified over a fresh connection, and sources are sent between check and apply. */
function piecesOf(step: Step): Piece[] {
  if (step.danger !== 'none') return ['apply', 'verify'];
  return step.kind === 'source' ? ['check', 'archive', 'apply and verify'] : ['whole'];
}

/** Runs one step to its end and tells the journal how it goes. */
export async function executeStep(run: Execution, phase: Phase, server: string, step: Step): Promise<StepOutcome> {
  const place = { phase, server, step };
  const label = `${server}/${step.id}`;
  if ((await run.context.checkpoint(server, label)) === 'stop')
    return { state: 'stopped', exitCode: null, reason: 'stopped' };
  let last: Ended = { answer: null, row: null, stopped: false };
  for (const piece of piecesOf(step)) {
    last = await runPiece(run, place, piece);
    const alone = piece === 'check' && last.answer?.exitCode !== alreadyDone;
    if (last.stopped || (!alone && last.answer?.state !== 'succeeded')) break;
  }
  const outcome = outcomeOf(last, step);
  const { runId } = run.params;
  await run.context.once(`${label} ends`, () =>
    run.object.append([
      {
        type: 'step',
        runId,
        phase,
        server,
        stepId: step.id,
        state: outcome.state === 'stopped' ? 'failed' : outcome.state,
        attempt: last.row?.attempt ?? 1,
        execId: last.row?.execId ?? null,
        exitCode: outcome.exitCode,
        reason: outcome.reason
      }
    ])
  );
  return outcome;
}

interface Ended {
  answer: ExecAnswer | null;
  row: ExecRow | null;
  stopped: boolean;
}

function outcomeOf({ answer, stopped }: Ended, step: Step): StepOutcome {
  if (stopped) return { state: 'stopped', exitCode: null, reason: 'stopped' };
  if (answer?.exitCode === alreadyDone) return { state: 'skipped', exitCode: alreadyDone, reason: 'already in place' };
  if (answer?.state === 'succeeded') return { state: 'completed', exitCode: 0, reason: null };
  return { state: 'failed', exitCode: answer?.exitCode ?? null, reason: reasonOf(answer, step) };
}

function reasonOf(answer: ExecAnswer | null, step: Step): string {
  if (!answer) return `no word of its end came, though it had ${step.timeout} seconds; it was ended`;
  if (answer.problem) return answer.problem.message;
  if (answer.result === 'timeout') return `took longer than ${step.timeout} seconds`;
  if (answer.result === 'oom-kill') return 'out of memory';
  return answer.exitCode === null ? `ended by ${answer.result ?? 'a signal'}` : `exit ${answer.exitCode}`;
}

async function runPiece(run: Execution, place: Place, piece: Piece): Promise<Ended> {
  const name = `${place.server}/${place.step.id} ${piece}`;
  const { runId, instanceId } = run.params;
  const first = piece === piecesOf(place.step)[0];
  const row = await run.context.once<ExecRow | null>(name, async () => {
    const begun = await run.object.beginExec({
      runId,
      instanceId,
      callName: name,
      phase: place.phase,
      server: place.server,
      stepId: place.step.id,
      part: piece,
      key: newKey()
    });
    if (!begun) return null;
    const { attempt, execId } = begun;
    if (first)
      await run.object.append([
        {
          type: 'step',
          runId,
          phase: place.phase,
          server: place.server,
          stepId: place.step.id,
          state: 'running',
          attempt,
          execId,
          exitCode: null,
          reason: null
        }
      ]);
    await start(run, place, piece, begun);
    return begun;
  });
  return row ? theEndOf(run, place, piece, row) : { answer: null, row: null, stopped: true };
}

/**
 * Waits for the exit that the relay posts. Where none comes it is asked, less and less often, until the step's time is up twice over.
 * Where it says that the exec has ended, its post has a few more seconds, and is then done without.
 */
async function theEndOf(run: Execution, place: Place, piece: Piece, row: ExecRow): Promise<Ended> {
  const name = `${place.server}/${place.step.id} ${piece}`;
  const patience = 2 * place.step.timeout + 600;
  let told: ExecAnswer | null = null;
  for (let round = 0, waited = 0; waited < patience; round++) {
    const seconds = told ? 5 : Math.min(15 * 2 ** round, 300);
    const payload = await run.waitFor(`${name} exit ${round}`, row.execId, seconds);
    if (isStop(payload)) return stopExec(run, place, name, row);
    const last: ExecAnswer | null = told;
    const heard = answerIn(payload);
    if (heard) return { answer: heard, row, stopped: false };
    const word: Word = await run.context.once<Word>(`${name} ask ${round}`, () =>
      ask(run, place, piece, row.execId, last)
    );
    if (word.heard) return { answer: word.heard, row, stopped: false };
    told = word.told;
    waited += seconds;
  }
  await stopExec(run, place, name, row);
  return { answer: null, row, stopped: false };
}

const newKey = () =>
  Array.from(crypto.getRandomValues(new Uint8Array(24)), (byte) => byte.toString(16).padStart(2, '0')).join('');
const isStop = (payload: unknown) =>
  typeof payload === 'object' && payload !== null && 'kind' in payload && payload.kind === 'stop';

function answerIn(payload: unknown): ExecAnswer | null {
  const read = execAnswerSchema.safeParse(
    typeof payload === 'object' && payload !== null && 'answer' in payload ? payload.answer : null
  );
  return read.success ? read.data : null;
}

/** Hands an exec to the relay, or re-attaches to it, and says how it stands. Throws when the relay or the server cannot be reached, so that it is tried again. */
async function start(run: Execution, place: Place, piece: Piece, row: ExecRow): Promise<ExecAnswer> {
  const reach = await run.context.machines.reach(place.server);
  const callback = {
    url: `${configOf(run.env).callbackUrl}/api/callbacks/${run.params.deploymentId}/${row.execId}`,
    key: row.key
  };
  const target = { server: reach.server, credential: reach.credential, timeout: place.step.timeout, callback };
  const answer: Result<ExecAnswer> =
    piece === 'archive'
      ? await sendSource(run, place.step, row.execId, target)
      : await relayOf(run.env).exec(row.execId, {
          ...target,
          script: scriptOf(place.step, piece),
          secrets: await secretsOf(run),
          servers: reach.servers,
          offset: row.offset,
          fresh: piece === 'verify'
        });
  if (!answer.ok) throw new Error(answer.problem.message);
  if (answer.value.state === 'unreachable')
    throw new Error(answer.value.problem?.message ?? 'the server cannot be reached');
  return answer.value;
}

/** All secrets of the plan go along with each exec: those that its text names as variables, all of them to be struck from output. */
async function secretsOf(run: Execution): Promise<Record<string, string>> {
  const vault = { ...run.scope, owner: run.approved.project.id, key: configOf(run.env).secretKey };
  return openSecrets(vault, run.approved.secretNames);
}

/** What is known of an exec's end: `heard` from its callback, or `told` by the relay when it was asked. */
interface Word {
  heard: ExecAnswer | null;
  told: ExecAnswer | null;
}

/** Looks after an exec that was not heard of: the object may know its end, else the relay is asked to follow it again; `last` is what it said before. */
async function ask(run: Execution, place: Place, piece: Piece, execId: string, last: ExecAnswer | null): Promise<Word> {
  const row = await run.object.execRow(execId);
  if (!row) throw new Error(`exec ${execId} is unknown to its deployment`);
  if (row.answer) return { heard: row.answer, told: null };
  if (last) {
    await run.object.settleExec(execId, last);
    return { heard: last, told: null };
  }
  const answer = await start(run, place, piece, row);
  return { heard: null, told: answer.state === 'succeeded' || answer.state === 'failed' ? answer : null };
}

async function stopExec(run: Execution, place: Place, name: string, row: ExecRow): Promise<Ended> {
  await run.context.once(`${name} is stopped`, async () => {
    const reach = await run.context.machines.reach(place.server);
    const ended = await relayOf(run.env).endExec(row.execId, reach.server, reach.credential);
    if (!ended.ok && ended.problem.code.startsWith('relay.')) throw new Error(ended.problem.message);
    return null;
  });
  return { answer: null, row, stopped: true };
}
