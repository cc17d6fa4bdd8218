import { stages } from '../workers/domain/artifact.ts';
import { canonicalJson, hashOf } from '../workers/domain/json.ts';
import { refuse, type Result } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import type { ProposedEdit, ProposedOutcome } from '../workers/planning/conversation/edits.ts';
import { passed } from '../workers/planning/validate/finding.ts';
import { unspoken, type Spoken } from '../workers/planning/validate/spoken.ts';
import type { Room } from './room.ts';
import { editArtifact, weighEdit, type Edit } from './stages.ts';

/** By what edits are known again: by what they set, whatever version they are made on. */
export const keyOf = (edits: ProposedEdit[]): Promise<string> =>
  hashOf(edits.map(({ stage, patch }) => ({ stage, patch })));

/** What a validator says of an edit, and then whether the person spoke of what it does. */
async function weighedFor(room: Room, edit: Edit, spoken: Spoken): Promise<Result<null>> {
  const weighed = await weighEdit(room, edit);
  if (!weighed.ok) return weighed;
  const { current, body } = weighed.value;
  if (canonicalJson(current.body) === canonicalJson(body)) return refuse('edit.nothing', 'It would change nothing.');
  return passed(unspoken(edit.stage, current.body, body, spoken), 'model');
}

/**
 * Makes a model's edits in the name of a conversation, one a stage: all are weighed before the first is made. Later stages are
 * edited first, since an edit makes what rests on it stale, to be planned again with what was set on it.
 */
export async function makeProposed(
  room: Room,
  proposed: ProposedEdit[],
  by: { userId: string; tiers: Tier[]; spoken: Spoken }
): Promise<ProposedOutcome> {
  const edits = proposed
    .map((edit): Edit => ({ ...edit, userId: by.userId, tiers: by.tiers, author: 'model' }))
    .toSorted((a, b) => stages.indexOf(b.stage) - stages.indexOf(a.stage));
  if (new Set(edits.map(({ stage }) => stage)).size < edits.length)
    return { made: false, because: ['Put all that changes in one stage into one edit.'] };
  const against: string[] = [];
  for (const edit of edits) {
    const weighed = await weighedFor(room, edit, by.spoken);
    if (!weighed.ok) against.push(`${edit.stage}: ${weighed.problem.message}`);
  }
  if (against.length > 0) return { made: false, because: against };
  const versions = [];
  for (const edit of edits) {
    const made = await editArtifact(room, edit);
    if (!made.ok) throw new Error(`${edit.stage} was found good and then refused: ${made.problem.message}`);
    versions.push({ stage: edit.stage, version: made.value.version });
  }
  return { made: true, versions: versions.toReversed() };
}
