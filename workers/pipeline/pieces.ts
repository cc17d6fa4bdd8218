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
import { besideScript, scriptOf, type Part } from './script.ts';

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

export type Piece = Part | 'archive' | 'facts' | 'remedy';

/** One attempt at a step: which, where, in which lane it waits, and the how manieth since the run began it (0 for the first). */
export interface Attempt {
  phase: Phase;
  server: string;
  lane: string;
  step: Step;
  round: number;
}

/** What is unique of an attempt in its run, for the names of the workflow's steps. */
export const nameOf = ({ server, step, round }: Attempt): string =>
  `${server}/${step.id}${round === 0 ? '' : ` again ${round}`}`;

/** Steps run whole in one exec; a risky one is verified over a fresh connection, and sources are sent between check and apply. */
export function piecesOf(step: Step): Piece[] {
  if (step.danger !== 'none') return ['apply', 'verify'];
  return step.kind === 'source' ? ['check', 'archive', 'apply and verify'] : ['whole'];
}

/** How an attempt ended: the relay's answer, the exec it was, and whether a person stopped it. */
export interface Ended {
  answer: ExecAnswer | null;
  row: ExecRow | null;
  stopped: boolean;
}

/** Runs a script beside a step, such as what a fix does before the next attempt. Answers how it ended. */
export const runBeside = (
  run: Execution,
  attempt: Attempt,
  piece: 'facts' | 'remedy',
  script: string,
  timeout: number
) => runPiece(run, attempt, piece, { script, timeout });

/** Runs one piece of an attempt as an exec of its own, once, and waits for its end. */
export async function runPiece(
  run: Execution,
  place: Attempt,
  piece: Piece,
  beside: Beside | null = null
): Promise<Ended> {
  const name = `${nameOf(place)} ${piece}`;
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
      key: newKey(),
      quiet: piece === 'facts'
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
    await start(run, place, piece, begun, beside);
    return begun;
  });
  return row ? theEndOf(run, place, piece, row, beside) : { answer: null, row: null, stopped: true };
}

/**
 * Waits for the exit that the relay posts. Where none comes it is asked, less and less often, until the step's time is up twice over.
 * Where it says that the exec has ended, its post has a few more seconds, and is then done without.
 */
async function theEndOf(
  run: Execution,
  place: Attempt,
  piece: Piece,
  row: ExecRow,
  beside: Beside | null
): Promise<Ended> {
  const name = `${nameOf(place)} ${piece}`;
  const patience = 2 * (beside?.timeout ?? place.step.timeout) + 600;
  let told: ExecAnswer | null = null;
  for (let round = 0, waited = 0; waited < patience; round++) {
    const seconds = told ? 5 : Math.min(15 * 2 ** round, 300);
    const payload = await run.waitFor(`${name} exit ${round}`, row.execId, seconds);
    if (isStop(payload)) return stopExec(run, place, name, row);
    const last: ExecAnswer | null = told;
    const heard = answerIn(payload);
    if (heard) return { answer: heard, row, stopped: false };
    const word: Word = await run.context.once<Word>(`${name} ask ${round}`, () =>
      ask(run, place, piece, row.execId, last, beside)
    );
    if (word.heard) return { answer: word.heard, row, stopped: false };
    told = word.told;
    waited += seconds;
  }
  await stopExec(run, place, name, row);
  return { answer: null, row, stopped: false };
}

/** A script that is no part of the step, and how many seconds it may take. */
interface Beside {
  script: string;
  timeout: number;
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
async function start(
  run: Execution,
  place: Attempt,
  piece: Piece,
  row: ExecRow,
  beside: Beside | null
): Promise<ExecAnswer> {
  const reach = await run.context.machines.reach(place.server);
  const callback = {
    url: `${configOf(run.env).callbackUrl}/api/callbacks/${run.params.deploymentId}/${row.execId}`,
    key: row.key
  };
  const target = {
    server: reach.server,
    credential: reach.credential,
    timeout: beside?.timeout ?? place.step.timeout,
    callback
  };
  const answer: Result<ExecAnswer> =
    piece === 'archive'
      ? await sendSource(run, place.step, row.execId, target)
      : await relayOf(run.env).exec(row.execId, {
          ...target,
          script: beside ? besideScript(beside.script) : scriptOf(place.step, piece as Part),
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
async function ask(
  run: Execution,
  place: Attempt,
  piece: Piece,
  execId: string,
  last: ExecAnswer | null,
  beside: Beside | null
): Promise<Word> {
  const row = await run.object.execRow(execId);
  if (!row) throw new Error(`exec ${execId} is unknown to its deployment`);
  if (row.answer) return { heard: row.answer, told: null };
  if (last) {
    await run.object.settleExec(execId, last);
    return { heard: last, told: null };
  }
  const answer = await start(run, place, piece, row, beside);
  return { heard: null, told: answer.state === 'succeeded' || answer.state === 'failed' ? answer : null };
}

async function stopExec(run: Execution, place: Attempt, name: string, row: ExecRow): Promise<Ended> {
  await run.context.once(`${name} is stopped`, async () => {
    const reach = await run.context.machines.reach(place.server);
    const ended = await relayOf(run.env).endExec(row.execId, reach.server, reach.credential);
    if (!ended.ok && ended.problem.code.startsWith('relay.')) throw new Error(ended.problem.message);
    return null;
  });
  return { answer: null, row, stopped: true };
}
