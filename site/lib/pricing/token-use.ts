import {
  addTokens,
  costOf,
  noTokens,
  places,
  type ModelOffer,
  type Place,
  type Tokens
} from '../../../workers/domain/usage.ts';

/**
 * Tokens of the first prompt in each place: instructions, tools and material, at four bytes a token, since the vendor's tokenizer is not
 * public. Measured on 2026-11-25 in the recorded deployment of the documentation, a repository of two services. The shape of an answer
 * is not counted.
 */
export const firstPrompt: Record<Place, number> = {
  analysis: 2827,
  infrastructure: 1376,
  provisioning: 1993,
  conversation: 3680,
  repair: 3494
};

/** How a model goes on from there: requests in all, tokens that each look adds to the prompt, tokens written. Assumed, not measured. */
export const assumed: Record<Place, { requests: number; look: number; output: number }> = {
  analysis: { requests: 8, look: 1800, output: 5000 },
  infrastructure: { requests: 1, look: 0, output: 1500 },
  provisioning: { requests: 4, look: 1500, output: 2500 },
  conversation: { requests: 2, look: 900, output: 600 },
  repair: { requests: 1, look: 0, output: 900 }
};

/** Each request reads what those before it wrote into the cache, and writes what is new. */
function tokensIn(place: Place): Tokens {
  const first = firstPrompt[place];
  const { requests, look, output } = assumed[place];
  const looks = requests - 1;
  return {
    input: 0,
    output,
    cacheRead: looks * first + (look * looks * (looks - 1)) / 2,
    cacheWrite: first + looks * look
  };
}

/** Tokens of one piece of work in each place: a stage proposed, a message answered, a fix found. */
export const tokensOf = Object.fromEntries(places.map((place) => [place, tokensIn(place)])) as Record<Place, Tokens>;

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
