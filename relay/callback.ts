import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { callbackAnswerSchema, sign, type CallbackBody } from './protocol.ts';

export interface Callback {
  url: string;
  key: string;
}

const longestSilenceMs = 10 * 60_000;
const slowestRetryMs = 10_000;
const answerWithinMs = 30_000;

/** A wait that doubles with each attempt from `first` to `most` milliseconds, a third of it by chance. */
export const backoff = (attempt: number, first: number, most: number): number =>
  Math.min(most, first * 2 ** Math.min(attempt, 20)) * (0.67 + Math.random() / 3);

/**
 * Posts one body and answers how far the journal has read, trying again for at least ten minutes while nobody answers.
 * Null: given up, or ended through `signal`.
 */
export async function post(callback: Callback, body: CallbackBody, signal: AbortSignal): Promise<number | null> {
  const giveUp = Date.now() + longestSilenceMs;
  for (let attempt = 0; !signal.aborted; attempt++) {
    const offset = await postOnce(callback, JSON.stringify(body), signal).catch(() => null);
    if (offset !== null) return offset;
    if (Date.now() > giveUp) return null;
    await wait(backoff(attempt, 100, slowestRetryMs), undefined, { signal }).catch(() => undefined);
  }
  return null;
}

async function postOnce(callback: Callback, body: string, signal: AbortSignal): Promise<number | null> {
  const url = new URL(callback.url);
  const request = { method: 'POST', path: url.pathname + url.search, body, time: Date.now(), nonce: randomUUID() };
  const response = await fetch(url, {
    method: 'POST',
    body,
    redirect: 'error',
    signal: AbortSignal.any([signal, AbortSignal.timeout(answerWithinMs)]),
    headers: {
      'content-type': 'application/json',
      'x-hydron-signature': await sign(callback.key, request),
      'x-hydron-time': String(request.time),
      'x-hydron-nonce': request.nonce
    }
  });
  const text = await response.text();
  const answer = response.ok ? callbackAnswerSchema.safeParse(JSON.parse(text)) : null;
  return answer?.success ? answer.data.offset : null;
}
