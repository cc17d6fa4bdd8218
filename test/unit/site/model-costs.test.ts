import { describe, expect, it } from 'vitest';
import { microOf, typedOf } from '../../../site/lib/model/dollars.ts';
import { costFor, tokensFor, tokensOf } from '../../../site/lib/pricing/token-use.ts';
import { costOf, modelOffers, noTokens, offerOf, places, priceText } from '../../../workers/domain/usage.ts';

const sonnet = offerOf('claude-sonnet-5-5')!;

describe('dollars in a field', () => {
  it.each([
    ['5', 5_000_000],
    ['7.50', 7_500_000],
    ['7,5', 7_500_000],
    [' $12 ', 12_000_000],
    ['0', 0]
  ])('%j are %i millionths', (text, micro) => {
    expect(microOf(text)).toBe(micro);
  });

  it.each(['', '-5', '5.123', '1e3', 'five', '999999', '5 6'])('%j are none', (text) => {
    expect(microOf(text)).toBeNull();
  });

  it('read back as they were set', () => {
    for (const micro of [0, 5_000_000, 7_500_000, 10_000_000]) expect(microOf(typedOf(micro))).toBe(micro);
  });
});

describe('a price of a million tokens', () => {
  it('is never rounded to something else', () => {
    expect([200, 10, 12.5, 1, 1250].map(priceText)).toEqual(['$2', '$0.10', '$0.125', '$0.01', '$12.50']);
    for (const { price } of modelOffers)
      for (const cents of Object.values(price)) expect(Number(priceText(cents).slice(1))).toBeCloseTo(cents / 100, 6);
  });
});

describe('the cost of a month', () => {
  it('is nothing for nothing, and grows with each kind of work', () => {
    const none = { deployments: 0, messages: 0, fixes: 0 };
    expect(tokensFor(none)).toEqual(noTokens);
    for (const kind of ['deployments', 'messages', 'fixes'] as const)
      expect(costFor(sonnet, { ...none, [kind]: 1 })).toBeGreaterThan(0);
  });

  it('of a deployment is that of its three stages', () => {
    const stages = [tokensOf.analysis, tokensOf.infrastructure, tokensOf.provisioning].map((one) =>
      costOf(sonnet, one)
    );
    const sum = stages.reduce((a, b) => a + b);
    // Each of the three is rounded up.
    const less = 3 * sum - costFor(sonnet, { deployments: 3, messages: 0, fixes: 0 });
    expect(less).toBeGreaterThanOrEqual(0);
    expect(less).toBeLessThan(3 * stages.length);
  });

  it('knows every place', () => {
    expect(Object.keys(tokensOf).toSorted()).toEqual([...places].toSorted());
  });
});
