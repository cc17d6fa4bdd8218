import { deployedServices, placedDatastores, type Analysis } from '../../../domain/analysis.ts';
import type { InfrastructurePlan } from '../../../domain/infrastructure-plan.ts';
import type { Preferences } from '../../../domain/project.ts';
import { untrusted } from '../../../models/untrusted.ts';
import { groupNeed } from '../placement.ts';
import { tierId, type Choices } from './choices.ts';

const longest = 60_000;

/** What a model is given to choose by: what the software is, the draft, the person's wishes, and what is on the list. */
export function materialOf(
  draft: InfrastructurePlan,
  analysis: Analysis,
  preferences: Preferences,
  choices: Choices
): string {
  const wishes = {
    region: preferences.region,
    monthlyBudget: preferences.monthlyBudget === null ? null : preferences.monthlyBudget / 100,
    currency: preferences.currency,
    vendor: preferences.vendor
  };
  return [
    `The person's wishes, null where there is none: ${JSON.stringify(wishes)}`,
    'The software:',
    untrusted('analysis', shown(workloadOf(analysis))),
    'The draft:',
    untrusted('draft', shown(draftOf(draft, analysis))),
    'The placements:',
    untrusted('placements', shown(choices.placements)),
    'The catalogue, prices a month:',
    untrusted('catalogue', catalogueOf(choices))
  ].join('\n');
}

const shown = (value: unknown) => JSON.stringify(value, null, 1).slice(0, longest);

const workloadOf = (analysis: Analysis) => ({
  services: deployedServices(analysis).map((service) => ({
    name: service.name,
    kind: service.kind,
    language: service.language,
    framework: service.framework,
    startCommand: service.startCommand,
    schedule: service.schedule,
    statedMemoryMb: service.memoryMb,
    built: service.dockerfile !== null,
    dependsOn: service.dependsOn
  })),
  datastores: placedDatastores(analysis).map(({ name, kind, version, reason }) => ({ name, kind, version, reason })),
  externals: analysis.externals.map(({ name }) => name)
});

const draftOf = ({ servers, needs, totalMonthly, currency }: InfrastructurePlan, analysis: Analysis) => ({
  needs,
  servers: servers.map((server) => ({
    name: server.name,
    runs: server.services,
    neededMb: groupNeed(server.services, needs, analysis),
    tier: `${server.vendor}/${server.tier}`,
    region: server.region,
    memoryMb: Math.floor(server.spec.memoryGb * 1024),
    monthly: server.price.monthly / 100
  })),
  totalMonthly: totalMonthly / 100,
  currency
});

/** A line for each tier, with the regions in which it can be had. */
function catalogueOf({ offers }: Choices): string {
  const lines = new Map<string, { head: string; regions: string[] }>();
  for (const offer of offers) {
    const { spec, price } = offer.tier;
    const id = tierId(offer);
    const head = `${id}: ${spec.cores} cores, ${spec.memoryGb} GB, ${spec.disk}, ${price.currency} ${(price.monthly / 100).toFixed(2)}`;
    const line = lines.get(id) ?? { head, regions: [] };
    line.regions.push(`${offer.region.id} (${offer.region.title})`);
    lines.set(id, line);
  }
  return [...lines.values()].map(({ head, regions }) => `${head}; in ${regions.join(', ')}`).join('\n');
}
