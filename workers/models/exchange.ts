import type Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsStreaming, RawMessageStreamEvent } from '@anthropic-ai/sdk/resources/messages';
import type { Tokens } from '../domain/usage.ts';
import { cutOff, failureOf, type Failure } from './failures.ts';
import { add, blankDraft, replyOf, tokensSoFar, type Draft, type Reply } from './reply.ts';

/** How one request ended. `tokens` of a failed one are what it used before it failed, where that is known. */
export type Exchange = { ok: true; reply: Reply } | { ok: false; failure: Failure; tokens: Tokens | null };

interface Options {
  signal: AbortSignal | undefined;
  /** Milliseconds without a word after which the stream counts as cut. */
  silence: number;
  hear(text: string): void;
}

/** Makes one request and reads its stream to the end. Ends at once when the signal says so, as a failure. */
export async function exchange(
  client: Anthropic,
  request: MessageCreateParamsStreaming,
  { signal, silence, hear }: Options
): Promise<Exchange> {
  const stop = new AbortController();
  const quit = () => stop.abort();
  signal?.addEventListener('abort', quit);
  let timer = setTimeout(quit, silence);
  const alive = () => {
    clearTimeout(timer);
    timer = setTimeout(quit, silence);
  };
  const draft = blankDraft();
  try {
    const failure = await read(client, request, stop.signal, (event) => {
      alive();
      add(draft, event, hear);
    });
    return outcome(draft, failure);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener('abort', quit);
  }
}

const outcome = (draft: Draft, failure: Failure | null): Exchange =>
  draft.ended && !failure
    ? { ok: true, reply: replyOf(draft) }
    : { ok: false, failure: failure ?? cutOff, tokens: tokensSoFar(draft) };

/** Hands each event on; answers what went wrong on the way. What `take` throws is a bug, and goes through. */
async function read(
  client: Anthropic,
  request: MessageCreateParamsStreaming,
  signal: AbortSignal,
  take: (event: RawMessageStreamEvent) => void
): Promise<Failure | null> {
  const failed = (error: unknown) => failureOf(error, request.model);
  const opened = await client.messages.create(request, { signal }).then((stream) => ({ stream }), failed);
  if (!('stream' in opened)) return opened;
  const events = opened.stream[Symbol.asyncIterator]();
  for (;;) {
    const next = await events.next().catch(failed);
    if ('problem' in next) return next;
    if (next.done) return null;
    take(next.value);
  }
}
