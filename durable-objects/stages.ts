import {
  stageBefore,
  parseBody,
  type Artifact,
  type Author,
  type Bodies,
  type Patch,
  type Stage
} from '../workers/domain/artifact.ts';
import type { Analysis } from '../workers/domain/analysis.ts';
import type { EventBody } from '../workers/domain/events.ts';
import { applyPatch } from '../workers/domain/patch.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import type { Question } from '../workers/planning/analysis/refine/questions.ts';
import { settlePlan } from '../workers/planning/infrastructure/settle.ts';
import { passed } from '../workers/planning/validate/finding.ts';
import { judge } from '../workers/planning/validate/plans.ts';
import { addArtifact, artifactVersions, currentArtifact, setArtifactState } from '../workers/store/artifacts.ts';
import { droppedInWords, editsOn, keptInWords, layOver } from './laid-over.ts';
import { said, type Room } from './room.ts';
import { forgetGiven, revalued } from './set-values.ts';

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
 * What an edit would come to. Refuses when `version` is not the newest, when the outcome does not fit its schema, and what the
 * validators hold against a model's edit.
 */
export async function weighEdit(room: Room, edit: Edit): Promise<Result<{ current: Artifact; body: Bodies[Stage] }>> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, edit.stage);
  if (!current) return refuse('artifact.none', `There is no ${edit.stage} to edit yet.`);
  if (current.version !== edit.version)
    return refuse(
      'stale.version',
      `Version ${edit.version} is not the newest: ${current.version} is. Look at it and edit that.`
    );
  const patched = applyPatch<unknown>(current.body, edit.patch);
  if (!patched.ok) return patched;
  const body = await allowed(room, edit, current.body, patched.value);
  return body.ok ? ok({ current, body: body.value }) : body;
}

/** Makes the next version by a patch, or refuses as its weighing does. */
export async function editArtifact(room: Room, edit: Edit): Promise<Result<Artifact>> {
  const weighed = await weighEdit(room, edit);
  if (!weighed.ok) return weighed;
  const artifact = await addArtifact(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: edit.stage,
    body: weighed.value.body,
    basedOn: weighed.value.current.basedOn,
    author: edit.author,
    note: edit.note,
    patch: edit.patch
  });
  if (edit.stage === 'analysis' && edit.author === 'person')
    await forgetGiven(room, revalued(weighed.value.current.body as Analysis, weighed.value.body as Analysis));
  await room.append([named(artifact)]);
  return ok(artifact);
}

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

/** `author` is the rules where it is left out; `questions` are what the proposal leaves open. `holds` is the version whose servers are in this proposal already, with all that was set on them up to there. */
export interface Proposal<S extends Stage> {
  stage: S;
  body: Bodies[S];
  basedOn: string[];
  note: string;
  tiers?: Tier[];
  holds?: number;
  author?: Author;
  questions?: Question[];
}

/**
 * Takes in what a stage proposed. What was set in earlier versions is laid over it; where that cannot stand, the proposal does, and
 * the conversation is told. What `asked` answers is told in the same breath: nobody shall see the proposal without its questions.
 */
export async function takeProposal<S extends Stage>(
  room: Room,
  proposal: Proposal<S>,
  asked: () => EventBody[]
): Promise<Result<Artifact<S>>> {
  const versions = await artifactVersions(room.scope, room.project.deploymentId, proposal.stage);
  const laid = await layOver(proposal.body, editsOn(versions, proposal.holds), (author, before, after) =>
    allowed(room, { ...proposal, author }, before, after)
  );
  const artifact = await addArtifact(room.scope, {
    deploymentId: room.project.deploymentId,
    stage: proposal.stage,
    body: laid.body,
    basedOn: proposal.basedOn,
    author: proposal.author ?? 'rules',
    note: `${proposal.note}${keptInWords(laid.kept)}`,
    patch: null
  });
  await room.append([
    named(artifact),
    ...laid.dropped.slice(0, 5).map((why) => said(droppedInWords(proposal.stage, why))),
    ...asked()
  ]);
  return ok(artifact);
}

/** A changed body of a stage with what follows from the change, where it fits and this author may make it. */
async function allowed<S extends Stage>(
  room: Room,
  { stage, author, tiers }: Pick<Edit, 'author' | 'tiers'> & { stage: S },
  before: Bodies[S],
  after: unknown
): Promise<Result<Bodies[S]>> {
  const parsed = parseBody(stage, after);
  const body = parsed.ok ? await settled(room, stage, parsed.value, before, tiers) : parsed;
  const against =
    body.ok && author === 'model'
      ? passed(judge(stage, before, body.value as Bodies[S], tiers ?? null), author)
      : ok(null);
  return against.ok ? (body as Result<Bodies[S]>) : against;
}

/** Marks the newest version of a stage as stale, if it is still the version named. */
export async function markStale(room: Room, stage: Stage, version: number): Promise<void> {
  const current = await currentArtifact(room.scope, room.project.deploymentId, stage);
  if (!current || current.version !== version || current.state === 'stale') return;
  await setArtifactState(room.scope, current.id, 'stale');
  await room.append([{ type: 'artifact.stale', stage, version }]);
}

/** Whether what a stage proposed rests on a version that is no longer current. It is marked stale then. */
export async function groundMoved(room: Room, proposed: Artifact): Promise<boolean> {
  const before = stageBefore(proposed.stage);
  const base = before && (await currentArtifact(room.scope, room.project.deploymentId, before));
  if (!base || proposed.basedOn.includes(base.hash)) return false;
  await markStale(room, proposed.stage, proposed.version);
  return true;
}
