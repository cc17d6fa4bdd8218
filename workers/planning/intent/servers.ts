import type { PlannedServer } from '../../domain/infrastructure-plan.ts';
import { named, askWhich } from './units.ts';
import type { Outcome, Plans } from './understood.ts';
import type { Clause } from './words.ts';

/** The server that a clause is about: named, holding a unit that is named, or the only one. Else an outcome that asks. */
export function chosenServer(
  clause: Clause,
  plans: Plans,
  question: string
): { server: PlannedServer } | { ask: Outcome } {
  const servers = plans.infrastructure?.servers ?? [];
  const byName = servers.find(({ name }) => clause.words.includes(name));
  if (byName) return { server: byName };
  for (const word of clause.words) {
    const units = /^(?:all|everything|both|them|every|each)$/.test(word) ? null : named(word, plans)?.units;
    const holding = servers.find(({ services }) => units?.length === 1 && services.includes(units[0]!.name));
    if (holding) return { server: holding };
  }
  if (servers.length === 1) return { server: servers[0]! };
  const names = servers.map(({ name }) => name);
  return { ask: askWhich(`${question}:`, names, (name) => `${clause.raw.slice(0, 300)} for ${name}`) };
}
