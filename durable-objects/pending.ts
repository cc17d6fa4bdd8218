import { stages, type Stage } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
import { refuse } from '../workers/domain/result.ts';

/** A stage that was asked for and has not answered: when it was last heard of (milliseconds since 1970), how often it was asked. */
export interface Asked {
  heard: number;
  tries: number;
}
export type Pending = Partial<Record<Stage, Asked>>;

/** How long a stage may say nothing, in milliseconds: a checkout alone may take five minutes at the relay. */
export const stageSilence = 6 * 60_000;
const stageTries = 3;

export const askedFor = (pending: Pending, stage: Stage, now: number): Pending => ({
  ...pending,
  [stage]: { heard: now, tries: (pending[stage]?.tries ?? 0) + 1 }
});

/** The stages that are waited for after one event: word of a stage gives it time, its outcome ends the wait. */
export function stillPending(pending: Pending, event: EventBody, now: number): Pending {
  if (event.type === 'artifact.proposed' || event.type === 'stage.failed') {
    const { [event.stage]: _, ...others } = pending;
    return others;
  }
  if (event.type !== 'stage.started' && event.type !== 'stage.progress') return pending;
  const asked = pending[event.stage];
  return asked ? { ...pending, [event.stage]: { ...asked, heard: now } } : pending;
}

/** The stages that went silent, and what is to be done about each. Without `now` every one counts as silent: a restart emptied the queue. */
export function silentStages(pending: Pending, now: number | null): { stage: Stage; then: 'ask again' | 'give up' }[] {
  return stages.flatMap((stage) => {
    const asked = pending[stage];
    if (!asked || (now !== null && now - asked.heard < stageSilence)) return [];
    return [{ stage, then: asked.tries < stageTries ? 'ask again' : 'give up' } as const];
  });
}

/** What is told of a stage that was asked for as often as it may be. */
export const givenUp = (stage: Stage): EventBody => ({
  type: 'stage.failed',
  stage,
  problem: refuse(
    'stage.silent',
    `The ${stage} was asked for three times and did not finish. Check that the relay runs, then ask again.`
  ).problem
});
