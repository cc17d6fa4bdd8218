import type { Server } from '../domain/server.ts';
import type { Env } from '../env.ts';
import { database, type Scope } from '../store/database.ts';
import { deleteProject, owningProject } from '../store/projects.ts';
import { deleteSecretsOf } from '../store/secrets.ts';
import { listServers, projectServers, updateServer } from '../store/servers.ts';
import { moveRun, runUnderWay } from '../store/runs.ts';
import { vendorsFor } from '../vendors/for-team.ts';

/** Releases a project's servers, ends its run, and forgets it. Throws when a vendor does not answer, so that it is tried again. */
export async function destroyProject(env: Env, deploymentId: string): Promise<void> {
  const db = database(env.DB);
  const project = await owningProject(db, deploymentId);
  const object = env.DEPLOYMENT.getByName(deploymentId);
  if (!project) return object.erase();
  const scope: Scope = { db, teamId: project.teamId };
  const run = await runUnderWay(scope, project.id);
  if (run) {
    await terminate(env, run.instanceId);
    await moveRun(scope, run.id, 'stopped', { reason: 'The project was destroyed.', endedAt: Date.now() });
  }
  for (const server of await projectServers(scope, project.id)) await release(env, scope, server);
  await deleteSecretsOf({ ...scope, owner: project.id });
  await deleteProject(scope, project.id);
  await object.erase();
}

/** Ends a workflow. One that has ended, or that a restart lost, has nothing to end. */
const terminate = (env: Env, instanceId: string): Promise<void> =>
  env.RUN.get(instanceId).then(
    (instance) => instance.terminate().catch(() => undefined),
    () => undefined
  );

/** Gives a bought server back; a server of the user's own is only let go. */
async function release(env: Env, scope: Scope, server: Server): Promise<void> {
  if (server.vendor === 'own') return updateServer(scope, server.id, { projectId: null, state: 'ready' });
  const vendor = vendorsFor(env, await listServers(scope)).find((one) => one.name === server.vendor);
  if (!vendor) throw new Error(`this installation no longer sells from ${server.vendor}`);
  const released = server.vendorServerId ? await vendor.release(server.vendorServerId) : { ok: true as const };
  if (!released.ok) throw new Error(released.problem.message);
  await updateServer(scope, server.id, { state: 'released' });
}
