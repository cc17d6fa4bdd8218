import { setTimeout as sleep } from 'node:timers/promises';
import type { JournalEvent, SocketFrame } from '../workers/domain/events.ts';
import { readEvents, type Client } from './client.ts';

const longestPause = 5000;

/**
 * A deployment's journal from after `since` on, each event once and in order, for as long as it is read. Lost sockets are
 * opened again from where reading stopped. Throws when Hydron itself has been gone for `patience` milliseconds.
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
    if ((await readEvents(client, deploymentId, seq)).ok) lost = Date.now();
    if (Date.now() - lost > patience)
      throw new Error(`Hydron at ${client.url} has not answered for ${patience / 1000} s.`);
  }
}

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
