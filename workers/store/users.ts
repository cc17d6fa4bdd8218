import { and, eq, ne, sql } from 'drizzle-orm';
import { newId } from '../domain/ids.ts';
import type { Database } from './database.ts';
import { memberships, teams, users } from './schema.ts';

export type User = typeof users.$inferSelect;

export const userById = async (db: Database, id: string): Promise<User | undefined> =>
  (await db.select().from(users).where(eq(users.id, id)).limit(1))[0];

/** The forge's logins differ by more than their letters' case. */
const hasLogin = (login: string) => sql`lower(${users.login}) = ${login.toLowerCase()}`;

export const userByLogin = async (db: Database, login: string): Promise<User | undefined> =>
  (await db.select().from(users).where(hasLogin(login)).limit(1))[0];

/**
 * The user who signed in through a forge, made with a team of their own at the first time. Known by the forge's number: a login
 * may pass from one person to another there, and then no longer names the first one here. The name stays as the user set it.
 */
export async function signedInUser(
  db: Database,
  profile: { githubId: number; login: string; name: string; avatarUrl: string | null }
): Promise<User> {
  const { githubId, login, avatarUrl } = profile;
  await db
    .update(users)
    .set({ login: sql`'was-' || ${users.id}` })
    .where(and(hasLogin(login), ne(users.githubId, githubId)));
  const known = await userByForge(db, githubId);
  if (!known) return createUser(db, profile);
  await db.update(users).set({ login, avatarUrl }).where(eq(users.id, known.id));
  return { ...known, login, avatarUrl };
}

const userByForge = async (db: Database, githubId: number): Promise<User | undefined> =>
  (await db.select().from(users).where(eq(users.githubId, githubId)).limit(1))[0];

/** The one user of a local install. */
export async function localUser(db: Database): Promise<User> {
  const known = await userById(db, localUserId);
  return (
    known ?? createUser(db, { id: localUserId, githubId: null, login: 'local', name: 'Local user', avatarUrl: null })
  );
}
const localUserId = 'usr_local0000000000000000';

/** Changes what a user is called. */
export async function renameUser(db: Database, id: string, name: string): Promise<void> {
  await db.update(users).set({ name }).where(eq(users.id, id));
}

/** Makes a user with a team of their own. Of two that do so at once, both end with the same user and the same team. */
async function createUser(db: Database, profile: Omit<User, 'id' | 'createdAt'> & { id?: string }): Promise<User> {
  const now = Date.now();
  const id = profile.id ?? newId('user', now);
  await db
    .insert(users)
    .values({ ...profile, id, createdAt: now })
    .onConflictDoNothing();
  const user = profile.githubId === null ? await userById(db, id) : await userByForge(db, profile.githubId);
  if (!user) throw new Error('a new user cannot be read');
  await db
    .insert(teams)
    .values({ id: newId('team', now), name: user.name, personalTo: user.id, createdAt: now })
    .onConflictDoNothing();
  const team = (await db.select().from(teams).where(eq(teams.personalTo, user.id)).limit(1))[0];
  if (!team) throw new Error('a new user got no team');
  await db
    .insert(memberships)
    .values({ teamId: team.id, userId: user.id, role: 'owner', createdAt: now })
    .onConflictDoNothing();
  return user;
}
