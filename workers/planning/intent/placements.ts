import { serverOf, type InfrastructurePlan, type PlannedServer } from '../../domain/infrastructure-plan.ts';
import { merged, onto, split } from './moves.ts';
import { askWhich, named, unitsOf, type Named } from './units.ts';
import { tell, type Outcome, type Plans } from './understood.ts';
import { listed, only, type Clause, wordSet } from './words.ts';

const verbs = wordSet('split separate move put place run host isolate give keep extract take pull deploy');
const apart = new Set(['split', 'separate', 'isolate', 'extract']);
const machines = wordSet('server servers machine machines box boxes vm host instance');
const owned = wordSet('its their own separate dedicated another new second different extra itself');
const links = wordSet('on onto to into in off out away from of back up with for');
const rest = wordSet('rest others everything else app');
const together = wordSet(`
  everything all it them back merge join combine use just only put move run keep place have host services service
  datastores on onto to into in of one single same together parts deploy go both
`);

/** A unit on a server of its own, on a server that is there, or all on one again. */
export function placementWish(clause: Clause, plans: Plans): Outcome | null {
  const merges = isMerge(clause);
  const move = merges ? null : moveIn(clause, plans);
  if (!merges && !move) return null;
  if (!plans.infrastructure)
    return tell('The servers are not planned yet. Approve the services first, then ask again.');
  if (merges) return merged(plans, plans.infrastructure);
  return carry(move!, clause, plans, plans.infrastructure);
}

function carry({ found, to }: Move, { plain }: Clause, plans: Plans, infrastructure: InfrastructurePlan): Outcome {
  if (found.unclear) {
    const { word, unclear } = found;
    return askWhich(
      'Which one:',
      unclear.map(({ name }) => name),
      (name) => plain.replace(word, name)
    );
  }
  const placed = found.units.filter(({ name }) => serverOf(infrastructure, name) !== null);
  if (placed.length === 0)
    return tell(`${listed(found.units.map(({ name }) => name)) || 'That'} runs on no server of the plan.`);
  return to === null ? split(placed, plans, infrastructure) : onto(placed, to, infrastructure, plans);
}

/** Whether a clause asks for one server for all. */
function isMerge({ words }: Clause): boolean {
  if (!only(words, together, machines)) return false;
  const says = (...wanted: string[]) => wanted.some((word) => words.includes(word));
  const servers = words.some((word) => machines.has(word));
  return servers
    ? says('one', 'single', 'same') || says('merge', 'join', 'combine')
    : says('together') && says('everything', 'all', 'put');
}

/** Which units a clause moves, and to which server (null: one of their own). */
interface Move {
  found: NonNullable<Named>;
  to: PlannedServer | null;
}

function moveIn({ words }: Clause, plans: Plans): Move | null {
  const machine = words.findIndex((word) => machines.has(word));
  const before = words.slice(0, Math.max(0, machine)).filter((word) => !['use', 'add', 'get', 'need'].includes(word));
  if (before.length > 0 && only(before, owned) && words[machine + 1] === 'for') {
    const found = named(words.slice(machine + 2).join(' '), plans);
    return found && { found, to: null };
  }
  const first = words[0] ?? '';
  if (!verbs.has(first)) return null;
  const from = words[1] === 'off' || words[1] === 'out' ? 2 : 1;
  const until = words.findIndex((word, index) => index > from && (links.has(word) || owned.has(word)));
  const tail = until < 0 ? [] : words.slice(until);
  const found = named(words.slice(from, until < 0 ? undefined : until).join(' '), plans);
  if (!found) return null;
  const to = plans.infrastructure?.servers.find(({ name }) => tail.includes(name)) ?? null;
  const others = [
    ...unitsOf(plans.analysis).flatMap(({ name }) => name.split('-')),
    ...(to?.name.split('-') ?? []),
    to?.name ?? ''
  ];
  if (
    !only(tail, links, owned, machines, rest, new Set([...others, ...unitsOf(plans.analysis).map(({ name }) => name)]))
  )
    return null;
  const alone = apart.has(first) || tail.some((word) => owned.has(word));
  return alone ? { found, to: null } : to && { found, to };
}
