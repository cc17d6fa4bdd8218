import type { PhaseOutcome } from '../../domain/phase.ts';
import type { PhaseResult, RunContext } from '../context.ts';

const doors: Record<string, PhaseOutcome> = { 'price.rose': 'price rose', 'out.of.stock': 'out of stock' };

/** Orders what is not there yet, at no more than the approved price. The first money is spent here. */
export async function purchase(run: RunContext): Promise<PhaseResult> {
  let ordered = 0;
  for (const server of run.approved.infrastructure.servers) {
    if (await run.once(`look for ${server.name}`, () => run.machines.inPlace(server))) {
      await run.note('purchase', `${server.name} is in place.`, server.name);
      continue;
    }
    if ((await run.checkpoint('purchase', `order ${server.name}`)) === 'stop')
      return { outcome: 'stopped', note: null };
    const order = await run.once(`order ${server.name}`, async () => {
      const result = await run.machines.order(server);
      if (!result.ok && result.problem.code.startsWith('relay.')) throw new Error(result.problem.message);
      return result;
    });
    if (!order.ok) return { outcome: doors[order.problem.code] ?? 'refused', note: order.problem.message };
    await run.note('purchase', `${order.value.note}.`, server.name);
    ordered += 1;
  }
  return ordered > 0 ? { outcome: 'ordered', note: null } : { outcome: 'in place', note: 'Nothing had to be bought.' };
}
