import type { ArchiveRequest, ExecAnswer } from '../../relay/protocol.ts';
import { refuse, type Result } from '../domain/result.ts';
import type { Step } from '../domain/step.ts';
import { checkoutFor } from '../forges/checkout.ts';
import { relayOf } from '../relay-client.ts';
import type { Execution } from './pieces.ts';

type Target = Pick<ArchiveRequest, 'server' | 'credential' | 'timeout' | 'callback'>;

/**
 * Sends the analysed commit's tree to the folder that a `source` step names, with the generated Dockerfiles of the plan
 * laid over it.
 * Refuses when the source no longer holds that commit.
 */
export async function sendSource(
  run: Execution,
  step: Step,
  execId: string,
  target: Target
): Promise<Result<ExecAnswer>> {
  const { analysis } = run.approved;
  const folder = step.parameters['folder'];
  if (typeof folder !== 'string')
    return refuse('step.folder', 'The source step names no folder. Propose the provisioning plan again.');
  const checkout = await checkoutFor(run.env, analysis.source, analysis.commit, run.params.runId);
  if (!checkout.ok) return checkout;
  if (checkout.value.commit !== analysis.commit)
    return refuse(
      'source.moved',
      `The source is at ${checkout.value.commit.slice(0, 12)} now; ${analysis.commit?.slice(0, 12)} was approved and is no longer there.`
    );
  return relayOf(run.env).archive(checkout.value.id, { ...target, execId, folder, files: overlays(run) });
}

function overlays({ approved }: Execution): { path: string; text: string }[] {
  return approved.provisioning.services.flatMap(({ dockerfile }) => {
    if (!dockerfile || dockerfile.origin !== 'generated') return [];
    const ignore =
      dockerfile.ignore === null ? [] : [{ path: `${dockerfile.path}.dockerignore`, text: dockerfile.ignore }];
    return [{ path: dockerfile.path, text: dockerfile.text }, ...ignore];
  });
}
