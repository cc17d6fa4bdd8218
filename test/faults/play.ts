import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import {
  approve,
  destroyProject,
  readArtifact,
  readProject,
  sendSignal,
  startProject,
  type Client
} from '../../cli/client.ts';
import { follow } from '../../cli/journal.ts';
import { checkLive } from '../../cli/live-check.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import { isOver } from '../../workers/domain/run.ts';
import { need } from '../repair/ground.ts';
import { ofTheOrder, type Ground, type Kind } from './kinds.ts';
import type { Outcome, ServerExec } from './verdict.ts';

const execute = promisify(execFile);

/** The moment of a fault: after so many steps were begun, and so many milliseconds more. */
export interface Moment {
  steps: number;
  milliseconds: number;
}

export interface Stage {
  client: Client;
  source: string;
  ground: Ground;
  /** Containers of the stack's servers, by name. */
  servers(): Promise<string[]>;
}

const minutes = 20;
/** For how long Hydron may be away while a journal is followed. */
const patience = 180_000;
const resumes = 2;

/** Deploys the repository, makes the fault at its moment, and tells what came of it. What was bought is given back. */
export async function play(stage: Stage, name: string, kind: Kind, moment: Moment): Promise<Outcome> {
  const { client } = stage;
  const outcome: Outcome = {
    events: [],
    execs: [],
    serversOfProject: 0,
    serversPlanned: 0,
    answers: false,
    injected: false,
    resumed: 0,
    trouble: null
  };
  let project: { id: string; name: string } | null = null;
  try {
    if (ofTheOrder(kind)) await kind.inject(stage.ground);
    outcome.injected = ofTheOrder(kind);
    const started = need(await startProject(client, { source: stage.source, name }));
    project = started.project;
    await watch(stage, started, { kind, moment }, outcome);
    const servers = await stage.servers();
    outcome.serversOfProject = servers.length;
    outcome.execs = (await Promise.all(servers.map(execsOn))).flat();
    outcome.answers = await answersNow(outcome.events);
  } catch (error) {
    outcome.trouble = error instanceof Error ? error.message : String(error);
  }
  if (project) await destroyed(client, project).catch((error: unknown) => void (outcome.trouble ??= String(error)));
  return outcome;
}

/** Follows the journal to the end of the run: approves, makes the fault when its moment has come, and resumes a run that failed. */
async function watch(
  stage: Stage,
  { deploymentId }: { deploymentId: string },
  { kind, moment }: { kind: Kind; moment: Moment },
  outcome: Outcome
): Promise<void> {
  const { client, ground } = stage;
  const due = dueAt(kind, moment);
  let fault: Promise<void> = Promise.resolve();
  const late = sleep(minutes * 60_000, 'late' as const, { ref: false });
  const journal = follow(client, deploymentId, 0, patience);
  for (;;) {
    const next = await Promise.race([journal.next(), late]);
    if (next === 'late') throw new Error(`not over after ${minutes} minutes`);
    if (next.done) break;
    const event = next.value;
    outcome.events.push(event);
    if (event.type === 'stage.failed') throw new Error(`the ${event.stage} failed: ${event.problem.message}`);
    if (event.type === 'artifact.proposed') {
      const artifact = need(await readArtifact(client, deploymentId, event.stage, event.version));
      if (event.stage === 'infrastructure')
        outcome.serversPlanned = (artifact.body as { servers: unknown[] }).servers.length;
      need(await approve(client, deploymentId, artifact));
    }
    if (!outcome.injected && due(event)) {
      outcome.injected = true;
      fault = sleep(moment.milliseconds).then(() => kind.inject(ground));
      fault.catch(() => undefined);
    }
    if (event.type !== 'run.state' || !isOver(event.state)) continue;
    if (event.state !== 'failed' || outcome.resumed >= resumes) break;
    await fault;
    outcome.resumed += 1;
    need(await sendSignal(client, event.runId, 'resume'));
  }
  await fault;
}

/** Says of each event whether it is the one after which the fault is due. */
function dueAt(kind: Kind, { steps }: Moment): (event: JournalEvent) => boolean {
  let begun = 0;
  let ready = kind.from !== 'engine';
  return (event) => {
    if (event.type === 'run.started') return kind.from === 'order' && steps === 0;
    if (event.type !== 'step') return false;
    if (event.stepId === 'docker' && event.state !== 'running') ready = true;
    if (event.state === 'running') begun += 1;
    return ready && begun >= Math.max(1, steps);
  };
}

const listing = `cd /var/lib/hydron/execs 2>/dev/null || exit 0
for each in x*; do [ -e "$each/out" ] || continue
printf '%s\\t%s\\t%s\\t%s\\t' "$each" "$(stat -c %s "$each/out")" "$(sha256sum <"$each/script" | cut -c1-32)" "$(cat "$each/exit" 2>/dev/null)"
base64 -w0 <"$each/out"; echo; done`;

/** The execs that a server keeps. */
async function execsOn(container: string): Promise<ServerExec[]> {
  const { stdout } = await execute('docker', ['exec', container, 'bash', '-c', listing], {
    maxBuffer: 256 * 1024 * 1024
  });
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [execId = '', bytes = '0', script = '', exit = '', output = ''] = line.split('\t');
      return { execId, bytes: Number(bytes), script, exit, text: Buffer.from(output, 'base64').toString('utf8') };
    });
}

async function answersNow(events: JournalEvent[]): Promise<boolean> {
  const live = events.findLast((event) => event.type === 'live');
  if (!live) return false;
  const { status } = await checkLive(live.url, live.authority);
  return status !== null && status < 400;
}

async function destroyed(client: Client, { id, name }: { id: string; name: string }): Promise<void> {
  await destroyProject(client, id, name);
  for (let look = 0; look < 240; look++, await sleep(500)) if (!(await readProject(client, id)).ok) return;
  throw new Error(`${name} was not destroyed within two minutes`);
}
