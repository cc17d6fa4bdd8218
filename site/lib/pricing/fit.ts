import type { Tier } from '../../../workers/domain/tier.ts';

/** What a person wants to run, in counts. */
export interface Load {
  services: number;
  databases: number;
  builds: boolean;
}

// Rough needs in MB; a plan uses those of the very services that it found.
const perService = 384;
const perDatabase = 512;
const system = 400;
const building = 1536;

/** Memory in MB that a load needs, with the system and, where images are built on the server, room for a build. */
export const memoryFor = (load: Load): number =>
  load.services * perService + load.databases * perDatabase + system + (load.builds ? building : 0);

/** The cheapest tier in stock that has this much memory, or null. Prices of one currency are compared. */
export function cheapestFor(tiers: readonly Tier[], memoryMb: number): Tier | null {
  const fitting = tiers.filter(
    (tier) => tier.spec.memoryGb * 1024 >= memoryMb && tier.regions.some((region) => region.inStock)
  );
  return fitting.toSorted((a, b) => a.price.monthly - b.price.monthly)[0] ?? null;
}
