import { and, eq, gt, lt } from 'drizzle-orm';
import { newId, sha256 } from '../domain/ids.ts';
import type { Database } from './database.ts';
import { sessions, users } from './schema.ts';
import type { User } from './users.ts';

const thirtyDays = 30 * 24 * 3600 * 1000;

/** A new session's token, which only the browser keeps: the table holds its SHA-256. */
export async function createSession(
  db: Database,
  userId: string,
  now = Date.now()
): Promise<{ token: string; expiresAt: number }> {
  const token = Array.from(crypto.getRandomValues(new Uint8Array(32)), (byte) =>
    byte.toString(16).padStart(2, '0')
  ).join('');
  const expiresAt = now + thirtyDays;
  await db.delete(sessions).where(lt(sessions.expiresAt, now));
  await db
    .insert(sessions)
    .values({ id: newId('session', now), tokenHash: await sha256(token), userId, createdAt: now, expiresAt });
  return { token, expiresAt };
}

/** The user of a session that has not expired. */
export async function sessionUser(db: Database, token: string, now = Date.now()): Promise<User | undefined> {
  const rows = await db
    .select({ user: users })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(and(eq(sessions.tokenHash, await sha256(token)), gt(sessions.expiresAt, now)))
    .limit(1);
  return rows[0]?.user;
}

export async function endSession(db: Database, token: string): Promise<void> {
  await db.delete(sessions).where(eq(sessions.tokenHash, await sha256(token)));
}
