import type { JournalEvent, PartialMessage, SocketFrame } from '../workers/domain/events.ts';
import type { Journal } from './journal.ts';

const frameLimit = 400;

function send(socket: WebSocket, frame: SocketFrame): void {
  if (socket.readyState === WebSocket.OPEN || socket.readyState === WebSocket.CONNECTING)
    socket.send(JSON.stringify(frame));
}

/**
 * Takes a watcher's socket: the past after `?since=` first, then word that it is complete, then what is written of an answer; what
 * comes is shown to all.
 */
export function admit(
  state: DurableObjectState,
  journal: Journal,
  partial: PartialMessage | null,
  request: Request
): Response {
  if (request.headers.get('upgrade') !== 'websocket') return new Response('expected a WebSocket', { status: 426 });
  const { 0: client, 1: server } = new WebSocketPair();
  let seq = Math.max(0, Number(new URL(request.url).searchParams.get('since')) || 0);
  state.acceptWebSocket(server);
  for (let events = journal.since(seq, frameLimit); events.length > 0; events = journal.since(seq, frameLimit)) {
    send(server, { kind: 'events', events });
    seq = events.at(-1)?.seq ?? seq;
  }
  send(server, { kind: 'caught-up', head: journal.head() });
  if (partial) send(server, { kind: 'partial', ...partial });
  return new Response(null, { status: 101, webSocket: client });
}

/** Shows new events to every watcher. */
export function show(state: DurableObjectState, events: JournalEvent[]): void {
  if (events.length === 0) return;
  for (const socket of state.getWebSockets()) send(socket, { kind: 'events', events });
}

/** Shows an answer as it is being written. Answers how many watch. */
export function showPartial(state: DurableObjectState, partial: PartialMessage): number {
  const sockets = state.getWebSockets();
  for (const socket of sockets) send(socket, { kind: 'partial', ...partial });
  return sockets.filter(({ readyState }) => readyState === WebSocket.OPEN).length;
}
