import type { Approval } from '../workers/domain/approval.ts';
import { stageBefore, type Artifact, type Stage } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
import { totalOf, type InfrastructurePlan } from '../workers/domain/infrastructure-plan.ts';
import { missingValues, type ProvisioningPlan } from '../workers/domain/provisioning-plan.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { secretsIn } from '../workers/domain/shell.ts';
import { money } from '../workers/domain/tier.ts';
import { addApproval } from '../workers/store/approvals.ts';
import { currentArtifact, setArtifactState } from '../workers/store/artifacts.ts';
import { record } from '../workers/store/audit.ts';
import { secretNames } from '../workers/store/secrets.ts';
import type { Room } from './room.ts';

export interface Approving {
  stage: Stage;
  version: number;
  hash: string;
  userId: string;
  userName: string;
}

/** Records an approval of exactly these bytes. Refuses stale versions, a missing approval before it, and missing values. Once is as good as twice. */
export async function approveArtifact(room: Room, wish: Approving): Promise<Result<Approval>> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, wish.stage);
  const refusal = await whyNot(room, wish, current);
  if (refusal || !current) return refusal ?? refuse('artifact.none', `There is no ${wish.stage} to approve yet.`);
  const approval = await addApproval(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: wish.stage,
    artifactId: current.id,
    version: current.version,
    hash: current.hash,
    price: wish.stage === 'infrastructure' ? totalOf(current.body as InfrastructurePlan) : null,
    userId: wish.userId
  });
  if (current.state === 'approved') return ok(approval);
  await setArtifactState(room.scope, current.id, 'approved');
  await record(room.scope, {
    userId: wish.userId,
    action: 'approve',
    subject: current.id,
    detail: `${wish.stage} version ${current.version} ${current.hash}`
  });
  return ok(approval);
}

/** The journal's entry for an approval, the price in words. */
export function approvedEvent({ stage, version, hash, price }: Approval, by: string): EventBody {
  const once = price && price.setup > 0 ? ` and ${money(price.setup, price.currency)} once` : '';
  const text = price && `${money(price.monthly, price.currency)} a month${once}`;
  return { type: 'artifact.approved', stage, version, hash, by, price: text };
}

async function whyNot(
  room: Room,
  wish: Approving,
  current: Artifact | undefined
): Promise<ReturnType<typeof refuse> | null> {
  if (!current) return refuse('artifact.none', `There is no ${wish.stage} to approve yet.`);
  if (current.version !== wish.version || current.hash !== wish.hash)
    return refuse(
      'stale.version',
      `Version ${wish.version} is not the newest: ${current.version} is. Look at it and approve that.`
    );
  if (current.state === 'stale')
    return refuse(
      'stale.version',
      'What this rests on has changed; it is being proposed again. Approve the new version when it is there.'
    );
  const before = stageBefore(wish.stage);
  const base = before && (await currentArtifact(room.scope, room.project.deploymentId, before));
  if (base && !current.basedOn.includes(base.hash))
    return refuse('stale.version', `This rests on an older ${before}. Approve the new version when it is there.`);
  if (base && base.state !== 'approved')
    return refuse('approval.order', `Approve the ${before} first: this rests on it.`);
  return wish.stage === 'provisioning' ? missing(room, current.body as ProvisioningPlan) : null;
}

async function missing(room: Room, plan: ProvisioningPlan): Promise<ReturnType<typeof refuse> | null> {
  const names = await secretNames({ ...room.scope, owner: room.project.id });
  const there = new Set([...names.map((secret) => secret.name), ...plan.secrets.map((secret) => secret.name)]);
  const without = plan.env
    .filter((value) => value.value !== null && secretsIn(value.value).some((name) => !there.has(name)))
    .map((value) => `${value.service} ${value.name}`);
  const absent = [...new Set([...missingValues(plan), ...without])];
  if (absent.length === 0) return null;
  return refuse(
    'missing.values',
    `${absent.slice(0, 8).join(', ')}${absent.length > 8 ? ' and more' : ''} ${absent.length === 1 ? 'has' : 'have'} no value. Give one, or mark the variable as not required.`
  );
}
