import type { Artifact } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
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

/**
 * Keeps what a person wrote, without the secrets in it, does it where the rules understand it, and answers either way. Later stages
 * are edited first: an edit makes what rests on it stale, and planned again with what was set on it.
 */
export async function hear(
  room: Room,
  wish: Saying,
  edit: (edit: Edit) => Promise<Result<Artifact>>
): Promise<Result<null>> {
  const { deploymentId, preferences } = room.project;
  const [analysis, infrastructure, provisioning] = await Promise.all([
    currentArtifact(room.scope, deploymentId, 'analysis'),
    currentArtifact(room.scope, deploymentId, 'infrastructure'),
    currentArtifact(room.scope, deploymentId, 'provisioning')
  ]);
  const kept = withoutSecrets(wish.text, analysis?.body ?? null);
  await room.append([{ ...said(kept), author: 'person' } as EventBody]);
  const tiers = wish.tiers ?? [];
  const understood = understand(wish.text, {
    analysis: analysis?.body ?? null,
    infrastructure: infrastructure?.body ?? null,
    provisioning: provisioning?.body ?? null,
    tiers,
    preferences
  });
  const versions = { analysis, infrastructure, provisioning };
  const problems: string[] = [];
  for (const { stage, patch, note } of understood.kind === 'edit' ? understood.edits.toReversed() : []) {
    const version = versions[stage]?.version ?? 0;
    const done = await edit({ stage, version, patch, note, tiers, author: 'person', userId: wish.userId });
    if (!done.ok) problems.push(done.problem.message);
  }
  const failed = problems.length > 0;
  const reply = failed
    ? `I could not do all of that: ${problems.join(' ')} Look at the plans and say it again.`
    : understood.reply;
  await room.append([said(reply, failed ? [] : understood.actions)]);
  return ok(null);
}
