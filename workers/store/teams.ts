import { and, eq } from 'drizzle-orm';
import { newId } from '../domain/ids.ts';
import type { Database, Scope } from './database.ts';
import { memberships, teams, users } from './schema.ts';

export type Role = 'owner' | 'member';
export interface TeamOfUser {
  id: string;
  name: string;
  role: Role;
}

/** The teams that a user belongs to, their own first. */
export async function teamsOf(db: Database, userId: string): Promise<TeamOfUser[]> {
  const rows = await db
    .select({ id: teams.id, name: teams.name, role: memberships.role, personalTo: teams.personalTo })
    .from(memberships)
    .innerJoin(teams, eq(teams.id, memberships.teamId))
    .where(eq(memberships.userId, userId))
    .orderBy(teams.createdAt);
  return rows
    .sort((a, b) => Number(b.personalTo === userId) - Number(a.personalTo === userId))
    .map(({ id, name, role }) => ({ id, name, role }));
}

export async function createTeam(db: Database, name: string, ownerId: string, now = Date.now()): Promise<string> {
  const id = newId('team', now);
  await db.batch([
    db.insert(teams).values({ id, name, personalTo: null, createdAt: now }),
    db.insert(memberships).values({ teamId: id, userId: ownerId, role: 'owner', createdAt: now })
  ]);
  return id;
}

export async function renameTeam({ db, teamId }: Scope, name: string): Promise<void> {
  await db.update(teams).set({ name }).where(eq(teams.id, teamId));
}

export const members = ({ db, teamId }: Scope) =>
  db
    .select({
      userId: users.id,
      login: users.login,
      name: users.name,
      avatarUrl: users.avatarUrl,
      role: memberships.role
    })
    .from(memberships)
    .innerJoin(users, eq(users.id, memberships.userId))
    .where(eq(memberships.teamId, teamId));

export async function addMember({ db, teamId }: Scope, userId: string, role: Role, now = Date.now()): Promise<void> {
  await db
    .insert(memberships)
    .values({ teamId, userId, role, createdAt: now })
    .onConflictDoUpdate({ target: [memberships.teamId, memberships.userId], set: { role } });
}

/** Removes a member, but never the last owner; answers whether it did. */
export async function removeMember(scope: Scope, userId: string): Promise<boolean> {
  const owners = (await members(scope)).filter((member) => member.role === 'owner');
  if (owners.length === 1 && owners[0]?.userId === userId) return false;
  await scope.db.delete(memberships).where(and(eq(memberships.teamId, scope.teamId), eq(memberships.userId, userId)));
  return true;
}

/** What a team's new projects think with (null: rules alone), and what all its projects together may cost a month, in millionths of a US dollar. */
export interface TeamModel {
  defaultModel: string | null;
  modelBudget: number;
}

export async function teamModel({ db, teamId }: Scope): Promise<TeamModel> {
  const [row] = await db
    .select({ defaultModel: teams.defaultModel, modelBudget: teams.modelBudget })
    .from(teams)
    .where(eq(teams.id, teamId))
    .limit(1);
  if (!row) throw new Error(`no team ${teamId}`);
  return row;
}

export async function setTeamModel({ db, teamId }: Scope, changes: Partial<TeamModel>): Promise<void> {
  if (Object.keys(changes).length > 0) await db.update(teams).set(changes).where(eq(teams.id, teamId));
}
