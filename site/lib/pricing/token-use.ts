import {
  addTokens,
  costOf,
  noTokens,
  type ModelOffer,
  type Place,
  type Tokens
} from '../../../workers/domain/usage.ts';

/**
 * Tokens of one piece of work in each place: a stage proposed, a message answered, a fix found, for a repository of three services.
 * Origin: estimates of 2026-11-25, from the sizes of the prompts, the drafts and the files that the calls may read. No real use has
 * been measured yet; whoever measures it puts the means here, and says where and when.
 */
export const tokensOf: Record<Place, Tokens> = {
  analysis: { input: 6000, output: 5000, cacheRead: 60_000, cacheWrite: 24_000 },
  infrastructure: { input: 1500, output: 1500, cacheRead: 4000, cacheWrite: 6000 },
  provisioning: { input: 2000, output: 2500, cacheRead: 8000, cacheWrite: 12_000 },
  conversation: { input: 500, output: 600, cacheRead: 16_000, cacheWrite: 3000 },
  repair: { input: 1500, output: 900, cacheRead: 4000, cacheWrite: 5000 }
};
export const measured = false;

/** What a person expects of a month, in counts. */
export interface Work {
  deployments: number;
  messages: number;
  fixes: number;
}

/** Tokens of a month's work, the requests of each kind added up. */
export function tokensFor({ deployments, messages, fixes }: Work): Tokens {
  const counts: Record<Place, number> = {
    analysis: deployments,
    infrastructure: deployments,
    provisioning: deployments,
    conversation: messages,
    repair: fixes
  };
  return Object.entries(tokensOf).reduce(
    (sum, [place, tokens]) => addTokens(sum, times(tokens, counts[place as Place])),
    noTokens
  );
}

const times = (tokens: Tokens, count: number): Tokens => ({
  input: tokens.input * count,
  output: tokens.output * count,
  cacheRead: tokens.cacheRead * count,
  cacheWrite: tokens.cacheWrite * count
});

/** What a month's work costs with a model, in millionths of a US dollar, at the price of prompts that are not long. */
export const costFor = (offer: ModelOffer, work: Work): number => costOf({ ...offer, long: null }, tokensFor(work));
