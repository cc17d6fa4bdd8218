import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
import { ownWords } from '../workers/domain/quotation.ts';
import { ok, type Result } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import { understand } from '../workers/planning/intent.ts';
import { withoutSecrets } from '../workers/planning/intent/secret-values.ts';
import { currentArtifact } from '../workers/store/artifacts.ts';
import { said, type Room } from './room.ts';
import type { Edit } from './stages.ts';

/** `tiers` is what the vendors sell now, for words such as "one tier smaller". */
export interface Saying {
  text: string;
  userId: string;
  userName: string;
  tiers?: Tier[];
}

type Newest = { [S in Stage]: Artifact<S> | undefined };

async function newest({ scope, project: { deploymentId } }: Room): Promise<Newest> {
  const [analysis, infrastructure, provisioning] = await Promise.all([
    currentArtifact(scope, deploymentId, 'analysis'),
    currentArtifact(scope, deploymentId, 'infrastructure'),
    currentArtifact(scope, deploymentId, 'provisioning')
  ]);
  return { analysis, infrastructure, provisioning };
}

/** Keeps what a person wrote, without the secrets in it, and answers the id under which. */
export async function keepSaid(room: Room, text: string): Promise<string> {
  const analysis = await currentArtifact(room.scope, room.project.deploymentId, 'analysis');
  const id = crypto.randomUUID();
  const kept = said(withoutSecrets(text, analysis?.body ?? null));
  await room.append([{ ...kept, id, author: 'person' } as EventBody]);
  return id;
}

/** Keeps what a person wrote, and has the rules answer it. */
export async function hear(
  room: Room,
  wish: Saying,
  edit: (edit: Edit) => Promise<Result<Artifact>>
): Promise<Result<null>> {
  await keepSaid(room, wish.text);
  return answerByRules(room, wish, edit);
}

/**
 * Does what a person wrote where the rules understand it, and answers either way: under `id`, where one is named. Later stages are
 * edited first: an edit makes what rests on it stale, and planned again with what was set on it.
 */
export async function answerByRules(
  room: Room,
  { text, userId, tiers = [] }: Pick<Saying, 'text' | 'userId' | 'tiers'>,
  edit: (edit: Edit) => Promise<Result<Artifact>>,
  id: string = crypto.randomUUID()
): Promise<Result<null>> {
  const versions = await newest(room);
  const understood = understand(ownWords(text), {
    analysis: versions.analysis?.body ?? null,
    infrastructure: versions.infrastructure?.body ?? null,
    provisioning: versions.provisioning?.body ?? null,
    tiers,
    preferences: room.project.preferences
  });
  const problems: string[] = [];
  for (const { stage, patch, note } of understood.kind === 'edit' ? understood.edits.toReversed() : []) {
    const version = versions[stage]?.version ?? 0;
    const done = await edit({ stage, version, patch, note, tiers, author: 'person', userId });
    if (!done.ok) problems.push(done.problem.message);
  }
  const failed = problems.length > 0;
  const reply = failed
    ? `I could not do all of that: ${problems.join(' ')} Look at the plans and say it again.`
    : understood.reply;
  await room.append([{ ...said(reply, failed ? [] : understood.actions), id } as EventBody]);
  return ok(null);
}
