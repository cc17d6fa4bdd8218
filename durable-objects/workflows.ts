import type { Run } from '../workers/domain/run.ts';
import { moveRun, runById, runUnderWay } from '../workers/store/runs.ts';
import type { ExecTable } from './execs.ts';
import type { Room } from './room.ts';
import type { Wishes } from './wishes.ts';

/** Why a run that nobody carries out any more counts as failed. */
export const lost = 'Its workflow was lost in a restart. Resume it to go on.';
const ended = new Set<InstanceStatus['status']>(['errored', 'terminated', 'complete']);

/** The workflow instance of a run, or null where the engine knows none or it has ended. Other errors of the engine throw. */
async function liveInstance(engine: Workflow, instanceId: string): Promise<WorkflowInstance | null> {
  const instance = await engine.get(instanceId).catch((error: unknown) => {
    if (String(error).includes('not_found')) return null;
    throw error;
  });
  if (!instance) return null;
  return ended.has((await instance.status()).status) ? null : instance;
}

/** Fails a run that nobody carries out any more, so that a person can resume it. Answers whether it was still under way. */
async function failLost(room: Room, run: Run): Promise<boolean> {
  const now = await runById(room.scope, run.id);
  if (!now || now.instanceId !== run.instanceId) return false;
  const moved = await moveRun(room.scope, run.id, 'failed', { reason: lost, endedAt: Date.now() });
  if (moved) await room.append([{ type: 'run.state', runId: run.id, state: 'failed', reason: lost }]);
  return moved;
}

/** Sends an event to a workflow instance. One that has ended, or is no more, needs none: that is no error. */
export async function wake(engine: Workflow, instanceId: string, type: string, payload: object): Promise<boolean> {
  const sent = engine.get(instanceId).then((instance) => instance.sendEvent({ type, payload }));
  return sent.then(
    () => true,
    () => false
  );
}

/** Looks after the run that is under way, if one is: fails it where its workflow is gone, wakes that one where `rouse` says so. */
export async function mindRun(
  room: Room,
  engine: Workflow,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
  rouse: boolean
): Promise<'woken' | 'lost' | null> {
  const run = await runUnderWay(room.scope, room.project.id);
  if (!run) return null;
  const instance = await liveInstance(engine, run.instanceId);
  if (!instance) return (await inTurn(() => failLost(room, run))) ? 'lost' : null;
  return rouse && (await wake(engine, run.instanceId, 'wake', {})) ? 'woken' : null;
}

/** Tells a run's workflow what it is wished to do, wherever it waits: a stop ends what is running, a stop or a resume ends a pause. */
export async function wakeWaiting(engine: Workflow, runId: string, wishes: Wishes, execs: ExecTable): Promise<void> {
  const wished = wishes.of(runId);
  if (wished === 'stop')
    for (const exec of execs.live(runId)) await wake(engine, exec.instanceId, exec.execId, { kind: 'stop' });
  if (wished === 'pause') return;
  for (const waiter of wishes.waiters(runId)) await wake(engine, waiter.instanceId, waiter.event, { kind: wished });
}
