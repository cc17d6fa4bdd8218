import type { Artifact, Author, Patch, Stage } from '../workers/domain/artifact.ts';
import { rebase } from '../workers/domain/patch.ts';
import type { Result } from '../workers/domain/result.ts';

type Editor = Exclude<Author, 'rules'>;

/** An edit that made a version: whose it is, and the body that it was made on. */
export interface EarlierEdit {
  author: Editor;
  patch: Patch;
  before: unknown;
}

/** Something that was set before and does not stand in the new version. */
export interface Dropped {
  author: Editor;
  words: string;
}

/** The edits of earlier versions, without what a proposal that holds the servers of version `holds` has already. */
export const editsOn = (versions: Artifact[], holds = 0): EarlierEdit[] =>
  versions.flatMap(({ author, patch, version }, index) => {
    if (author === 'rules' || !patch) return [];
    const rest = patch.filter(({ path }) => version > holds || !path.startsWith('/servers'));
    return rest.length === 0 ? [] : [{ author, patch: rest, before: versions[index - 1]?.body }];
  });

/**
 * Edits laid over a fresh body, oldest first. What of an edit the ground still bears is laid over as one, if `allowed` lets its
 * outcome pass, and not at all otherwise: an edit that was once found good is judged again on the new ground. `kept` counts operations.
 */
export async function layOver<T>(
  fresh: T,
  edits: EarlierEdit[],
  allowed: (author: Editor, before: T, after: T) => Promise<Result<T>>
): Promise<{ body: T; kept: Record<Editor, number>; dropped: Dropped[] }> {
  const kept = { person: 0, model: 0 };
  const dropped = new Map<string, Dropped>();
  let body = fresh;
  for (const { author, patch, before } of edits) {
    const laid = rebase(body, [{ patch, before }]);
    for (const { path } of patch) dropped.delete(path);
    for (const { path, words } of laid.conflicts) dropped.set(path, { author, words });
    if (laid.kept.length === 0) continue;
    const outcome = await allowed(author, body, laid.body);
    if (outcome.ok) {
      body = outcome.value;
      kept[author] += laid.kept.length;
    } else dropped.set(patch[0]?.path ?? '', { author, words: outcome.problem.message });
  }
  return { body, kept, dropped: [...dropped.values()] };
}

const edits = (count: number) => `${count} ${count === 1 ? 'edit' : 'edits'}`;

/** ` Kept 2 edits of yours and 1 edit of the model.`, or nothing. */
export function keptInWords({ person, model }: Record<Editor, number>): string {
  const parts = [
    ...(person > 0 ? [`${edits(person)} of yours`] : []),
    ...(model > 0 ? [`${edits(model)} of the model`] : [])
  ];
  return parts.length > 0 ? ` Kept ${parts.join(' and ')}.` : '';
}

export const droppedInWords = (stage: Stage, { author, words }: Dropped): string =>
  `The new ${stage} conflicts with an edit of ${author === 'person' ? 'yours' : 'the model'}. ${words}`;
