import type { Analysis } from '../workers/domain/analysis.ts';
import { secretNames, deleteSecret } from '../workers/store/secrets.ts';
import type { Room } from './room.ts';

const openDefaults = (analysis: Analysis) =>
  analysis.services.flatMap(({ name, env }) =>
    env.filter(({ secret }) => !secret).map((variable) => [`${name}/${variable.name}`, variable] as const)
  );

/** The variables, none of them secret, to which an edit gave another value in the plan. */
export function revalued(before: Analysis, after: Analysis): string[] {
  const was = new Map(openDefaults(before));
  const changed = openDefaults(after).filter(([at, { default: now }]) => was.has(at) && was.get(at)!.default !== now);
  return [...new Set(changed.map(([, { name }]) => name))];
}

/** Forgets what a person had given for variables whose value they now set in the plan: the last word counts, and a kept value would hide it. */
export async function forgetGiven({ scope, project }: Room, names: string[]): Promise<void> {
  if (names.length === 0) return;
  const vault = { ...scope, owner: project.id };
  for (const { name, origin } of await secretNames(vault))
    if (origin === 'person' && names.includes(name)) await deleteSecret(vault, name);
}
