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
import { settlePlan } from '../workers/planning/infrastructure/settle.ts';
import { passed } from '../workers/planning/validate/finding.ts';
import { judge } from '../workers/planning/validate/plans.ts';
import { addArtifact, artifactVersions, currentArtifact, setArtifactState } from '../workers/store/artifacts.ts';
import { said, type Room } from './room.ts';

/** `tiers` is what is on sale now: an edit of the infrastructure gets its prices from there, and without it a model cannot change a server. */
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
  const parsed = parseBody(edit.stage, patched.value);
  const body = parsed.ok ? await settled(room, edit.stage, parsed.value, current.body, edit.tiers) : parsed;
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

/** A body of a stage with all that follows from what was edited in it. */
async function settled(
  room: Room,
  stage: Stage,
  body: Bodies[Stage],
  before: Bodies[Stage],
  tiers: Tier[] = []
): Promise<Result<Bodies[Stage]>> {
  if (stage !== 'infrastructure') return ok(body);
  const analysis = await currentArtifact(room.scope, room.project.deploymentId, 'analysis');
  if (!analysis) return ok(body);
  const ground = { analysis: analysis.body, tiers, preferences: room.project.preferences };
  return settlePlan(body as Bodies['infrastructure'], before as Bodies['infrastructure'], ground);
}

/** `holds` is the version whose servers are in this proposal already, with all that was set on them up to there. */
export interface Proposal<S extends Stage> {
  stage: S;
  body: Bodies[S];
  basedOn: string[];
  note: string;
  tiers?: Tier[];
  holds?: number;
}

/** A person's edits, without what the proposal holds already. */
const editsOn = (versions: Artifact[], holds = 0) =>
  versions.flatMap((version, index) => {
    if (version.author === 'rules' || !version.patch) return [];
    const patch = version.patch.filter(({ path }) => version.version > holds || !path.startsWith('/servers'));
    return [{ patch, before: versions[index - 1]?.body }];
  });

/**
 * Takes in what a stage proposed. What a person set in earlier versions is laid over it; where the ground has moved the
 * proposal stands and the conflict is told in the conversation.
 */
export async function takeProposal<S extends Stage>(room: Room, proposal: Proposal<S>): Promise<Result<Artifact<S>>> {
  const versions = await artifactVersions(room.scope, room.project.deploymentId, proposal.stage);
  const { body, kept, conflicts } = rebase(proposal.body, editsOn(versions, proposal.holds));
  const parsed = parseBody(proposal.stage, body);
  const fitting = parsed.ok ? await settled(room, proposal.stage, parsed.value, proposal.body, proposal.tiers) : parsed;
  const keeps = fitting.ok && kept.length > 0;
  const artifact = await addArtifact(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: proposal.stage,
    body: fitting.ok ? (fitting.value as Bodies[S]) : proposal.body,
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
