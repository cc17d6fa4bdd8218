import { groupNeed } from '../infrastructure/placement.ts';
import { gigabytes } from '../infrastructure/rationale.ts';
import type { PlannedServer } from '../../domain/infrastructure-plan.ts';
import { money, type Tier } from '../../domain/tier.ts';
import { placesIn, regionOf } from './places.ts';
import { chosenServer } from './servers.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { only, type Clause, wordSet } from './words.ts';

const talk = wordSet(`
  use make take get give me it choose pick switch change go move to for with on of by into tier tiers size sizes
  step steps server servers machine box instance vm one next need try scale resize have this that much bit little
  memory ram cores cpu cpus power than is be run everything all them both in upgrade downgrade order buy instead
`);
const counts = new Map([
  ['two', 2],
  ['2', 2],
  ['three', 3],
  ['3', 3]
]);
const more = wordSet('bigger larger up upgrade stronger higher more faster beefier');
const less = wordSet('smaller down downgrade cheaper lower less weaker fewer');
const most = wordSet('biggest largest strongest maximum max');
const least = wordSet('smallest cheapest lowest minimum min');

/** Words that say too little alone. */
const weak = wordSet('up down more less higher lower fewer max min maximum minimum upgrade downgrade');

/** What a vendor sells in a region now, the smaller first. */
export const ladder = (tiers: Tier[], vendor: string, region: string): Tier[] =>
  tiers
    .filter((tier) => tier.vendor === vendor && tier.regions.some((each) => each.id === region && each.inStock))
    .sort(
      (a, b) => a.price.monthly - b.price.monthly || a.spec.memoryGb - b.spec.memoryGb || a.spec.cores - b.spec.cores
    );

/** A larger or smaller server, in words or by a tier's name. */
export function sizeWish(clause: Clause, plans: Plans): Outcome | null {
  const direction = directionOf(clause, plans);
  const tier = direction === null ? tierNamed(clause, plans) : null;
  if (direction === null && tier === null) return null;
  const { infrastructure } = plans;
  if (!infrastructure) return tell('The servers are not planned yet. Approve the services first, then ask again.');
  const chosen = chosenServer(clause, plans, 'Which server');
  if ('ask' in chosen) return chosen.ask;
  return tier ? use(tier.tier, chosen.server, plans, tier.place) : step(chosen.server, plans, direction!);
}

const serverWords = ({ infrastructure, analysis }: Plans): ReadonlySet<string> =>
  new Set([
    ...(infrastructure?.servers ?? []).flatMap(({ name, services }) => [name, ...services]),
    ...analysis.datastores.flatMap(({ name, kind }) => [name, kind]),
    'database',
    'db'
  ]);

/** How many tiers up (positive) or down, infinite for the end of the list; null where the clause is about something else. */
function directionOf({ words }: Clause, plans: Plans): number | null {
  const sizes = [more, less, most, least];
  if (!only(words, talk, ...sizes, new Set(counts.keys()), serverWords(plans))) return null;
  if (words.length === 1 && weak.has(words[0]!)) return null;
  const says = (set: ReadonlySet<string>) => words.some((word) => set.has(word));
  if (says(most) !== says(least)) return says(most) ? Infinity : -Infinity;
  if (says(more) === says(less)) return null;
  const count = words.map((word) => counts.get(word)).find((each) => each !== undefined) ?? 1;
  return says(more) ? count : -count;
}

function step(server: PlannedServer, plans: Plans, by: number): Outcome {
  const tiers = ladder(plans.tiers, server.vendor, server.region);
  if (server.vendor === 'own') return tell(`${server.name} is a server of your own: its size is what it has.`);
  const at = tiers.findIndex((tier) => tier.tier === server.tier);
  const to = at < 0 ? undefined : tiers[Math.max(0, Math.min(tiers.length - 1, at + by))];
  if (!to)
    return tell(
      plans.tiers.length === 0
        ? 'No vendor answered when I asked what is sold. Try again in a moment.'
        : `${server.tier} is not on sale in ${server.region} any more. ${soldText(tiers)}`
    );
  if (to.tier === server.tier)
    return tell(
      `${server.name} has the ${by > 0 ? 'largest' : 'smallest'} tier that ${server.vendor} sells in ${server.region}: ${server.tier}.`
    );
  return use(to, server, plans, null);
}

const soldText = (tiers: Tier[]) =>
  tiers.length === 0
    ? 'Nothing is sold there.'
    : `There is ${tiers.map((tier) => `${tier.tier} (${tier.spec.memoryGb} GB, ${money(tier.price.monthly, tier.price.currency)})`).join(', ')}.`;

/** A tier whose id or title stands in the clause, and the place that follows it. */
function tierNamed(clause: Clause, plans: Plans): { tier: Tier; place: string | null } | null {
  const text = ` ${clause.plain.replaceAll('-', ' ')} `;
  const matches = plans.tiers.flatMap((tier) =>
    namesOf(tier)
      .filter((name) => text.includes(` ${name} `))
      .map((name) => ({ tier, name }))
  );
  const best = matches.sort((a, b) => b.name.length - a.name.length)[0];
  if (!best) return null;
  const rest = text.replace(` ${best.name} `, ' ').trim();
  const [before = '', place] = rest.split(/(?:^|\s)(?:in|at) (?!all\b)/);
  const known = only(before.split(' ').filter(Boolean), talk, serverWords(plans));
  return known ? { tier: best.tier, place: place?.trim() || null } : null;
}

const namesOf = ({ tier, title }: Tier): string[] =>
  [tier, title.split(/[,(]/)[0] ?? '']
    .map((name) => name.toLowerCase().replaceAll('-', ' ').trim())
    .filter((name) => name.length > 1);

function use(tier: Tier, server: PlannedServer, plans: Plans, place: string | null): Outcome {
  const regions = place === null ? tier.regions : placesIn([tier], place);
  const region =
    regions.find(({ id, inStock }) => inStock && (place !== null || id === server.region)) ??
    regions.find(({ inStock }) => inStock);
  if (!region)
    return tell(
      place !== null && regions.length === 0
        ? `${tier.tier} is not sold in ${place}. There is ${tier.regions.map(regionOf).join(', ')}.`
        : `${tier.tier} is out of stock now. Choose another tier.`
    );
  const same = tier.tier === server.tier && tier.vendor === server.vendor && region.id === server.region;
  if (same) return tell(`${server.name} is ${tier.tier} in ${region.title} already.`);
  const at = `/servers/${server.name}`;
  const patch = [
    ...(tier.vendor === server.vendor ? [] : [set(`${at}/vendor`, tier.vendor)]),
    ...(tier.tier === server.tier ? [] : [set(`${at}/tier`, tier.tier)]),
    ...(region.id === server.region ? [] : [set(`${at}/region`, region.id)])
  ];
  return change(saysUse(tier, server, plans, region.title), { infrastructure: patch });
}

/** What a tier brings and costs, and what it lacks. */
function saysUse(tier: Tier, server: PlannedServer, { analysis, infrastructure }: Plans, place: string): string {
  const { price, spec } = tier;
  const needMb = groupNeed(server.services, infrastructure?.needs ?? [], analysis);
  const tight =
    spec.memoryGb * 1024 < needMb
      ? ` It has less than the ${gigabytes(needMb)} GB that are expected to be needed: builds may run out of memory.`
      : '';
  const setup = price.setup > 0 ? ` and ${money(price.setup, price.currency)} once` : '';
  const was = money(server.price.monthly, server.price.currency);
  return `${server.name} is now ${tier.tier} in ${place}: ${spec.memoryGb} GB and ${spec.cores} cores for ${money(price.monthly, price.currency)} a month${setup} instead of ${was}.${tight}`;
}
