import { and, desc, eq, ne } from 'drizzle-orm';
import type { Server } from '../domain/server.ts';
import type { Scope } from './database.ts';
import { servers } from './schema.ts';

const mine = (scope: Scope, id: string) => and(eq(servers.teamId, scope.teamId), eq(servers.id, id));

export async function addServer(scope: Scope, server: Omit<Server, 'teamId'>): Promise<void> {
  await scope.db
    .insert(servers)
    .values({ ...server, teamId: scope.teamId })
    .onConflictDoNothing();
}

export const serverById = async (scope: Scope, id: string): Promise<Server | undefined> =>
  (await scope.db.select().from(servers).where(mine(scope, id)).limit(1))[0];

/** The servers of a team that are not released, newest first. */
export const listServers = (scope: Scope): Promise<Server[]> =>
  scope.db
    .select()
    .from(servers)
    .where(and(eq(servers.teamId, scope.teamId), ne(servers.state, 'released')))
    .orderBy(desc(servers.createdAt));

/** The servers of a project that are not released. */
export const projectServers = (scope: Scope, projectId: string): Promise<Server[]> =>
  scope.db
    .select()
    .from(servers)
    .where(and(eq(servers.teamId, scope.teamId), eq(servers.projectId, projectId), ne(servers.state, 'released')))
    .orderBy(servers.createdAt);

export async function updateServer(
  scope: Scope,
  id: string,
  changes: Partial<Pick<Server, 'state' | 'address' | 'vendorServerId' | 'projectId' | 'orderId'>>
): Promise<void> {
  await scope.db.update(servers).set(changes).where(mine(scope, id));
}

export async function deleteServer(scope: Scope, id: string): Promise<void> {
  await scope.db.delete(servers).where(mine(scope, id));
}
