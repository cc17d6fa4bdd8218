import type { JournalEvent } from '../workers/domain/events.ts';
import { isOver, type RunState } from '../workers/domain/run.ts';
import { readEvents, type Client } from './client.ts';
import { eventText } from './event-text.ts';
import { follow } from './journal.ts';
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

/** Shows a run's events from after `since` on until it is over. */
export async function watchRun(
  client: Client,
  deploymentId: string,
  runId: string,
  since: number,
  terminal: Terminal
): Promise<RunEnd> {
  let end = newEnd;
  for await (const event of follow(client, deploymentId, since)) {
    show(event, terminal);
    if (!('runId' in event) || event.runId !== runId) continue;
    end = readEnd(end, event);
    if (event.type === 'run.state' && isOver(event.state)) break;
  }
  return end;
}

/** The number of the newest event of a deployment, to watch from there on. */
export async function headOf(client: Client, deploymentId: string): Promise<number> {
  const read = await readEvents(client, deploymentId, Number.MAX_SAFE_INTEGER);
  return read.ok ? read.value.head : 0;
}

/** The exit code of a command that ran something: 0 only when the run completed and the site answers from here. */
export async function concludeRun(end: RunEnd, terminal: Terminal): Promise<number> {
  if (end.state !== 'completed' || end.url === null) {
    terminal.complain(`The run ${end.state}${end.reason ? `: ${end.reason}` : ''}.`);
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
