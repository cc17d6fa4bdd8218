import type { JournalEvent } from '../../../workers/domain/events.ts';

const longestGap = 700;
const speed = 12;

/** When each event of a recorded run is shown, in milliseconds from the start: faster than it was, with long waits cut. */
export function schedule(events: readonly Pick<JournalEvent, 'at'>[]): number[] {
  let at = 0;
  return events.map((event, index) => {
    const before = events[index - 1];
    if (before) at += Math.min(longestGap, Math.max(0, event.at - before.at) / speed);
    return at;
  });
}

/** The time of the recording that corresponds to `position` milliseconds of replay. */
export function recordedTime(
  events: readonly Pick<JournalEvent, 'at'>[],
  times: readonly number[],
  position: number
): number {
  const next = times.findIndex((time) => time > position);
  if (next <= 0) return events.at(next === 0 ? 0 : -1)?.at ?? 0;
  const from = times[next - 1] ?? 0;
  const to = times[next] ?? from;
  const start = events[next - 1]?.at ?? 0;
  const end = events[next]?.at ?? start;
  return start + ((position - from) / Math.max(1, to - from)) * (end - start);
}
