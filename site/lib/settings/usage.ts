import type { Tier } from '../../../workers/domain/tier.ts';
import type { ServerView } from '#lib/answers.ts';

/** What servers cost a month. `amounts` are minor units by currency; `unknown` counts the servers that no vendor names a price for. */
export interface MonthlyCost {
  amounts: [currency: string, amount: number][];
  unknown: number;
}

/** The monthly cost of servers by the vendors' prices of today; what was ordered earlier may have cost less or more. */
export function monthlyCost(
  servers: readonly Pick<ServerView, 'vendor' | 'tier'>[],
  tiers: readonly Tier[]
): MonthlyCost {
  const amounts = new Map<string, number>();
  let unknown = 0;
  for (const { vendor, tier } of servers.filter((server) => server.vendor !== 'own')) {
    const price = tiers.find((offer) => offer.vendor === vendor && offer.tier === tier)?.price;
    if (price) amounts.set(price.currency, (amounts.get(price.currency) ?? 0) + price.monthly);
    else unknown++;
  }
  return { amounts: [...amounts], unknown };
}
