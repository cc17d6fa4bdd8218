import type { Bodies, Stage } from '../domain/artifact.ts';
import { artifactHash } from '../domain/artifact.ts';
import { secretsIn } from '../domain/shell.ts';
import type { Price } from '../domain/tier.ts';
import type { Project } from '../domain/project.ts';
import type { Run } from '../domain/run.ts';
import { approvalById } from '../store/approvals.ts';
import { artifactById } from '../store/artifacts.ts';
import type { Scope } from '../store/database.ts';
import { projectByDeployment } from '../store/projects.ts';
import { runById } from '../store/runs.ts';

/** What a run executes: the bytes that its approvals name, and the price that was approved. */
export interface Approved extends Bodies {
  run: Run;
  project: Project;
  infrastructureApprovalId: string;
  price: Price | null;
  secretNames: string[];
}

/** Reads what a run was approved to do. Throws when a hash differs from its approval's: such a run must not go on. */
export async function approvedFor(scope: Scope, deploymentId: string, runId: string): Promise<Approved> {
  const [run, project] = await Promise.all([runById(scope, runId), projectByDeployment(scope, deploymentId)]);
  if (!run || !project) throw new Error(`run ${runId} or its project is gone`);
  const [analysis, infrastructure, provisioning] = await Promise.all([
    approvedBody(scope, run.analysisApprovalId, 'analysis'),
    approvedBody(scope, run.infrastructureApprovalId, 'infrastructure'),
    approvedBody(scope, run.provisioningApprovalId, 'provisioning')
  ]);
  return {
    run,
    project,
    analysis: analysis.body,
    infrastructure: infrastructure.body,
    provisioning: provisioning.body,
    infrastructureApprovalId: run.infrastructureApprovalId,
    price: infrastructure.price,
    secretNames: secretsIn(JSON.stringify(provisioning.body))
  };
}

async function approvedBody<S extends Stage>(
  scope: Scope,
  approvalId: string,
  stage: S
): Promise<{ body: Bodies[S]; price: Price | null }> {
  const approval = await approvalById(scope, approvalId);
  const artifact = approval && (await artifactById<S>(scope, approval.artifactId));
  if (!approval || !artifact || approval.stage !== stage) throw new Error(`the approval of the ${stage} is gone`);
  const hash = await artifactHash(artifact.body, artifact.basedOn);
  if (hash !== approval.hash) throw new Error(`the ${stage} differs from what was approved`);
  return { body: artifact.body, price: approval.price };
}
