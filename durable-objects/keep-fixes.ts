import type { Patch } from '../workers/domain/artifact.ts';
import { refuse, type Result } from '../workers/domain/result.ts';
import { currentArtifact } from '../workers/store/artifacts.ts';
import { runById } from '../workers/store/runs.ts';
import type { KeptFix } from './fixes.ts';
import { said, type Room } from './room.ts';
import { editArtifact } from './stages.ts';

const form = /^keep the fixes of (run_[0-9a-z]{22})$/;

/** The run whose fixes a message asks to keep: the text of the button below a run that was fixed. Null for any other message. */
export const runToKeep = (text: string): string | null => form.exec(text.trim())?.[1] ?? null;

/** The Dockerfiles that a run's fixes changed, each as it was at last. */
export const overlaysOf = (fixes: KeptFix[]): Map<string, string> =>
  new Map(fixes.flatMap(({ overlay }) => (overlay ? [[overlay.service, overlay.dockerfile] as const] : [])));

/** Takes the Dockerfiles that a run's fixes changed over into the analysis, as a person's edit. Approvals stay the person's to give. */
export async function keepFixes(room: Room, runId: string, fixes: KeptFix[], userId: string): Promise<Result<null>> {
  const [run, analysis] = await Promise.all([
    runById(room.scope, runId),
    currentArtifact(room.scope, room.project.deploymentId, 'analysis')
  ]);
  const services = analysis?.body.services ?? [];
  const patch: Patch = [...overlaysOf(fixes)]
    .filter(([name, text]) => {
      const dockerfile = services.find((service) => service.name === name)?.dockerfile;
      return dockerfile?.origin === 'generated' && dockerfile.text !== text;
    })
    .map(([name, value]) => ({ op: 'replace', path: `/services/${name}/dockerfile/text`, value }));
  if (!run || !analysis || patch.length === 0)
    return refuse('fixes.none', 'There is nothing of that run to keep: the plan has it already, or has moved on.');
  const note = `Keeps what fixed run ${run.number}.`;
  const { stage, version } = analysis;
  const edited = await editArtifact(room, { stage, version, patch, note, author: 'person', userId });
  if (!edited.ok) return edited;
  await room.append([said('The fix is part of the plan now. Approve the new versions to deploy with it.')]);
  return { ok: true, value: null };
}
