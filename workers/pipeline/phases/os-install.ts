import type { PlannedServer } from '../../domain/infrastructure-plan.ts';
import type { PhaseResult, RunContext } from '../context.ts';

const wait = (look: number) => Math.min(1.3 ** look, 60);
const looks = 120;

/** Gives each new server a clean system that admits the run's key alone, and pins its host key. Skipped where one is. */
export async function osInstall(run: RunContext): Promise<PhaseResult> {
  const results = await Promise.all(run.approved.infrastructure.servers.map((server) => installation(run, server)));
  const bad = results.find((result) => result.outcome !== 'installed' && result.outcome !== 'skipped');
  return (
    bad ??
    results.find((result) => result.outcome === 'installed') ?? {
      outcome: 'skipped',
      note: 'The servers are installed.'
    }
  );
}

async function installation(run: RunContext, server: PlannedServer): Promise<PhaseResult> {
  if (await run.once(`is ${server.name} installed`, () => run.machines.installed(server)))
    return { outcome: 'skipped', note: 'The servers are installed.' };
  const asked = await run.once(`install ${server.name}`, async () => {
    const result = await run.machines.install(server);
    if (!result.ok && result.problem.code.startsWith('relay.')) throw new Error(result.problem.message);
    return result;
  });
  if (!asked.ok) return { outcome: 'failed', note: asked.problem.message };
  for (let look = 0; look < looks; look++) {
    const standing = await run.once(`look at ${server.name} ${look}`, () => run.machines.ready(server));
    if (standing.state === 'done') return { outcome: 'installed', note: null };
    if (standing.state === 'failed') return { outcome: 'failed', note: standing.note };
    const lane = `installation of ${server.name}`;
    if ((await run.rest(lane, `${lane} ${look}`, wait(look))) === 'stop') return { outcome: 'stopped', note: null };
  }
  return { outcome: 'failed', note: `${server.name} did not come up within an hour.` };
}
