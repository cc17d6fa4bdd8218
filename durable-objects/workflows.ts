import type { Run } from '../workers/domain/run.ts';
import { moveRun, runById } from '../workers/store/runs.ts';
import type { Room } from './room.ts';

/** Why a run that nobody carries out any more counts as failed. */
export const lost = 'Its workflow was lost in a restart. Resume it to go on.';
const ended = new Set<InstanceStatus['status']>(['errored', 'terminated', 'complete']);

/** The workflow instance of a run, or null where the engine knows none or it has ended. Other errors of the engine throw. */
export async function liveInstance(engine: Workflow, instanceId: string): Promise<WorkflowInstance | null> {
  const instance = await engine.get(instanceId).catch((error: unknown) => {
    if (String(error).includes('not_found')) return null;
    throw error;
  });
  if (!instance) return null;
  return ended.has((await instance.status()).status) ? null : instance;
}

/** Fails a run that nobody carries out any more, so that a person can resume it. Answers whether it was still under way. */
export async function failLost(room: Room, run: Run): Promise<boolean> {
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
