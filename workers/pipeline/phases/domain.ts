import { urlOf } from '../../domain/provisioning-plan.ts';
import type { PhaseResult, RunContext } from '../context.ts';

/** Reserves the names that the deployment is reached by. Names under `.localhost` resolve by themselves. */
export async function domain(run: RunContext): Promise<PhaseResult> {
  const { proxy } = run.approved.provisioning;
  if (!proxy) return { outcome: 'named', note: 'Nothing here is reached from outside.' };
  const names = [...new Set([proxy.hostname, ...proxy.routes.map((route) => route.hostname)])];
  const foreign = names.filter((name) => !name.endsWith('.localhost'));
  await run.note('domain', `${urlOf(proxy.hostname, proxy.publicPort)} is reserved.`);
  if (foreign.length > 0) {
    const address = await run.once(
      'address of the proxy',
      async () => (await run.machines.addressOf(proxy.server)) ?? 'the server'
    );
    await run.note('domain', `${foreign.join(', ')} must point to ${address} (an A record at your DNS provider).`);
  }
  return { outcome: 'named', note: null };
}
