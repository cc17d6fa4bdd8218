import type { PhaseResult, RunContext } from '../context.ts';

/** Brings source, images, datastores, releases, services and the proxy up, by the approved steps. */
export async function codeDeploy(run: RunContext): Promise<PhaseResult> {
  const { state, note } = await run.executeSteps('code-deploy');
  return { outcome: state === 'done' ? 'live' : state, note };
}
