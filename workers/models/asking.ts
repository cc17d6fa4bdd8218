import type Anthropic from '@anthropic-ai/sdk';
import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import { ok, type Result } from '../domain/result.ts';
import type { ModelOffer } from '../domain/usage.ts';
import type { Bill } from './bill.ts';
import { exchange } from './exchange.ts';
import type { Hearing } from './hearing.ts';
import type { Ledger } from './model.ts';
import type { Redact } from './redact.ts';
import type { Reply } from './reply.ts';
import { aborted, pause, unlessAborted, waitBefore, type Patience } from './waiting.ts';

export type Effort = 'low' | 'medium' | 'high' | 'xhigh' | 'max';

/** What every call to one model shares. */
export interface Mind {
  client: Anthropic;
  offer: ModelOffer;
  ledger: Ledger;
  redact: Redact;
  effort: Effort | null;
  patience: Patience;
}

/** Makes a request until it is answered, cannot be, or took too long. Each try is admitted before and recorded after. */
export async function ask(
  { client, patience }: Mind,
  request: MessageCreateParamsStreaming,
  bill: Bill,
  hearing: Hearing,
  signal: AbortSignal | undefined
): Promise<Result<Reply>> {
  const began = Date.now();
  for (let attempt = 1; ; attempt++) {
    const admitted = await unlessAborted(bill.admit(request), signal);
    if (!admitted.ok) return admitted;
    if (!admitted.value.ok) return admitted.value;
    const tried = await exchange(client, request, { signal, silence: patience.silence, hear: hearing.attempt() });
    const used = tried.ok ? tried.reply.tokens : tried.tokens;
    if (used) await bill.record(used);
    if (signal?.aborted) return aborted();
    if (tried.ok) return ok(tried.reply);
    const { problem, again, after } = tried.failure;
    const wait = again ? waitBefore(patience, attempt, Date.now() - began, after) : null;
    if (wait === null) return { ok: false, problem };
    const waited = await pause(wait, signal);
    if (!waited.ok) return waited;
  }
}
