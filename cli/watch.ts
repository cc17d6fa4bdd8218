import type { JournalEvent } from '../workers/domain/events.ts';
import { isOver, type RunState } from '../workers/domain/run.ts';
import type { Client } from './client.ts';
import { eventText } from './event-text.ts';
import { follow, headOf } from './journal.ts';
import { checkLive } from './live-check.ts';
import type { Terminal } from './terminal.ts';

/** Shows an event: as a JSON line with `--json`, else as lines for a person. */
export function show(event: JournalEvent, terminal: Terminal): void {
  if (terminal.json) return terminal.event(event);
  const text = eventText(event, terminal.paint);
  if (text !== null) terminal.say(text);
}

/** How a run ended and where its site is; `authority` signs its certificate (PEM), `probed` is whether its probes passed. */
export interface RunEnd {
  state: RunState;
  reason: string | null;
  url: string | null;
  authority: string | null;
  probed: boolean;
}

/** Keeps what a run's events say of its end. */
export function readEnd(end: RunEnd, event: JournalEvent): RunEnd {
  if (event.type === 'run.state') return { ...end, state: event.state, reason: event.reason };
  if (event.type === 'live') return { ...end, url: event.url, authority: event.authority };
  return event.type === 'probe' ? { ...end, probed: event.ok } : end;
}

export const newEnd: RunEnd = { state: 'started', reason: null, url: null, authority: null, probed: false };

/** What a person who leaves a watched run is told. */
export const runGoesOn = (name: string): string =>
  `The run goes on without this terminal. Follow it again: hydron logs ${name} --follow. End it: hydron stop ${name}`;

/** Shows a run's events from after `since` on until it is over. An end that was resumed since does not count as one. */
export async function watchRun(
  client: Client,
  run: { deploymentId: string; runId: string; name: string },
  since: number,
  terminal: Terminal
): Promise<RunEnd> {
  const head = await headOf(client, run.deploymentId);
  let end = newEnd;
  terminal.onLeaving(runGoesOn(run.name));
  for await (const event of follow(client, run.deploymentId, since)) {
    if ('runId' in event && event.runId === run.runId) {
      show(event, terminal);
      end = readEnd(end, event);
    }
    if (event.seq >= head && isOver(end.state)) break;
  }
  terminal.onLeaving(null);
  return end;
}

/** The exit code of a command that ran something: 0 only when the run completed and the site answers from here. */
export async function concludeRun(end: RunEnd, name: string, terminal: Terminal): Promise<number> {
  if (end.state !== 'completed' || end.url === null) {
    const reason = end.reason ? `: ${end.reason.replace(/\.$/, '')}` : '';
    terminal.complain(`The run ${end.state}${reason}.\nGo on from there: hydron resume ${name}`);
    return 1;
  }
  const live = await checkLive(end.url, end.authority);
  const answers = live.status !== null && live.status < 500;
  if (!answers) terminal.complain(`${end.url} does not answer from here: ${live.problem ?? `status ${live.status}`}.`);
  else if (!live.trusted)
    terminal.complain(
      "Its certificate is signed by the server's own authority, which this machine does not know; the run's probes checked it."
    );
  if (terminal.json)
    terminal.event({ type: 'result', url: end.url, status: live.status, trusted: live.trusted, probed: end.probed });
  else terminal.say(terminal.paint('bold', end.url));
  return answers && (live.trusted || end.probed) ? 0 : 1;
}
