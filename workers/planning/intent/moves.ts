import type { Patch } from '../../domain/artifact.ts';
import type { InfrastructurePlan, PlannedServer } from '../../domain/infrastructure-plan.ts';
import { money, type Tier } from '../../domain/tier.ts';
import { groupNeed } from '../infrastructure/placement.ts';
import { gigabytes } from '../infrastructure/rationale.ts';
import type { Unit } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { isAre, listed } from './words.ts';

const needOf = (units: string[], plans: Plans) => groupNeed(units, plans.infrastructure?.needs ?? [], plans.analysis);

/** The cheapest tier beside a server that holds these units; a server of one's own is taken once. */
function tierFor(units: string[], beside: PlannedServer, plans: Plans): Tier | undefined {
  const used = new Set(plans.infrastructure?.servers.map(({ ownServerId }) => ownServerId));
  return plans.tiers
    .filter((tier) => tier.vendor === beside.vendor && !(tier.vendor === 'own' && used.has(tier.tier)))
    .filter((tier) => tier.regions.some(({ id, inStock }) => id === beside.region && inStock))
    .filter((tier) => tier.spec.memoryGb * 1024 >= needOf(units, plans))
    .sort((a, b) => a.price.monthly - b.price.monthly || a.spec.memoryGb - b.spec.memoryGb)[0];
}

const noTier = (units: string[], beside: PlannedServer, plans: Plans) =>
  tell(
    beside.vendor === 'own'
      ? 'Every server of yours is in the plan already. Add another in the settings, then ask again.'
      : `${listed(units)} need a server of ${gigabytes(needOf(units, plans))} GB, and ${beside.vendor} sells none in ${beside.region} now.`
  );

/** Gives units a server of their own, the cheapest that holds them. */
export function split(units: Unit[], plans: Plans, infrastructure: InfrastructurePlan): Outcome {
  const names = units.map(({ name }) => name);
  const homes = infrastructure.servers.filter((server) => server.services.some((name) => names.includes(name)));
  const home = homes[0]!;
  if (homes.length === 1 && home.services.every((name) => names.includes(name)))
    return tell(
      infrastructure.servers.length === 1
        ? `${listed(names)} ${isAre(names)} all that the plan runs, on one server already.`
        : `${listed(names)} ${isAre(names)} on a server of ${names.length === 1 ? 'its' : 'their'} own already: ${home.name}.`
    );
  const tier = tierFor(names, home, plans);
  if (!tier) return noTier(names, home, plans);
  const server: PlannedServer = {
    ...home,
    name: freeName(units, infrastructure),
    tier: tier.tier,
    spec: tier.spec,
    price: tier.price,
    services: names,
    ownServerId: tier.vendor === 'own' ? tier.tier : null
  };
  const patch: Patch = [
    ...taken(names, infrastructure),
    { op: 'add', path: `/servers/${server.name}`, value: { ...server } }
  ];
  return change(
    `${listed(names)} now ${names.length === 1 ? 'runs' : 'run'} on a server of ${names.length === 1 ? 'its' : 'their'} own: ${server.name}, ${tier.tier} for ${money(tier.price.monthly, tier.price.currency)} a month more.`,
    { infrastructure: patch }
  );
}

/** Takes units off their servers; one that falls empty goes. */
function taken(names: string[], { servers }: InfrastructurePlan): Patch {
  return servers.flatMap((server): Patch => {
    const leaving = server.services.filter((name) => names.includes(name));
    if (leaving.length === server.services.length) return [{ op: 'remove', path: `/servers/${server.name}` }];
    return leaving.map((name) => ({ op: 'remove', path: `/servers/${server.name}/services/${name}` }));
  });
}

function freeName(units: Unit[], { servers }: InfrastructurePlan): string {
  const wanted = units.every(({ role }) => role === 'datastore') ? 'data' : units[0]!.name;
  const used = new Set(servers.map(({ name }) => name));
  if (!used.has(wanted)) return wanted;
  for (let number = 2; ; number++) if (!used.has(`server-${number}`)) return `server-${number}`;
}

/** Moves units to a server of the plan. */
export function onto(units: Unit[], to: PlannedServer, infrastructure: InfrastructurePlan, plans: Plans): Outcome {
  const names = units.map(({ name }) => name).filter((name) => !to.services.includes(name));
  if (names.length === 0)
    return tell(
      `${listed(units.map(({ name }) => name))} ${isAre(units.map(({ name }) => name))} on ${to.name} already.`
    );
  return held([...to.services, ...names], names, to, infrastructure, plans);
}

/** Puts units on a server, which grows where it would be too small. */
function held(
  all: string[],
  names: string[],
  to: PlannedServer,
  infrastructure: InfrastructurePlan,
  plans: Plans
): Outcome {
  const needMb = needOf(all, plans);
  const fits = to.spec.memoryGb * 1024 >= needMb;
  const tier = fits || to.vendor === 'own' ? undefined : tierFor(all, to, plans);
  if (!fits && !tier)
    return to.vendor === 'own'
      ? tell(`${to.name} has ${to.spec.memoryGb} GB; together they need ${gigabytes(needMb)}.`)
      : noTier(all, to, plans);
  const patch: Patch = [
    ...taken(names, infrastructure),
    ...names.map((name): Patch[number] => ({ op: 'add', path: `/servers/${to.name}/services/${name}`, value: name })),
    ...(tier ? [set(`/servers/${to.name}/tier`, tier.tier)] : [])
  ];
  const grown = tier ? ` It grows to ${tier.tier}, ${money(tier.price.monthly, tier.price.currency)} a month.` : '';
  return change(`${listed(names)} now ${names.length === 1 ? 'runs' : 'run'} on ${to.name}.${grown}`, {
    infrastructure: patch
  });
}

/** Puts everything on the first server. */
export function merged(plans: Plans, infrastructure: InfrastructurePlan): Outcome {
  const [first, ...others] = infrastructure.servers;
  if (others.length === 0) return tell(`Everything runs on one server already: ${first!.name}.`);
  const names = others.flatMap(({ services }) => services);
  return held([...first!.services, ...names], names, first!, infrastructure, plans);
}
