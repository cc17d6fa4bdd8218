import type { Analysis } from '../../domain/analysis.ts';
import { totalOf, type InfrastructurePlan, type PlannedServer } from '../../domain/infrastructure-plan.ts';
import type { Preferences } from '../../domain/project.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { money, type Tier } from '../../domain/tier.ts';
import { alternativesTo } from './alternatives.ts';
import { groupNeed } from './placement.ts';
import { rationale } from './rationale.ts';

/** What an edited plan is measured by; without `tiers` (no vendor could be asked) servers are taken as they stand. */
export interface Ground {
  analysis: Analysis;
  tiers: Tier[];
  preferences: Preferences;
}

/**
 * An edited plan made whole: what a person chose is a tier, a region or a place, and what follows from it (specification, price,
 * totals, alternatives) is filled in from the catalogue. Servers that are as in `before` keep what they say. Refuses a tier that is
 * not sold, or not there, and says what is.
 */
export function settlePlan(
  plan: InfrastructurePlan,
  before: InfrastructurePlan,
  ground: Ground
): Result<InfrastructurePlan> {
  const servers: PlannedServer[] = [];
  for (const server of plan.servers) {
    const old = before.servers.find((each) => each.name === server.name);
    const same = old !== undefined && sameOffer(old, server);
    const filled =
      ground.tiers.length === 0
        ? ok(server)
        : same
          ? ok(reworded(server, old, plan, ground))
          : fill(server, plan, ground);
    if (!filled.ok) return filled;
    servers.push(filled.value);
  }
  const { analysis, tiers, preferences } = ground;
  const whole = { ...plan, servers, currency: servers[0]?.price.currency ?? plan.currency };
  const { monthly, setup } = totalOf(whole);
  const changed = servers.some((server) => !before.servers.includes(server));
  const alternatives =
    tiers.length > 0 && changed ? alternativesTo(servers, plan.needs, analysis, tiers, preferences) : plan.alternatives;
  return ok({ ...whole, totalMonthly: monthly, totalSetup: setup, alternatives });
}

const sameOffer = (a: PlannedServer, b: PlannedServer) =>
  a.vendor === b.vendor && a.tier === b.tier && a.region === b.region;

/** A server of the same offer that holds other units now: its reasons speak of those. */
function reworded(
  server: PlannedServer,
  old: PlannedServer,
  { needs }: InfrastructurePlan,
  { analysis, tiers }: Ground
): PlannedServer {
  const tier = tiers.find((each) => each.vendor === server.vendor && each.tier === server.tier);
  const region = tier?.regions.find((each) => each.id === server.region);
  const known = server.services.every((unit) => needs.some((need) => need.name === unit));
  const moved = server.services.join() !== old.services.join();
  if (!tier || !region || !known || !moved) return server;
  const needMb = groupNeed(server.services, needs, analysis);
  return { ...server, rationale: rationale(server.services, { tier, region }, needMb, needs, chosenByHand(tier)) };
}

function fill(
  server: PlannedServer,
  { needs }: InfrastructurePlan,
  { analysis, tiers }: Ground
): Result<PlannedServer> {
  const sold = tiers.filter((tier) => tier.vendor === server.vendor);
  const tier = sold.find((each) => each.tier === server.tier);
  if (!tier)
    return refuse(
      'vendor.tier',
      `${server.vendor} does not sell ${server.tier}. There is ${listed(sold.map((each) => each.tier))}.`
    );
  const region = tier.regions.find((each) => each.id === server.region);
  if (!region)
    return refuse(
      'vendor.region',
      `${tier.tier} is not sold in ${server.region}. There is ${listed(tier.regions.map(({ id, title }) => `${title} (${id})`))}.`
    );
  if (!region.inStock)
    return refuse('stock.none', `${tier.tier} is out of stock in ${region.title}. Choose another tier or region.`);
  const own = tier.vendor === 'own';
  const needMb = groupNeed(server.services, needs, analysis);
  return ok({
    ...server,
    spec: tier.spec,
    price: tier.price,
    os: own ? 'as-is' : server.os === 'as-is' ? 'ubuntu-24.04' : server.os,
    ownServerId: own ? tier.tier : null,
    rationale: rationale(server.services, { tier, region }, needMb, needs, chosenByHand(tier))
  });
}

const chosenByHand = ({ price }: Tier) =>
  price.monthly === 0
    ? 'It was asked for and costs nothing'
    : `It was asked for, at ${money(price.monthly, price.currency)} a month`;

const listed = (names: string[]) => (names.length === 0 ? 'nothing' : names.slice(0, 12).join(', '));
