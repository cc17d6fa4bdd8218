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
    const seconds = Math.min(1 + attempt, 5);
    const lane = `probe ${probe.name}`;
    if ((await run.rest(lane, `${lane} ${attempt}`, seconds)) === 'stop') return { outcome: 'stopped', note: null };
    waited += seconds + outcome.seconds;
  }
  return { outcome: 'failed probe', note };
}
