import type { Analysis } from '../../domain/analysis.ts';
import type { InfrastructurePlan, MemoryNeed, PlannedServer } from '../../domain/infrastructure-plan.ts';
import type { Preferences } from '../../domain/project.ts';
import type { Tier } from '../../domain/tier.ts';
import { isRegion } from './offers.ts';
import { groupNeed } from './placement.ts';

/**
 * The servers of an earlier plan with what is deployed now: units that are gone are taken off, new ones go where most is free. Null when
 * something no longer fits, a server is no longer sold there, or a wish about vendor, region or budget now says otherwise.
 */
export function keepPrevious(
  previous: InfrastructurePlan,
  analysis: Analysis,
  needs: MemoryNeed[],
  tiers: Tier[],
  preferences: Preferences
): PlannedServer[] | null {
  if (!suits(previous, preferences)) return null;
  const servers = previous.servers.map((server) => ({
    ...server,
    services: server.services.filter((unit) => needs.some((need) => need.name === unit))
  }));
  for (const { name } of needs) {
    if (servers.some((server) => server.services.includes(name))) continue;
    const roomiest = [...servers].sort((a, b) => free(b, needs, analysis) - free(a, needs, analysis))[0]!;
    roomiest.services.push(name);
  }
  const left = servers.filter((server) => server.services.length > 0);
  const sold = (server: PlannedServer) =>
    tiers.find(
      (tier) =>
        tier.vendor === server.vendor &&
        tier.tier === server.tier &&
        tier.regions.some((region) => region.id === server.region)
    );
  if (left.length === 0 || left.some((server) => !sold(server) || free(server, needs, analysis) < 0)) return null;
  return left.map((server) => ({ ...server, price: sold(server)!.price, spec: sold(server)!.spec }));
}

const free = (server: PlannedServer, needs: MemoryNeed[], analysis: Analysis) =>
  server.spec.memoryGb * 1024 - groupNeed(server.services, needs, analysis);

function suits(previous: InfrastructurePlan, { vendor, region, monthlyBudget, ownServerId }: Preferences): boolean {
  if (vendor !== null && previous.servers.some((server) => server.vendor !== vendor)) return false;
  if (ownServerId !== null && previous.servers.some((server) => server.ownServerId !== ownServerId)) return false;
  if (
    region !== null &&
    previous.servers.some((server) => !isRegion({ id: server.region, title: server.region }, region))
  )
    return false;
  return monthlyBudget === null || previous.totalMonthly <= monthlyBudget;
}

/** Whether a plan still has the servers of an earlier one, each where it was: then all that a person set on them is in it. */
export const holdsServersOf = (plan: InfrastructurePlan, previous: InfrastructurePlan): boolean =>
  plan.servers.every((server) => {
    const old = previous.servers.find((each) => each.name === server.name);
    return (
      old !== undefined &&
      (['vendor', 'tier', 'region', 'os'] as const).every((field) => old[field] === server[field]) &&
      previous.servers.every((each) => each === old || each.services.every((unit) => !server.services.includes(unit)))
    );
  });
