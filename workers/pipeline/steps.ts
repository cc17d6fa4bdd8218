import type { Step } from '../domain/step.ts';
import type { RunContext } from './context.ts';

export interface StepsResult {
  state: 'done' | 'failed' | 'stopped';
  note: string | null;
}

type PlanPhase = Step['phase'];

/**
 * The approved steps of one phase, servers side by side, each server's in order. A step that names others in `after`
 * (`server/step`, or the id of one of its own server) waits for those; when one server fails, none starts anything new.
 */
export async function executeSteps(run: RunContext, phase: PlanPhase): Promise<StepsResult> {
  const servers = run.approved.provisioning.servers;
  const gates = new Map<string, PromiseWithResolvers<void>>();
  for (const server of servers)
    for (const step of server.steps) gates.set(`${server.name}/${step.id}`, Promise.withResolvers<void>());
  let ended: StepsResult | null = null;
  const lane = async (server: (typeof servers)[number]): Promise<void> => {
    for (const step of server.steps) {
      const gate = gates.get(`${server.name}/${step.id}`);
      if (step.phase === phase) {
        await Promise.all(
          step.after.map((name) => gates.get(name.includes('/') ? name : `${server.name}/${name}`)?.promise)
        );
        if (ended) break;
        const outcome = await run.execute(phase, server.name, step);
        if (outcome.state === 'stopped') ended ??= { state: 'stopped', note: null };
        else if (outcome.state === 'failed')
          ended ??= {
            state: 'failed',
            note: `${step.title} failed on ${server.name}: ${outcome.reason ?? 'no reason given'}`
          };
        if (ended) break;
      }
      gate?.resolve();
    }
    for (const step of server.steps) gates.get(`${server.name}/${step.id}`)?.resolve();
  };
  await Promise.all(servers.map(lane));
  return ended ?? { state: 'done', note: null };
}
