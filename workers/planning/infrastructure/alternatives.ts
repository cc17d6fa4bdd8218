import type { Analysis } from '../../domain/analysis.ts';
import type { InfrastructurePlan, MemoryNeed, PlannedServer } from '../../domain/infrastructure-plan.ts';
import type { Preferences } from '../../domain/project.ts';
import type { Tier } from '../../domain/tier.ts';
import { groupNeed } from './placement.ts';

type Alternative = InfrastructurePlan['alternatives'][number];

/** Other ways to go, at most six: the next size up, the next down with what it would cost in comfort, other regions, other vendors. */
export function alternativesTo(
  servers: PlannedServer[],
  needs: MemoryNeed[],
  analysis: Analysis,
  tiers: Tier[],
  preferences: Preferences
): Alternative[] {
  const [first] = servers;
  if (!first) return [];
  const needMb = groupNeed(first.services, needs, analysis);
  const sold = tiers.filter((tier) => tier.vendor !== 'own' && tier.regions.some((region) => region.inStock));
  const beside = sold
    .filter((tier) => tier.vendor === first.vendor && tier.tier !== first.tier)
    .sort((a, b) => a.spec.memoryGb - b.spec.memoryGb);
  const larger = beside.find((tier) => tier.spec.memoryGb > first.spec.memoryGb);
  const smaller = beside.filter((tier) => tier.spec.memoryGb < first.spec.memoryGb).at(-1);
  const elsewhere =
    sold
      .find((tier) => tier.vendor === first.vendor && tier.tier === first.tier)
      ?.regions.filter((region) => region.inStock && region.id !== first.region) ?? [];
  const others = [
    ...new Map(
      sold
        .filter((tier) => tier.vendor !== first.vendor && tier.spec.memoryGb * 1024 >= needMb)
        .sort((a, b) => b.price.monthly - a.price.monthly)
        .map((tier) => [tier.vendor, tier])
    ).values()
  ];
  return [
    ...(larger
      ? [
          entry(
            larger,
            first.region,
            `${larger.title}`,
            `${larger.spec.memoryGb} GB instead of ${first.spec.memoryGb}: room to grow, and builds never wait for memory.`
          )
        ]
      : []),
    ...(smaller ? [entry(smaller, first.region, `${smaller.title}`, smallerTradeoff(smaller, needMb))] : []),
    ...elsewhere.slice(0, preferences.region === null ? 2 : 1).map((region) => entryAt(first, region)),
    ...others
      .slice(0, 2)
      .map((tier) =>
        entry(
          tier,
          tier.regions.find((region) => region.inStock)!.id,
          `${tier.title} from ${tier.vendor}`,
          `${tier.spec.memoryGb} GB and ${tier.spec.cores} cores${tier.delivery === null ? '' : `, delivered ${tier.delivery}`}.`
        )
      )
  ];
}

const smallerTradeoff = (tier: Tier, needMb: number) =>
  tier.spec.memoryGb * 1024 >= needMb
    ? 'It fits too, with less to spare.'
    : `It has ${tier.spec.memoryGb} GB where ${Math.ceil((needMb / 1024) * 10) / 10} are needed: builds may run out of memory.`;

const entry = (tier: Tier, region: string, title: string, tradeoff: string): Alternative => ({
  title: title.slice(0, 120),
  vendor: tier.vendor,
  tier: tier.tier,
  region: tier.regions.some((each) => each.id === region) ? region : tier.regions[0]!.id,
  monthly: tier.price.monthly,
  currency: tier.price.currency,
  tradeoff: tradeoff.slice(0, 300)
});

const entryAt = (server: PlannedServer, region: { id: string; title: string }): Alternative => ({
  title: `${server.tier} in ${region.title}`.slice(0, 120),
  vendor: server.vendor,
  tier: server.tier,
  region: region.id,
  monthly: server.price.monthly,
  currency: server.price.currency,
  tradeoff: 'The same server elsewhere: nearer to some visitors, farther from others.'
});
