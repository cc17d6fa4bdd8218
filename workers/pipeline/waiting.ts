import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { RunParams } from '../../durable-objects/runs.ts';
import { sha256 } from '../domain/ids.ts';
import type { RunState } from '../domain/run.ts';
import type { RunContext } from './context.ts';

/** What waiting needs of the engine and of the run's object. */
export interface Waits {
  params: RunParams;
  object: DeploymentRpc;
  once: RunContext['once'];
  /** The payload of an event, or null when its time is up. */
  waitFor(name: string, type: string, seconds: number): Promise<unknown>;
  move(state: RunState, reason: string | null): Promise<null>;
}

const oneWeek = 7 * 24 * 3600;
const isStop = (payload: unknown) =>
  typeof payload === 'object' && payload !== null && 'kind' in payload && payload.kind === 'stop';

/**
 * The places where a run obeys signals. Each wait has an event type of its own, told to the object before the wait begins, so that a
 * signal sent in between is kept for it and none is taken by another lane's wait. A pause that nobody ends stops the run after a week.
 */
export function waiting({ params: { runId, instanceId }, object, once, waitFor, move }: Waits) {
  const eventOf = async (name: string) => `go-${(await sha256(name)).slice(0, 40)}`;

  async function checkpoint(lane: string, name: string): Promise<'go' | 'stop'> {
    for (let round = 0; ; round++) {
      const event = await eventOf(`${name} ${round}`);
      const wish = await once(`wish ${name} ${round}`, () => object.wish(runId, { instanceId, lane, event }));
      if (wish !== 'pause') return wish;
      await once(`pause ${name} ${round}`, () => move('paused', null));
      const payload = await waitFor(`resume ${name} ${round}`, event, oneWeek);
      if (payload === null || isStop(payload)) return 'stop';
      await once(`go on ${name} ${round}`, async () =>
        (await object.wish(runId, null)) === 'go' ? move('in progress', null) : null
      );
    }
  }

  /** Waits for some seconds at a checkpoint; a signal cuts the wait short. */
  async function rest(lane: string, name: string, seconds: number): Promise<'go' | 'stop'> {
    if ((await checkpoint(lane, name)) === 'stop') return 'stop';
    const event = await eventOf(`rest ${name}`);
    const wish = await once(`before ${name}`, () => object.wish(runId, { instanceId, lane, event }));
    if (wish === 'stop') return 'stop';
    return isStop(await waitFor(`rest ${name}`, event, seconds)) ? 'stop' : 'go';
  }
  return { checkpoint, rest };
}
