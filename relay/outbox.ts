import type { Readable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import { post, type Callback } from './callback.ts';
import { take, type Pattern } from './redact.ts';

const batchBytes = 64 * 1024;
const batchMs = 50;
const tailLength = 4000;

/** Where the output of one exec goes, how far it was accepted there, and the end of what was sent. */
export interface Outbox {
  execId: string;
  callback: Callback;
  patterns: Pattern[];
  offset: number;
  tail: string;
  signal: AbortSignal;
}

/** `complete`: all was accepted. `moved`: the journal stands elsewhere, now `offset`. `given up`: it does not answer. */
export type Delivery = 'complete' | 'moved' | 'given up';

/**
 * Posts a stream's bytes from the outbox's offset on: in order, one batch at a time, at most one in 50 ms unless 64 KiB are there.
 * The stream is read only as fast as batches are accepted. `whole` is asked at its end whether that was the end of all output;
 * if not, an undecided rest stays unsent.
 */
export async function deliver(outbox: Outbox, stream: Readable, whole: () => Promise<boolean>): Promise<Delivery> {
  let pending: Buffer = Buffer.alloc(0);
  let undecided = true;
  let next = 0;
  for (;;) {
    if (undecided) await change(stream);
    if (!over(stream) && pending.length + stream.readableLength < batchBytes)
      await wait(Math.max(0, next - Date.now()));
    const chunk = stream.read() as Buffer | null;
    if (chunk) pending = Buffer.concat([pending, chunk]);
    const ended = over(stream);
    const piece = take(pending, outbox.patterns, batchBytes, ended && (await whole()));
    undecided = piece === null;
    if (ended && !piece) return 'complete';
    if (!piece) continue;
    next = Date.now() + batchMs;
    const outcome = await send(outbox, piece);
    if (outcome !== 'complete') return outcome;
    pending = pending.subarray(piece.length);
  }
}

async function send(outbox: Outbox, piece: { length: number; text: string }): Promise<Delivery> {
  const { execId, offset } = outbox;
  const next = offset + piece.length;
  const accepted = await post(
    outbox.callback,
    { kind: 'output', execId, offset, next, text: piece.text },
    outbox.signal
  );
  if (accepted === null) return 'given up';
  outbox.offset = accepted;
  outbox.tail = (outbox.tail + piece.text).slice(-tailLength);
  return accepted === next ? 'complete' : 'moved';
}

const over = (stream: Readable) => stream.readableEnded || stream.destroyed;

/** Waits until there is something to read, or the stream is over. */
function change(stream: Readable): Promise<void> {
  if (over(stream) || stream.readableLength > 0) return Promise.resolve();
  return new Promise((resolve) => {
    const events = ['readable', 'end', 'close', 'error'];
    const settle = () => {
      for (const event of events) stream.off(event, settle);
      resolve();
    };
    for (const event of events) stream.on(event, settle);
  });
}
