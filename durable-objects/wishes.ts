import type { Wish } from '../workers/domain/run.ts';
import type { Waiter } from './rpc.ts';

/** What each run is wished to do, and by which events its workflow wants to be woken. */
export interface Wishes {
  of(runId: string): Wish;
  set(runId: string, wish: Wish): void;
  wait(runId: string, waiter: Waiter): void;
  waiters(runId: string): Waiter[];
  forget(runId: string): void;
}

/**
 * Keeps wishes and waiters in the object's storage. A waiter stays until its lane names a newer one: an event that was lost is
 * sent again with the next signal, and one that comes too late meets nobody, since each wait has an event of its own.
 */
export function wishesIn(kv: SyncKvStorage): Wishes {
  const waiters = (runId: string) => kv.get<Waiter[]>(`waiters:${runId}`) ?? [];
  return {
    waiters,
    of: (runId) => kv.get<Wish>(`wish:${runId}`) ?? 'go',
    set: (runId, wish) => kv.put(`wish:${runId}`, wish),
    wait(runId, waiter) {
      const others = waiters(runId).filter(
        ({ instanceId, lane }) => instanceId !== waiter.instanceId || lane !== waiter.lane
      );
      kv.put(`waiters:${runId}`, [...others, waiter]);
    },
    forget(runId) {
      kv.delete(`wish:${runId}`);
      kv.delete(`waiters:${runId}`);
    }
  };
}
