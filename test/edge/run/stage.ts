import { env } from 'cloudflare:workers';
import { expect, vi } from 'vitest';
import type { Bodies } from '../../../workers/domain/artifact.ts';
import type { EventBody, JournalEvent } from '../../../workers/domain/events.ts';
import { isOver, type Run, type RunState, type Signal } from '../../../workers/domain/run.ts';
import type { Step } from '../../../workers/domain/step.ts';
import { deleteServer } from '../../../workers/store/servers.ts';
import { moveRun, runById } from '../../../workers/store/runs.ts';
import * as plans from '../api/plans.ts';
import { person, seed, type Person, type Seeded } from '../api/world.ts';

/** A step whose text tells the scripted relay its name. */
export const step = (id: string, changes: Partial<Step> = {}): Step => ({
  id,
  title: `Do ${id}`,
  kind: 'script',
  parameters: {},
  check: 'false',
  apply: `echo step-${id}`,
  verify: 'true',
  timeout: 60,
  idempotent: true,
  danger: 'none',
  after: [],
  phase: 'provisioning',
  ...changes
});

const [server] = plans.infrastructure.servers;
if (!server) throw new Error('the smallest plan has a server');

/** Plans of one sandbox server with these steps, and one probe of a public page. */
export const plansWith = (steps: Step[], probes = [probe]): Partial<Bodies> => ({
  infrastructure: { ...plans.infrastructure, servers: [{ ...server, region: 'local' }] },
  provisioning: { ...plans.provisioning, servers: [{ name: 'main', steps }], probes }
});
const probe = { name: 'home', hostname: 'shop.test', path: '/', expect: { from: 200, to: 299 }, timeout: 2 };

/** A project whose plans are approved and whose server is still to be bought, and what is seen of its runs. */
export async function approvedProject(bodies: Partial<Bodies>, name = 'shop') {
  const ada = await person();
  const seeded = await seed(ada, name, bodies);
  await moveRun(ada.scope, seeded.runId, 'failed');
  await deleteServer(ada.scope, seeded.server.id);
  return { ada, seeded, ...viewOf(ada, seeded) };
}

function viewOf(ada: Person, seeded: Seeded) {
  const { deploymentId } = seeded.project;
  const object = env.DEPLOYMENT.getByName(deploymentId);
  const journal = async (): Promise<JournalEvent[]> => (await object.since(0, 1000)) as JournalEvent[];
  const events = async <T extends EventBody['type']>(type: T) =>
    (await journal()).filter((event): event is Extract<JournalEvent, { type: T }> => event.type === type);
  const run = async (runId: string): Promise<Run> => {
    const found = await runById(ada.scope, runId);
    if (!found) throw new Error('the run is gone');
    return found;
  };
  const reaches = (runId: string, state: RunState): Promise<Run> =>
    vi.waitFor(
      async () => {
        const now = await run(runId);
        if (now.state !== state && isOver(now.state)) expect.fail(`the run is ${now.state}: ${now.reason}`);
        expect(now.state).toBe(state);
        return now;
      },
      { timeout: 20_000, interval: 30 }
    );
  return {
    object,
    journal,
    events,
    run,
    reaches,
    start: async (): Promise<string> => {
      const started = await object.startRun({ userId: ada.user.id });
      if (!started.ok) throw new Error(started.problem.message);
      return started.value.runId;
    },
    signal: (runId: string, signal: Signal) =>
      object.signal({ runId, signal, userId: ada.user.id, userName: ada.user.name })
  };
}
