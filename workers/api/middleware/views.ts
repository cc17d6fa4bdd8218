import type { Server } from '../../domain/server.ts';

/** A server as people see it: where it is and how it stands, without the vendor's own numbers. */
export function viewServer({ id, teamId, projectId, name, vendor, tier, region, state, address, createdAt }: Server) {
  return { id, teamId, projectId, name, vendor, tier, region, state, address, createdAt };
}
export type ServerView = ReturnType<typeof viewServer>;

/** A project's secret values by name; those that Hydron keeps for its own runs are not shown. */
export const viewVariables = (secrets: { name: string; origin: 'person' | 'generated'; updatedAt: number }[]) =>
  secrets
    .filter(({ name }) => !name.startsWith('HYDRON_'))
    .map(({ name, origin, updatedAt }) => ({ name, secret: true, set: true, origin, updatedAt }));
