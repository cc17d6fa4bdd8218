import type { Analysis } from '../../domain/analysis.ts';
import type { InfrastructurePlan, MemoryNeed, PlannedServer } from '../../domain/infrastructure-plan.ts';
import type { Preferences } from '../../domain/project.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { money, type Tier } from '../../domain/tier.ts';
import { alternativesTo } from './alternatives.ts';
import { needsOf } from './needs.ts';
import { keepPrevious } from './keep.ts';
import { offersFor, type Offer } from './offers.ts';
import { groupNeed, groupings, type Group } from './placement.ts';
import { cheapestThatFits, gigabytes, rationale } from './rationale.ts';

export interface InfrastructureInput {
  analysis: Analysis;
  tiers: Tier[];
  preferences: Preferences;
  previous: InfrastructurePlan | null;
  now: Date;
  /** Figures that stand in place of the rules' own. */
  needs?: MemoryNeed[];
}

/**
 * Which servers, and what runs where: the servers of `previous` where they still hold everything, else the cheapest way to fit, with as few
 * servers as possible. Refuses, saying what to change, when nothing is sold where it is wanted, nothing is large enough, or it costs
 * more than the budget.
 */
export function planInfrastructure(input: InfrastructureInput): Result<InfrastructurePlan> {
  const { analysis, preferences, previous, needs = needsOf(analysis) } = input;
  if (needs.length === 0)
    return refuse('plan.empty', 'No service is left to deploy. Accept at least one in the analysis.');
  const offers = offersFor(input.tiers, preferences);
  const kept = previous === null ? null : keepPrevious(previous, analysis, needs, input.tiers, preferences);
  if (!kept && !offers.ok) return offers;
  const chosen: Result<PlannedServer[]> = kept
    ? ok(kept)
    : choose(analysis, needs, offers.ok ? offers.value : [], preferences);
  return chosen.ok ? ok(planOf(chosen.value, needs, input)) : chosen;
}

/** The plan that these servers make: their sums, and what could be had instead. */
export function planOf(servers: PlannedServer[], needs: MemoryNeed[], input: InfrastructureInput): InfrastructurePlan {
  return {
    servers,
    needs,
    alternatives: alternativesTo(servers, needs, input.analysis, input.tiers, input.preferences),
    totalMonthly: servers.reduce((sum, server) => sum + server.price.monthly, 0),
    totalSetup: servers.reduce((sum, server) => sum + server.price.setup, 0),
    currency: servers[0]!.price.currency,
    checkedAt: input.now.toISOString()
  };
}

/** The best of the ways to group that fits and that the budget allows. */
function choose(
  analysis: Analysis,
  needs: MemoryNeed[],
  offers: Offer[],
  preferences: Preferences
): Result<PlannedServer[]> {
  const largestMb = Math.max(...offers.map((offer) => offer.memoryMb));
  const ways = groupings(analysis, needs, largestMb).flatMap((groups) => {
    const servers = fill(groups, analysis, needs, offers);
    return servers === null
      ? []
      : [{ servers, monthly: servers.reduce((sum, server) => sum + server.price.monthly, 0) }];
  });
  if (ways.length === 0) return tooSmall(analysis, needs, largestMb);
  const best = bestOf(ways, preferences.monthlyBudget);
  const { monthlyBudget, currency } = preferences;
  const said = best.servers[0]!.price.currency;
  if (monthlyBudget !== null && best.monthly > 0 && said !== currency)
    return refuse(
      'budget.currency',
      `The budget is in ${currency}, and what fits is sold in ${said}. Set a budget in ${said}.`
    );
  if (monthlyBudget !== null && best.monthly > monthlyBudget) {
    return refuse(
      'budget.exceeded',
      `What fits costs ${money(best.monthly, said)} a month, more than the budget of ${money(monthlyBudget, currency)}. Raise the budget or leave a service out.`
    );
  }
  return ok(best.servers);
}

interface Way {
  servers: PlannedServer[];
  monthly: number;
}

const cheapestOf = (ways: Way[]): Way => ways.reduce((best, way) => (way.monthly < best.monthly ? way : best));

/** The fewest servers; more of them only where that halves the price, or alone keeps to the budget. */
function bestOf(ways: Way[], budget: number | null): Way {
  const fewest = Math.min(...ways.map((way) => way.servers.length));
  const simple = cheapestOf(ways.filter((way) => way.servers.length === fewest));
  const cheap = cheapestOf(ways);
  const affordsOnly = budget !== null && simple.monthly > budget && cheap.monthly <= budget;
  return affordsOnly || cheap.monthly * 2 < simple.monthly ? cheap : simple;
}

function tooSmall(analysis: Analysis, needs: MemoryNeed[], largestMb: number): Result<never> {
  const biggest = [...needs].sort((a, b) => b.memoryMb - a.memoryMb)[0]!;
  const needed = gigabytes(groupNeed([biggest.name], needs, analysis));
  return refuse(
    'stock.size',
    `${biggest.name} alone needs a server of ${needed} GB, and the largest that is sold here has ${gigabytes(largestMb)} GB. Choose another vendor or region, or state a smaller need.`
  );
}

/** A server for each group: the cheapest offer that holds it. Null when a group fits none. */
export function fill(
  groups: Group[],
  analysis: Analysis,
  needs: MemoryNeed[],
  offers: Offer[]
): PlannedServer[] | null {
  const taken = new Set<Offer>();
  const servers: PlannedServer[] = [];
  for (const group of groups) {
    const needMb = groupNeed(group.units, needs, analysis);
    const offer = offers.find((each) => each.memoryMb >= needMb && !(taken.has(each) && each.tier.vendor === 'own'));
    if (!offer) return null;
    taken.add(offer);
    servers.push(serverFrom(group, offer, needMb, needs, cheapestThatFits(offer)));
  }
  return servers;
}

/** The server that holds a group. `choice` says who or what chose it. */
export function serverFrom(
  group: Group,
  offer: Offer,
  needMb: number,
  needs: MemoryNeed[],
  choice: string
): PlannedServer {
  const { tier, region } = offer;
  return {
    name: group.name,
    vendor: tier.vendor,
    tier: tier.tier,
    spec: tier.spec,
    region: region.id,
    os: tier.vendor === 'own' ? 'as-is' : 'ubuntu-24.04',
    price: tier.price,
    services: group.units,
    rationale: rationale(group.units, offer, needMb, needs, choice),
    ownServerId: tier.vendor === 'own' ? tier.tier : null
  };
}
