import type { PhaseResult, RunContext } from '../context.ts';

/** Makes each server ready to receive the software, by the approved steps. */
export async function provisioning(run: RunContext): Promise<PhaseResult> {
  const { state, note } = await run.executeSteps('provisioning');
  return { outcome: state, note };
}
