import type { Analysis } from '../workers/domain/analysis.ts';
import type { Approval } from '../workers/domain/approval.ts';
import { stages, type Artifact } from '../workers/domain/artifact.ts';
import { newId } from '../workers/domain/ids.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { effectOf, type Run, type Signal } from '../workers/domain/run.ts';
import { approvalOf } from '../workers/store/approvals.ts';
import { currentArtifact } from '../workers/store/artifacts.ts';
import { record } from '../workers/store/audit.ts';
import { addRun, moveRun, runById, runUnderWay } from '../workers/store/runs.ts';
import type { Room } from './room.ts';
import type { Wishes } from './wishes.ts';

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
  if (current) return underWay(current.number);
  const approvals: { approval: Approval; artifact: Artifact }[] = [];
  for (const stage of stages) {
    const artifact = await currentArtifact(room.scope, room.project.deploymentId, stage);
    const approval = artifact && artifact.state === 'approved' ? await approvalOf(room.scope, artifact.id) : undefined;
    if (!artifact || !approval)
      return refuse('approval.missing', `The ${stage} is not approved in its newest version. Approve it first.`);
    approvals.push({ approval, artifact });
  }
  const run = await addFirst(room, approvals);
  if (!run) return underWay();
  const [, , provisioning] = approvals;
  await record(room.scope, { userId, action: 'start run', subject: run.id });
  const servers = (provisioning?.artifact.body as { servers: { name: string }[] }).servers.map(({ name }) => name);
  await room.append([{ type: 'run.started', runId: run.id, number: run.number, servers }]);
  await start(paramsOf(room, run.id, run.instanceId));
  return ok(run);
}

const underWay = (number?: number) =>
  refuse(
    'run.under-way',
    `${number ? `Run ${number}` : 'Another run'} is under way. Stop it first, or wait for its end.`
  );

const paramsOf = (room: Room, runId: string, instanceId: string): RunParams => ({
  teamId: room.scope.teamId,
  deploymentId: room.project.deploymentId,
  runId,
  instanceId
});

/** Adds the run, or null where another one was quicker: the table holds one run under way of each project. */
async function addFirst(room: Room, approvals: { approval: Approval; artifact: Artifact }[]): Promise<Run | null> {
  const [analysis, infrastructure, provisioning] = approvals;
  if (!analysis || !infrastructure || !provisioning) throw new Error('three stages gave fewer than three approvals');
  const id = newId('run');
  const added = addRun(room.scope, {
    id,
    projectId: room.project.id,
    deploymentId: room.project.deploymentId,
    analysisApprovalId: analysis.approval.id,
    infrastructureApprovalId: infrastructure.approval.id,
    provisioningApprovalId: provisioning.approval.id,
    commit: (analysis.artifact.body as Analysis).commit,
    instanceId: id,
    createdAt: Date.now()
  });
  return added.catch(async (error: unknown) => {
    if (await runUnderWay(room.scope, room.project.id)) return null;
    throw error;
  });
}

export interface Signalling {
  runId: string;
  signal: Signal;
  userId: string;
  userName: string;
}

/**
 * Does what a signal calls for, given what is wished of the run so far, and answers what is wished of it now. Pause and stop take
 * effect at the next step's border; a run that is over is resumed by a new instance, which skips what is in place. Asking
 * for what is so already is no error and leaves no trace.
 */
export async function signalRun(
  room: Room,
  wishes: Wishes,
  { runId, signal, userId, userName }: Signalling,
  start: StartInstance
): Promise<Result<{ restarted: boolean }>> {
  const run = await runById(room.scope, runId);
  if (!run) return refuse('run.none', 'There is no such run.');
  const effect = effectOf(signal, run.state, wishes.of(runId));
  if (effect === 'already') return ok({ restarted: false });
  if (typeof effect === 'object') return refuse('signal.refused', effect.refuse);
  const current = effect === 'restart' ? await runUnderWay(room.scope, room.project.id) : undefined;
  if (current) return underWay(current.number);
  if (effect === 'restart') wishes.forget(runId);
  else wishes.set(runId, signal === 'resume' ? 'go' : signal);
  await room.append([{ type: 'signal', runId, signal, by: userName }]);
  await record(room.scope, { userId, action: signal, subject: runId });
  if (effect === 'obey') return ok({ restarted: false });
  const instanceId = `${runId}-${Date.now().toString(36)}`;
  await moveRun(room.scope, runId, 'in progress', { reason: null, endedAt: null, instanceId });
  await room.append([{ type: 'run.state', runId, state: 'in progress', reason: null }]);
  await start(paramsOf(room, runId, instanceId));
  return ok({ restarted: true });
}
