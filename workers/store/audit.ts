import { desc, eq } from 'drizzle-orm';
import { newId } from '../domain/ids.ts';
import type { Scope } from './database.ts';
import { audit } from './schema.ts';

/** Appends who did what to which thing. `detail` holds no secret. */
export async function record(
  scope: Scope,
  entry: { userId: string; action: string; subject: string; detail?: string },
  now = Date.now()
): Promise<void> {
  await scope.db
    .insert(audit)
    .values({ id: newId('audit', now), teamId: scope.teamId, createdAt: now, detail: '', ...entry });
}

/** The newest entries of a team. */
export const recentAudit = ({ db, teamId }: Scope, limit = 100) =>
  db.select().from(audit).where(eq(audit.teamId, teamId)).orderBy(desc(audit.createdAt)).limit(limit);
