import {
  parseBody,
  stageBefore,
  type Artifact,
  type Author,
  type Bodies,
  type Patch,
  type Stage
} from '../workers/domain/artifact.ts';
import type { Approval } from '../workers/domain/approval.ts';
import type { EventBody } from '../workers/domain/events.ts';
import type { InfrastructurePlan } from '../workers/domain/infrastructure-plan.ts';
import { applyPatch, rebase } from '../workers/domain/patch.ts';
import type { Project } from '../workers/domain/project.ts';
import { missingValues, type ProvisioningPlan } from '../workers/domain/provisioning-plan.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import { secretsIn } from '../workers/domain/shell.ts';
import { money } from '../workers/domain/tier.ts';
import { addApproval, approvalOf } from '../workers/store/approvals.ts';
import { addArtifact, artifactVersions, currentArtifact, setArtifactState } from '../workers/store/artifacts.ts';
import { record } from '../workers/store/audit.ts';
import type { Scope } from '../workers/store/database.ts';
import { secretNames } from '../workers/store/secrets.ts';

/** What the work on artifacts needs of its object: whose deployment it is, and where events go. */
export interface Room {
  scope: Scope;
  project: Project;
  append(bodies: EventBody[]): Promise<number>;
}

export interface Edit {
  stage: Stage;
  version: number;
  patch: Patch;
  note: string;
  author: Author;
  userId: string;
}

const named = (artifact: Artifact) =>
  ({
    type: 'artifact.proposed',
    stage: artifact.stage,
    version: artifact.version,
    hash: artifact.hash,
    author: artifact.author,
    note: artifact.note
  }) as const;

/** Makes the next version by a patch. Refuses when `version` is not the newest, or the outcome does not fit its schema. */
export async function editArtifact(room: Room, edit: Edit): Promise<Result<Artifact>> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, edit.stage);
  if (!current) return refuse('artifact.none', `There is no ${edit.stage} to edit yet.`);
  if (current.version !== edit.version)
    return refuse(
      'stale.version',
      `Version ${edit.version} is not the newest: ${current.version} is. Look at it and edit that.`
    );
  const patched = applyPatch<unknown>(current.body, edit.patch);
  if (!patched.ok) return patched;
  const body = parseBody(edit.stage, patched.value);
  if (!body.ok) return body;
  const artifact = await addArtifact(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: edit.stage,
    body: body.value,
    basedOn: current.basedOn,
    author: edit.author,
    note: edit.note,
    patch: edit.patch
  });
  await room.append([named(artifact)]);
  return ok(artifact);
}

export interface Proposal<S extends Stage> {
  stage: S;
  body: Bodies[S];
  basedOn: string[];
  note: string;
}

/**
 * Takes in what a stage proposed. What a person set in earlier versions is laid over it; where the ground has moved the
 * proposal stands and the conflict is told in the conversation.
 */
export async function takeProposal<S extends Stage>(room: Room, proposal: Proposal<S>): Promise<Result<Artifact<S>>> {
  const versions = await artifactVersions(room.scope, room.project.deploymentId, proposal.stage);
  const edits = versions.flatMap((version, index) =>
    version.author !== 'rules' && version.patch ? [{ patch: version.patch, before: versions[index - 1]?.body }] : []
  );
  const { body, kept, conflicts } = rebase(proposal.body, edits);
  const fitting = parseBody(proposal.stage, body);
  const keeps = fitting.ok && kept.length > 0;
  const artifact = await addArtifact(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: proposal.stage,
    body: fitting.ok ? fitting.value : proposal.body,
    basedOn: proposal.basedOn,
    author: 'rules',
    note: keeps ? `${proposal.note} Kept ${kept.length} ${kept.length === 1 ? 'edit' : 'edits'}.` : proposal.note,
    patch: null
  });
  const told = fitting.ok ? conflicts : [...conflicts, `your edits no longer fit: ${fitting.problem.message}`];
  await room.append([
    named(artifact),
    ...told.slice(0, 5).map((text) => message(`The new ${proposal.stage} conflicts with an edit of yours. ${text}`))
  ]);
  return ok(artifact);
}

const message = (text: string): EventBody => ({
  type: 'message',
  id: crypto.randomUUID(),
  author: 'hydron',
  text,
  actions: []
});

export interface Approving {
  stage: Stage;
  version: number;
  hash: string;
  userId: string;
  userName: string;
}

/** Records an approval of exactly these bytes. Refuses stale versions, a missing approval before it, and missing values. */
export async function approveArtifact(room: Room, wish: Approving): Promise<Result<Approval>> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, wish.stage);
  const refusal = await whyNot(room, wish, current);
  if (refusal || !current) return refusal ?? refuse('artifact.none', `There is no ${wish.stage} to approve yet.`);
  const known = await approvalOf(room.scope, current.id);
  if (known) return ok(known);
  const price = wish.stage === 'infrastructure' ? priceOf(current.body as InfrastructurePlan) : null;
  const approval = await addApproval(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: wish.stage,
    artifactId: current.id,
    version: current.version,
    hash: current.hash,
    price,
    userId: wish.userId
  });
  await setArtifactState(room.scope, current.id, 'approved');
  await record(room.scope, {
    userId: wish.userId,
    action: 'approve',
    subject: current.id,
    detail: `${wish.stage} version ${current.version} ${current.hash}`
  });
  const priceText =
    price &&
    `${money(price.monthly, price.currency)} a month${price.setup > 0 ? ` and ${money(price.setup, price.currency)} once` : ''}`;
  await room.append([
    {
      type: 'artifact.approved',
      stage: wish.stage,
      version: current.version,
      hash: current.hash,
      by: wish.userName,
      price: priceText
    }
  ]);
  return ok(approval);
}

const priceOf = (plan: InfrastructurePlan) => ({
  setup: plan.totalSetup,
  monthly: plan.totalMonthly,
  currency: plan.currency
});

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

/** Marks the newest version of a stage as stale, if it is still the version named. */
export async function markStale(room: Room, stage: Stage, version: number): Promise<void> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, stage);
  if (!current || current.version !== version || current.state === 'stale') return;
  await setArtifactState(room.scope, current.id, 'stale');
  await room.append([{ type: 'artifact.stale', stage, version }]);
}
