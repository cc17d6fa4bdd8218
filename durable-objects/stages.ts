import {
  parseBody,
  type Artifact,
  type Author,
  type Bodies,
  type Patch,
  type Stage
} from '../workers/domain/artifact.ts';
import { applyPatch, rebase } from '../workers/domain/patch.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import { passed } from '../workers/planning/validate/finding.ts';
import { judge } from '../workers/planning/validate/plans.ts';
import { addArtifact, artifactVersions, currentArtifact, setArtifactState } from '../workers/store/artifacts.ts';
import { said, type Room } from './room.ts';

/** `tiers` is what is on sale now; without it a model cannot change a server. */
export interface Edit {
  stage: Stage;
  version: number;
  patch: Patch;
  note: string;
  author: Author;
  userId: string;
  tiers?: Tier[];
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

/**
 * Makes the next version by a patch. Refuses when `version` is not the newest, when the outcome does not fit its schema, and what
 * the validators hold against a model's edit.
 */
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
  const allowed = edit.author === 'model' ? judged(edit, current.body, body.value) : ok(null);
  if (!allowed.ok) return allowed;
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

const judged = ({ stage, author, tiers }: Edit, before: Bodies[Stage], after: Bodies[Stage]) =>
  passed(judge(stage, before, after, tiers ?? null), author);

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
    ...told.slice(0, 5).map((text) => said(`The new ${proposal.stage} conflicts with an edit of yours. ${text}`))
  ]);
  return ok(artifact);
}

/** Marks the newest version of a stage as stale, if it is still the version named. */
export async function markStale(room: Room, stage: Stage, version: number): Promise<void> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, stage);
  if (!current || current.version !== version || current.state === 'stale') return;
  await setArtifactState(room.scope, current.id, 'stale');
  await room.append([{ type: 'artifact.stale', stage, version }]);
}
