import type { PlannedServer } from '../../domain/infrastructure-plan.ts';
import { money, type Tier } from '../../domain/tier.ts';
import { groupNeed } from '../infrastructure/placement.ts';
import { isPlace, placesIn, regionOf, type Region } from './places.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { only, type Clause, wordSet } from './words.ts';

const talk = wordSet(`
  use make take get choose pick switch change go move put place host run deploy it them be is set have need stand
  server servers machine box region location datacenter country everything all one me for with to in at from near
  into on somewhere of
`);
const leads = wordSet('in at to from near into use region location choose pick be is for');
const ends = wordSet('region location datacenter server servers');

/** Where the servers stand: a region of the catalogue by its id, town, country or continent. */
export function regionWish(clause: Clause, plans: Plans): Outcome | null {
  const place = placeIn(clause, plans);
  if (place === null) return null;
  const { infrastructure, tiers } = plans;
  if (!infrastructure) return tell('The servers are not planned yet. Approve the services first, then ask again.');
  const bought = infrastructure.servers.filter(({ vendor }) => vendor !== 'own');
  const about = bought.filter(({ name }) => clause.words.includes(name));
  const servers = about.length > 0 ? about : bought;
  if (servers.length === 0) return tell('The server is your own: it stands where it stands.');
  const sold = tiers.filter(({ vendor }) => vendor !== 'own');
  const regions = placesIn(sold, place).filter((region) => isInStock(region, sold));
  const region = regions.find((each) => servers.every((server) => sameTierIn(server, each, sold))) ?? regions[0];
  if (!region) return tell(nowhere(place, sold));
  return moved(servers, region, regions, plans);
}

const isInStock = ({ id }: Region, tiers: Tier[]) =>
  tiers.some((tier) => tier.regions.some((region) => region.id === id && region.inStock));
const offers = (tiers: Tier[], { id }: Region) =>
  tiers.filter((tier) => tier.regions.some((region) => region.id === id && region.inStock));
const sameTierIn = (server: PlannedServer, region: Region, tiers: Tier[]) =>
  offers(tiers, region).find((tier) => tier.vendor === server.vendor && tier.tier === server.tier);

const asWritten = (place: string) =>
  place.length < 4 ? place.toUpperCase() : place.replace(/(?<![\p{L}\p{N}])\p{L}/gu, (letter) => letter.toUpperCase());

function nowhere(place: string, tiers: Tier[]): string {
  const regions = [...new Map(tiers.flatMap((tier) => tier.regions).map((region) => [region.id, region])).values()];
  const there = regions.filter((region) => isInStock(region, tiers)).map(regionOf);
  return there.length === 0
    ? 'No vendor answered with anything that is in stock. Try again in a moment.'
    : `Nothing is sold in ${asWritten(place.slice(0, 40))}. There is ${there.slice(0, 12).join(', ')}.`;
}

/** The place that a clause names: after a word such as `in`, and nothing else around it but talk about servers. */
function placeIn({ words }: Clause, plans: Plans): string | null {
  const names = new Set((plans.infrastructure?.servers ?? []).map(({ name }) => name));
  const end = ends.has(words.at(-1) ?? '') ? words.length - 1 : words.length;
  for (let from = Math.max(0, end - 4); from < end; from++) {
    const place = words.slice(from, end).join(' ');
    const before = words.slice(0, from);
    if (!only(before, talk, names) || talk.has(words[from]!)) continue;
    const named = leads.has(before.at(-1) ?? '') || before.length === 0;
    const known = isPlace(place) || placesIn(plans.tiers, place).length > 0;
    const asked =
      before.some((word) => word === 'region' || word === 'location') ||
      (end < words.length && words.at(-1) !== 'server' && words.at(-1) !== 'servers');
    const stands =
      before.some((word) => word === 'server' || word === 'servers') &&
      ['in', 'near', 'at'].includes(before.at(-1) ?? '');
    if (named && (known || asked || stands)) return place;
  }
  return null;
}

/** The same tier there, or the cheapest that holds what the server holds. */
function moved(servers: PlannedServer[], region: Region, others: Region[], plans: Plans): Outcome {
  const patch = [];
  const says: string[] = [];
  for (const server of servers) {
    if (server.region === region.id) continue;
    const tier = sameTierIn(server, region, plans.tiers) ?? cheapestFor(server, region, plans);
    if (!tier) return tell(`Nothing that is sold in ${region.title} is large enough for ${server.name}.`);
    const at = `/servers/${server.name}`;
    if (tier.vendor !== server.vendor) patch.push(set(`${at}/vendor`, tier.vendor));
    if (tier.tier !== server.tier) patch.push(set(`${at}/tier`, tier.tier));
    patch.push(set(`${at}/region`, region.id));
    says.push(
      `${server.name} now stands in ${region.title}: ${tier.tier} for ${money(tier.price.monthly, tier.price.currency)} a month.`
    );
  }
  if (patch.length === 0)
    return tell(`${servers.map(({ name }) => name).join(' and ')} stands in ${region.title} already.`);
  const actions = others
    .filter(({ id }) => id !== region.id)
    .slice(0, 5)
    .map((other) => ({ label: other.title, command: `use region ${other.id}` }));
  return change(says.join(' '), { infrastructure: patch }, actions);
}

const cheapestFor = (server: PlannedServer, region: Region, { analysis, infrastructure, tiers }: Plans) => {
  const needMb = groupNeed(server.services, infrastructure?.needs ?? [], analysis);
  return offers(tiers, region)
    .filter((tier) => tier.spec.memoryGb * 1024 >= needMb)
    .sort(
      (a, b) =>
        Number(b.vendor === server.vendor) - Number(a.vendor === server.vendor) || a.price.monthly - b.price.monthly
    )[0];
};
