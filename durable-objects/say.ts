import type { Artifact } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
import { ok, type Result } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import { understand } from '../workers/planning/intent.ts';
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

/** Keeps what a person wrote, does it where the rules understand it, and answers either way. */
export async function hear(
  room: Room,
  wish: Saying,
  edit: (edit: Edit) => Promise<Result<Artifact>>
): Promise<Result<null>> {
  await room.append([{ ...said(wish.text), author: 'person' } as EventBody]);
  const [analysis, infrastructure, provisioning] = await Promise.all([
    currentArtifact(room.scope, room.project.deploymentId, 'analysis'),
    currentArtifact(room.scope, room.project.deploymentId, 'infrastructure'),
    currentArtifact(room.scope, room.project.deploymentId, 'provisioning')
  ]);
  const versions = { analysis, infrastructure, provisioning };
  const understood = understand(wish.text, {
    analysis: analysis?.body ?? null,
    infrastructure: infrastructure?.body ?? null,
    provisioning: provisioning?.body ?? null,
    tiers: wish.tiers ?? []
  });
  const problems: string[] = [];
  for (const { stage, patch, note } of understood.kind === 'edit' ? understood.edits : []) {
    const current = versions[stage];
    const done = current
      ? await edit({ stage, version: current.version, patch, note, author: 'person', userId: wish.userId })
      : null;
    if (done && !done.ok) problems.push(done.problem.message);
  }
  await room.append([said(problems.length > 0 ? `I could not do that: ${problems.join(' ')}` : understood.reply)]);
  return ok(null);
}
