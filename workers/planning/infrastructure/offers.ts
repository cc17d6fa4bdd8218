import type { Preferences } from '../../domain/project.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import type { Tier } from '../../domain/tier.ts';

/** A tier in one region where it is in stock. `memoryMb` is what the server has. */
export interface Offer {
  tier: Tier;
  region: Tier['regions'][number];
  memoryMb: number;
}

const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Whether a region is the one that a person named, by its id or as part of its title (`Helsinki` for `hel1`). */
export const isRegion = (region: { id: string; title: string }, wish: string): boolean =>
  same(region.id, wish) ||
  region.title.toLowerCase().includes(wish.toLowerCase()) ||
  region.id.toLowerCase().startsWith(wish.toLowerCase());

/**
 * What can be ordered under these preferences, the cheapest first and the larger first at the same price. A wish that leaves nothing
 * is refused by name.
 */
export function offersFor(tiers: Tier[], preferences: Preferences): Result<Offer[]> {
  if (tiers.length === 0)
    return refuse('catalogue.empty', 'No vendor sells anything here. Add a server of your own in the settings.');
  const { vendor, ownServerId, region, currency } = preferences;
  let left = tiers.filter((tier) =>
    vendor === null
      ? tier.vendor !== 'own' || tiers.every((each) => each.vendor === 'own') || ownServerId === tier.tier
      : tier.vendor === vendor
  );
  if (ownServerId !== null) left = tiers.filter((tier) => tier.vendor === 'own' && tier.tier === ownServerId);
  if (left.length === 0)
    return refuse(
      'vendor.none',
      ownServerId === null
        ? `${vendor} sells nothing here now. Choose another vendor.`
        : 'That server of yours is not registered any more. Choose another.'
    );
  const inCurrency = left.filter((tier) => tier.price.currency === currency || tier.price.monthly === 0);
  const offers = (inCurrency.length > 0 ? inCurrency : left).flatMap((tier) =>
    tier.regions.map((each) => ({ tier, region: each, memoryMb: Math.floor(tier.spec.memoryGb * 1024) }))
  );
  const there = region === null ? offers : offers.filter((offer) => isRegion(offer.region, region));
  if (there.length === 0) return refuse('region.none', `Nothing is sold in ${region}. There is ${regionList(offers)}.`);
  const inStock = there.filter((offer) => offer.region.inStock);
  if (inStock.length === 0)
    return refuse(
      'stock.none',
      `Everything ${region === null ? '' : `in ${region} `}is out of stock now. Try another region or vendor, or later.`
    );
  return ok(
    inStock.sort(
      (a, b) =>
        a.tier.price.monthly - b.tier.price.monthly ||
        a.tier.price.setup - b.tier.price.setup ||
        a.memoryMb - b.memoryMb
    )
  );
}

const regionList = (offers: Offer[]) =>
  [...new Set(offers.map((offer) => `${offer.region.title} (${offer.region.id})`))].slice(0, 8).join(', ');
