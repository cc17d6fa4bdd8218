import { stages, stagesAfter, type Stage } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';

/** Where a stage stands in the conversation. */
export interface StageStanding {
  status: 'none' | 'proposing' | 'proposed' | 'approved' | 'stale' | 'failed';
  version: number;
  hash: string | null;
}
export type Conversation = Record<Stage, StageStanding>;

/** What has to happen next: a stage is proposed (again), a version is marked stale, a run starts. */
export type ConversationEffect =
  { do: 'propose'; stage: Stage } | { do: 'mark stale'; stage: Stage; version: number } | { do: 'start run' };

const fresh: StageStanding = { status: 'none', version: 0, hash: null };
export const newConversation: Conversation = { analysis: fresh, infrastructure: fresh, provisioning: fresh };

const quiet = (state: Conversation) => ({ state, effects: [] as ConversationEffect[] });
const put = (state: Conversation, stage: Stage, change: Partial<StageStanding>): Conversation => ({
  ...state,
  [stage]: { ...state[stage], ...change }
});

/** The conversation after one event, and what the event calls for. */
export function converse(
  state: Conversation,
  event: EventBody
): { state: Conversation; effects: ConversationEffect[] } {
  if (event.type === 'stage.started') return quiet(put(state, event.stage, { status: 'proposing' }));
  if (event.type === 'stage.failed') return quiet(put(state, event.stage, { status: 'failed' }));
  if (event.type === 'artifact.stale') return quiet(put(state, event.stage, { status: 'stale' }));
  if (event.type === 'artifact.proposed')
    return proposed(
      put(state, event.stage, { status: 'proposed', version: event.version, hash: event.hash }),
      event.stage
    );
  if (event.type === 'artifact.approved') return approved(put(state, event.stage, { status: 'approved' }), event.stage);
  return quiet(state);
}

/** A new version makes what rests on it stale; the nearest of those is proposed again, which reaches the next in turn. */
function proposed(state: Conversation, stage: Stage) {
  const resting = stagesAfter(stage).filter((later) => state[later].version > 0);
  const effects: ConversationEffect[] = resting.map((later) => ({
    do: 'mark stale',
    stage: later,
    version: state[later].version
  }));
  if (resting[0]) effects.push({ do: 'propose', stage: resting[0] });
  return { state, effects };
}

/** An approval asks for the next stage unless one that rests on these very bytes is there; the last one starts the run. */
function approved(state: Conversation, stage: Stage): { state: Conversation; effects: ConversationEffect[] } {
  const next = stagesAfter(stage)[0];
  if (!next) return { state, effects: [{ do: 'start run' }] };
  const waiting = state[next].status === 'none' || state[next].status === 'failed';
  return { state, effects: waiting ? [{ do: 'propose', stage: next }] : [] };
}

/** The first stage that failed, if one did. */
export const firstFailed = (state: Conversation): Stage | undefined =>
  stages.find((stage) => state[stage].status === 'failed');

/** The stage after one, if it failed: an approval that is repeated asks for it again. */
export function nextFailed(state: Conversation, stage: Stage): Stage | undefined {
  const next = stagesAfter(stage)[0];
  return next && state[next].status === 'failed' ? next : undefined;
}
