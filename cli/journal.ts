import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEvent, SocketFrame } from '../workers/domain/events.ts';
import { readEvents, type Client } from './client.ts';

const longestPause = 5000;

/** Thrown when a journal can be read no longer; its message is for the person. */
export class JournalLost extends Error {}

/** The number of the newest event of a deployment. Throws JournalLost. */
export async function headOf(client: Client, deploymentId: string): Promise<number> {
  const read = await readEvents(client, deploymentId, 0, 1);
  if (read.ok) return read.value.head;
  throw new JournalLost(read.problem.message);
}

/** A deployment's events from after `since` up to now. Throws JournalLost. */
export async function* past(client: Client, deploymentId: string, since = 0): AsyncGenerator<JournalEvent> {
  for (let seq = since; ;) {
    const read = await readEvents(client, deploymentId, seq);
    if (!read.ok) throw new JournalLost(read.problem.message);
    yield* read.value.events;
    const last = read.value.events.at(-1);
    if (!last || last.seq >= read.value.head) return;
    seq = last.seq;
  }
}

/** All events of a deployment up to now. Throws JournalLost. */
export async function wholeJournal(client: Client, deploymentId: string): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for await (const event of past(client, deploymentId)) events.push(event);
  return events;
}

/**
 * A deployment's journal from after `since` on, each event once and in order, for as long as it is read. Lost sockets are
 * opened again from where reading stopped. Throws JournalLost when the deployment is no more, or when Hydron itself has been
 * gone for `patience` milliseconds.
 */
export async function* follow(
  client: Client,
  deploymentId: string,
  since = 0,
  patience = 60_000
): AsyncGenerator<JournalEvent> {
  let seq = since;
  let pause = 200;
  for (let lost = Date.now(); ; await sleep(pause), pause = Math.min(pause * 2, longestPause)) {
    for await (const event of socketEvents(client, deploymentId, seq)) {
      lost = Date.now();
      pause = 200;
      if (event.seq <= seq) continue;
      seq = event.seq;
      yield event;
    }
    const there = await readEvents(client, deploymentId, seq, 1);
    if (there.ok) lost = Date.now();
    else if (!passing.has(there.problem.code)) throw new JournalLost(there.problem.message);
    if (Date.now() - lost > patience)
      throw new JournalLost(
        `Hydron at ${client.url} has not answered for ${patience / 1000} s. Start it with npm start; runs go on from there.`
      );
  }
}

/** Problems that may be over soon: nobody listens, or an error of the server's own. */
const passing = new Set(['api.unreachable', 'api.failed']);

/** The events of one socket, until it closes. */
async function* socketEvents(client: Client, deploymentId: string, since: number): AsyncGenerator<JournalEvent> {
  const address = `${client.url.replace(/^http/, 'ws')}/api/deployments/${encodeURIComponent(deploymentId)}/socket?since=${since}`;
  const socket = new WebSocket(address, {
    headers: { authorization: `Bearer ${client.token}` }
  } as unknown as string[]);
  const waiting: JournalEvent[] = [];
  let closed = false;
  let notify: () => void = () => undefined;
  const end = () => {
    closed = true;
    notify();
  };
  socket.addEventListener('message', ({ data }) => {
    const frame = JSON.parse(String(data)) as SocketFrame;
    if (frame.kind === 'events') waiting.push(...frame.events);
    notify();
  });
  socket.addEventListener('close', end);
  socket.addEventListener('error', end);
  try {
    while (!closed || waiting.length > 0) {
      yield* waiting.splice(0);
      if (!closed && waiting.length === 0) await new Promise<void>((resolve) => (notify = resolve));
    }
  } finally {
    socket.close();
  }
}
