import { stages } from '../workers/domain/artifact.ts';
import { newId } from '../workers/domain/ids.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { isOver, signalsFor, type Run, type Signal } from '../workers/domain/run.ts';
import { approvalOf } from '../workers/store/approvals.ts';
import { currentArtifact } from '../workers/store/artifacts.ts';
import { record } from '../workers/store/audit.ts';
import { addRun, moveRun, runById, runUnderWay } from '../workers/store/runs.ts';
import type { Room } from './stages.ts';

/** What the Workflow is started with. `instanceId` differs from the run's id when a run is resumed after its end. */
export interface RunParams {
  teamId: string;
  deploymentId: string;
  runId: string;
  instanceId: string;
}
export type StartInstance = (params: RunParams) => Promise<void>;

/** Starts a run of the three newest artifacts, all of which must be approved. One at a time. */
export async function startRun(room: Room, userId: string, start: StartInstance): Promise<Result<Run>> {
  const current = await runUnderWay(room.scope, room.project.id);
  if (current)
    return refuse('run.under-way', `Run ${current.number} is under way. Stop it first, or wait for its end.`);
  const approvals = [];
  for (const stage of stages) {
    const artifact = await currentArtifact(room.scope, room.project.deploymentId, stage);
    const approval = artifact && artifact.state === 'approved' ? await approvalOf(room.scope, artifact.id) : undefined;
    if (!artifact || !approval)
      return refuse('approval.missing', `The ${stage} is not approved in its newest version. Approve it first.`);
    approvals.push({ approval, artifact });
  }
  const [analysis, infrastructure, provisioning] = approvals;
  if (!analysis || !infrastructure || !provisioning) throw new Error('three stages gave fewer than three approvals');
  const id = newId('run');
  const run = await addRun(room.scope, {
    id,
    projectId: room.project.id,
    deploymentId: room.project.deploymentId,
    analysisApprovalId: analysis.approval.id,
    infrastructureApprovalId: infrastructure.approval.id,
    provisioningApprovalId: provisioning.approval.id,
    commit: (analysis.artifact.body as { commit: string | null }).commit,
    instanceId: id,
    createdAt: Date.now()
  });
  await record(room.scope, { userId, action: 'start run', subject: run.id });
  await room.append([
    {
      type: 'run.started',
      runId: run.id,
      number: run.number,
      servers: (provisioning.artifact.body as { servers: { name: string }[] }).servers.map((server) => server.name)
    }
  ]);
  await start({ teamId: room.scope.teamId, deploymentId: room.project.deploymentId, runId: run.id, instanceId: id });
  return ok(run);
}

/**
 * Writes a signal down, if the run in its state obeys it. Pause and stop take effect at the next step's border; a run that is
 * over is resumed by a new instance, which skips what is in place.
 */
export async function signalRun(
  room: Room,
  wish: { runId: string; signal: Signal; userId: string; userName: string },
  start: StartInstance
): Promise<Result<{ restarted: boolean }>> {
  const run = await runById(room.scope, wish.runId);
  if (!run) return refuse('run.none', 'There is no such run.');
  if (!signalsFor(run.state).includes(wish.signal))
    return refuse('signal.refused', `A run that is ${run.state} does not take ${wish.signal}.`);
  const over = isOver(run.state);
  if (over && (await runUnderWay(room.scope, room.project.id)))
    return refuse('run.under-way', 'Another run of this project is under way.');
  await room.append([{ type: 'signal', runId: run.id, signal: wish.signal, by: wish.userName }]);
  await record(room.scope, { userId: wish.userId, action: wish.signal, subject: run.id });
  if (!over) return ok({ restarted: false });
  const instanceId = `${run.id}-${Date.now().toString(36)}`;
  await moveRun(room.scope, run.id, 'in progress', { reason: null, endedAt: null, instanceId });
  await room.append([{ type: 'run.state', runId: run.id, state: 'in progress', reason: null }]);
  await start({ teamId: room.scope.teamId, deploymentId: room.project.deploymentId, runId: run.id, instanceId });
  return ok({ restarted: true });
}
