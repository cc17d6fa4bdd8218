import * as z from 'zod';

/** Where a model helps; each has a prompt of its own. */
export const places = ['analysis', 'infrastructure', 'provisioning', 'conversation', 'repair'] as const;
export const placeSchema = z.enum(places);
export type Place = z.infer<typeof placeSchema>;

/** Tokens of one call. `input` is what was neither read from the cache nor written to it. */
export const tokensSchema = z.object({
  input: z.number().int().min(0),
  output: z.number().int().min(0),
  cacheRead: z.number().int().min(0),
  cacheWrite: z.number().int().min(0)
});
export type Tokens = z.infer<typeof tokensSchema>;

export const noTokens: Tokens = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };

export const addTokens = (a: Tokens, b: Tokens): Tokens => ({
  input: a.input + b.input,
  output: a.output + b.output,
  cacheRead: a.cacheRead + b.cacheRead,
  cacheWrite: a.cacheWrite + b.cacheWrite
});

/** Prices of a million tokens, in US cents. */
export interface TokenPrice {
  input: number;
  output: number;
  cacheRead: number;
  cacheWrite: number;
}

/** A model that a person may choose. Prompts of more than `longFrom` tokens are billed at `long`, where it has such a price. */
export interface ModelOffer {
  id: string;
  title: string;
  about: string;
  price: TokenPrice;
  long: { from: number; price: TokenPrice } | null;
}

/**
 * The models to choose from, cheapest first, at the vendor's list prices as of 2026-11-25
 * (https://platform.claude.com/docs/en/about-claude/pricing). Cache writes are those that last five minutes.
 */
export const modelOffers: ModelOffer[] = [
  {
    id: 'claude-haiku-5-5',
    title: 'Claude Haiku 5.5',
    about: 'Quick and cheap. Fits small repositories.',
    price: { input: 10, output: 50, cacheRead: 1, cacheWrite: 12.5 },
    long: { from: 100_000, price: { input: 50, output: 250, cacheRead: 5, cacheWrite: 62.5 } }
  },
  {
    id: 'claude-sonnet-5-5',
    title: 'Claude Sonnet 5.5',
    about: 'Fits most repositories.',
    price: { input: 200, output: 1000, cacheRead: 10, cacheWrite: 250 },
    long: null
  },
  {
    id: 'claude-opus-5-5',
    title: 'Claude Opus 5.5',
    about: 'For large or unusual repositories.',
    price: { input: 400, output: 2000, cacheRead: 20, cacheWrite: 500 },
    long: null
  },
  {
    id: 'claude-fable-5-1',
    title: 'Claude Fable 5.1',
    about: 'The most thorough, and the dearest.',
    price: { input: 1000, output: 5000, cacheRead: 25, cacheWrite: 1250 },
    long: null
  }
];

export const modelIdSchema = z.enum(modelOffers.map((offer) => offer.id) as [string, ...string[]]);

export const offerOf = (id: string): ModelOffer | null => modelOffers.find((offer) => offer.id === id) ?? null;

/** What tokens of one request cost, in millionths of a US dollar, rounded up. */
export function costOf({ price, long }: ModelOffer, tokens: Tokens): number {
  const prompt = tokens.input + tokens.cacheRead + tokens.cacheWrite;
  const cents = long && prompt > long.from ? long.price : price;
  const kinds = ['input', 'output', 'cacheRead', 'cacheWrite'] as const;
  // A cent per million tokens is a hundredth of a micro-dollar per token.
  return Math.ceil(kinds.reduce((sum, kind) => sum + tokens[kind] * cents[kind], 0) / 100);
}

/** One request to a model, as it is kept: what it was for, its tokens, and its cost in millionths of a US dollar. */
export interface Usage {
  place: Place;
  model: string;
  tokens: Tokens;
  cost: number;
}

/** `$0.0421`: four digits, since a call often costs less than a cent. */
export const dollars = (micro: number): string => `$${(micro / 1_000_000).toFixed(micro >= 10_000_000 ? 2 : 4)}`;

/** `$5` or `$7.50`, for amounts that people set. */
export const budgetText = (micro: number): string => `$${(micro / 1_000_000).toFixed(micro % 1_000_000 === 0 ? 0 : 2)}`;

/** A price of a million tokens, given in cents: `$2`, `$0.10`, `$0.125`. */
export function priceText(cents: number): string {
  const dollars = cents / 100;
  return `$${Number.isInteger(dollars) ? dollars : dollars.toFixed(Number.isInteger(cents) ? 2 : 3)}`;
}
