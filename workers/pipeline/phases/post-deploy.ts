import type { Probe } from '../../domain/provisioning-plan.ts';
import type { PhaseResult, RunContext } from '../context.ts';

/** Asks the public URLs from outside, as a visitor would. A probe that keeps failing until its time is up fails the run by name. */
export async function postDeploy(run: RunContext): Promise<PhaseResult> {
  const results = await Promise.all(run.approved.provisioning.probes.map((probe) => patience(run, probe)));
  return results.find((result) => result.outcome !== 'healthy') ?? { outcome: 'healthy', note: null };
}

async function patience(run: RunContext, probe: Probe): Promise<PhaseResult> {
  let note: string | null = null;
  for (let attempt = 0, waited = 0; waited <= probe.timeout; attempt++) {
    const outcome = await run.probe(probe, attempt);
    if (outcome.ok) return { outcome: 'healthy', note: null };
    note = `probe ${probe.name} (${outcome.url}): ${outcome.note}`;
    if ((await run.checkpoint(`probe ${probe.name} ${attempt}`)) === 'stop') return { outcome: 'stopped', note: null };
    const seconds = Math.min(1 + attempt, 5);
    await run.sleep(`wait before probe ${probe.name} ${attempt}`, seconds);
    waited += seconds;
  }
  return { outcome: 'failed probe', note };
}
