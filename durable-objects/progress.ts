import type { EventBody } from '../workers/domain/events.ts';
import type { Phase } from '../workers/domain/phase.ts';
import { isOver, type RunState } from '../workers/domain/run.ts';

/** Where the newest run stands: what a status line says. `running` holds `server/step` of each step under way. */
export interface Progress {
  runId: string | null;
  state: RunState | null;
  phase: Phase | null;
  running: string[];
  done: number;
  failed: string | null;
  url: string | null;
}

export const noProgress: Progress = {
  runId: null,
  state: null,
  phase: null,
  running: [],
  done: 0,
  failed: null,
  url: null
};

/** The newest run's progress after one event. Events of earlier runs change nothing. */
export function advance(progress: Progress, event: EventBody): Progress {
  if (event.type === 'run.started') return { ...noProgress, runId: event.runId, state: 'started' };
  if (!('runId' in event) || event.runId !== progress.runId) return progress;
  if (event.type === 'run.state') return moved(progress, event.state);
  if (event.type === 'phase.started') return { ...progress, phase: event.phase };
  if (event.type === 'live') return { ...progress, url: event.url };
  return event.type === 'step' ? stepped(progress, event) : progress;
}

/** A run that is over runs nothing; one that is resumed begins anew, since what is in place is told again as skipped. */
function moved(progress: Progress, state: RunState): Progress {
  if (isOver(state)) return { ...progress, state, running: [] };
  const resumed = progress.state !== null && isOver(progress.state);
  return resumed ? { ...noProgress, runId: progress.runId, state } : { ...progress, state };
}

function stepped(progress: Progress, event: Extract<EventBody, { type: 'step' }>): Progress {
  const name = `${event.server}/${event.stepId}`;
  const others = progress.running.filter((running) => running !== name);
  if (event.state === 'running') return { ...progress, running: [...others, name], failed: null };
  if (event.state === 'failed') return { ...progress, running: others, failed: name };
  return { ...progress, running: others, done: progress.done + (event.state === 'pending' ? 0 : 1) };
}

/** Whether an event says again what the newest run is already known to be: a step of the workflow that is tried again does. */
export const repeats = (progress: Progress, event: EventBody): boolean =>
  event.type === 'run.state' && event.runId === progress.runId && event.state === progress.state;
