import { and, desc, eq } from 'drizzle-orm';
import type { Approval } from '../domain/approval.ts';
import type { Stage } from '../domain/artifact.ts';
import { newId } from '../domain/ids.ts';
import type { Scope } from './database.ts';
import { approvals } from './schema.ts';

/** Records who approved which bytes; approving the same version again answers the first record. */
export async function addApproval(
  scope: Scope,
  approval: Omit<Approval, 'id' | 'createdAt'>,
  now = Date.now()
): Promise<Approval> {
  const known = await approvalOf(scope, approval.artifactId);
  if (known) return known;
  const row = { ...approval, id: newId('approval', now), createdAt: now };
  await scope.db.insert(approvals).values({ ...row, teamId: scope.teamId });
  return row;
}

export const approvalOf = async (scope: Scope, artifactId: string): Promise<Approval | undefined> =>
  (
    await scope.db
      .select()
      .from(approvals)
      .where(and(eq(approvals.teamId, scope.teamId), eq(approvals.artifactId, artifactId)))
      .limit(1)
  )[0];

export const approvalById = async (scope: Scope, id: string): Promise<Approval | undefined> =>
  (
    await scope.db
      .select()
      .from(approvals)
      .where(and(eq(approvals.teamId, scope.teamId), eq(approvals.id, id)))
      .limit(1)
  )[0];

/** The newest approval of a stage, whatever became of the version it names. */
export const latestApproval = async (scope: Scope, deploymentId: string, stage: Stage): Promise<Approval | undefined> =>
  (
    await scope.db
      .select()
      .from(approvals)
      .where(
        and(eq(approvals.teamId, scope.teamId), eq(approvals.deploymentId, deploymentId), eq(approvals.stage, stage))
      )
      .orderBy(desc(approvals.createdAt), desc(approvals.version))
      .limit(1)
  )[0];

export const listApprovals = (scope: Scope, deploymentId: string): Promise<Approval[]> =>
  scope.db
    .select()
    .from(approvals)
    .where(and(eq(approvals.teamId, scope.teamId), eq(approvals.deploymentId, deploymentId)))
    .orderBy(desc(approvals.createdAt));
