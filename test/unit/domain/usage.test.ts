import { describe, expect, it } from 'vitest';
import { costOf, dollars, modelOffers, noTokens, offerOf } from '../../../workers/domain/usage.ts';

const sonnet = offerOf('claude-sonnet-5-5')!;
const haiku = offerOf('claude-haiku-5-5')!;

describe('what a call costs', () => {
  it('is its tokens at the list price, in millionths of a dollar', () => {
    expect(costOf(sonnet, { ...noTokens, input: 1_000_000 })).toBe(2_000_000);
    expect(costOf(sonnet, { input: 1000, output: 500, cacheRead: 20_000, cacheWrite: 4000 })).toBe(
      2000 + 5000 + 2000 + 10_000
    );
  });

  it('is never rounded to nothing', () => {
    expect(costOf(haiku, { ...noTokens, cacheRead: 1 })).toBe(1);
    expect(costOf(haiku, noTokens)).toBe(0);
  });

  it('follows the price of long prompts, of which cached parts are part', () => {
    expect(costOf(haiku, { ...noTokens, input: 50_000, cacheRead: 50_000 })).toBe(5000 + 500);
    expect(costOf(haiku, { ...noTokens, input: 50_001, cacheRead: 50_000 })).toBe(Math.ceil(50_001 * 0.5 + 2500));
  });

  it('reads as dollars', () => {
    expect(dollars(42_100)).toBe('$0.0421');
    expect(dollars(12_345_678)).toBe('$12.35');
  });
});

it('offers models from the cheapest to the dearest', () => {
  const prices = modelOffers.map((offer) => offer.price.output);
  expect(prices).toEqual([...prices].sort((a, b) => a - b));
});
