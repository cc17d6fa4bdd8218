import type { MessageCreateParamsStreaming } from '@anthropic-ai/sdk/resources/messages';
import type { Result } from '../domain/result.ts';
import { addTokens, costOf, noTokens, type ModelOffer, type Place, type Tokens } from '../domain/usage.ts';
import type { Ledger } from './model.ts';

/** What one call costs, as it goes on. */
export interface Bill {
  tokens: Tokens;
  cost: number;
  /** Asks the ledger for the most that a request can cost. */
  admit(request: MessageCreateParamsStreaming): Promise<Result<null>>;
  record(tokens: Tokens): Promise<void>;
}

export function billOf(offer: ModelOffer, place: Place, ledger: Ledger): Bill {
  const bill: Bill = {
    tokens: noTokens,
    cost: 0,
    admit: (request) => ledger.admit(place, mostCost(offer, request)),
    record: async (tokens) => {
      const cost = costOf(offer, tokens);
      bill.tokens = addTokens(bill.tokens, tokens);
      bill.cost += cost;
      await ledger.record({ place, model: offer.id, tokens, cost });
    }
  };
  return bill;
}

/** All of the prompt written to the cache, which is dearest, and all of the output used. */
const mostCost = (offer: ModelOffer, request: MessageCreateParamsStreaming): number =>
  costOf(offer, { ...noTokens, cacheWrite: mostTokens(bytesOf(request)), output: request.max_tokens });

/** Bytes of what a request has to read. */
export function bytesOf({ system, messages, tools, output_config }: MessageCreateParamsStreaming): number {
  return new TextEncoder().encode(JSON.stringify([system, messages, tools, output_config])).length;
}

/** More tokens than that many bytes are: prose has four bytes a token, code three, and little has fewer than two. */
export const mostTokens = (bytes: number): number => Math.ceil(Math.max(0, bytes) / 2);

export const promptOf = ({ input, cacheRead, cacheWrite }: Tokens): number => input + cacheRead + cacheWrite;
