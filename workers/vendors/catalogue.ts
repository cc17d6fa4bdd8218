import { ok, refuse, type Problem, type Result } from '../domain/result.ts';
import type { Tier, VendorName } from '../domain/tier.ts';
import type { Quote, Vendor } from './vendor.ts';

/** Everything on sale now. A vendor that could not be asked is a failure beside the others' tiers, not the end of them. */
export interface Catalogue {
  tiers: Tier[];
  failures: { vendor: VendorName; problem: Problem }[];
}

/** Asks all vendors at a time; tiers keep the order of the vendors. */
export async function collectTiers(vendors: Vendor[]): Promise<Catalogue> {
  const answers = await Promise.all(
    vendors.map(async (vendor) => ({ vendor: vendor.name, result: await vendor.tiers() }))
  );
  return {
    tiers: answers.flatMap(({ result }) => (result.ok ? result.value : [])),
    failures: answers.flatMap(({ vendor, result }) => (result.ok ? [] : [{ vendor, problem: result.problem }]))
  };
}

/** The price and the stock of one tier in one region. Refused where a catalogue has no such tier or region. */
export function quoteFrom(tiers: Result<Tier[]>, name: string, regionId: string): Result<Quote> {
  if (!tiers.ok) return tiers;
  const tier = tiers.value.find((one) => one.tier === name);
  if (!tier) return refuse('vendor.tier', `${name} is not on sale any more. Choose another tier.`);
  const region = tier.regions.find((one) => one.id === regionId);
  if (!region) return refuse('vendor.region', `${name} is not sold in ${regionId}. Choose another region.`);
  return ok({ price: tier.price, inStock: region.inStock });
}
