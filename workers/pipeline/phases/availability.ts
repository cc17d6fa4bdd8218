import type { PlannedServer } from '../../domain/infrastructure-plan.ts';
import type { PhaseResult, RunContext } from '../context.ts';

/** Seconds between two looks at the vendor: quick at first, then every five minutes. */
const wait = (look: number) => Math.min(1.5 ** look, 300);
/** After about a day of looking a delivery counts as late, and a person has to say how to go on. */
const looks = 300;

/** Sleeps until every server is delivered. */
export async function availability(run: RunContext): Promise<PhaseResult> {
  const results = await Promise.all(run.approved.infrastructure.servers.map((server) => delivery(run, server)));
  return results.find((result) => result.outcome !== 'delivered') ?? { outcome: 'delivered', note: null };
}

async function delivery(run: RunContext, server: PlannedServer): Promise<PhaseResult> {
  let told: string | null = null;
  for (let look = 0; look < looks; look++) {
    const standing = await run.once(`look for the delivery of ${server.name} ${look}`, () =>
      run.machines.delivered(server)
    );
    if (standing.state === 'done') return { outcome: 'delivered', note: null };
    if (standing.state === 'failed') return { outcome: 'cancelled', note: standing.note };
    if (standing.note && standing.note !== told) await run.note('availability', standing.note, server.name);
    told = standing.note ?? told;
    const lane = `delivery of ${server.name}`;
    if ((await run.rest(lane, `${lane} ${look}`, wait(look))) === 'stop') return { outcome: 'stopped', note: null };
  }
  return {
    outcome: 'late',
    note: `${server.name} was not delivered within a day. Resume to wait on, or ask the vendor.`
  };
}
