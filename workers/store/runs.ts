import { and, desc, eq, inArray, max } from 'drizzle-orm';
import { mayMove, type Run, type RunState } from '../domain/run.ts';
import type { Scope } from './database.ts';
import { runs } from './schema.ts';

const underWay: RunState[] = ['started', 'in progress', 'paused'];
const mine = (scope: Scope, id: string) => and(eq(runs.teamId, scope.teamId), eq(runs.id, id));

/** Adds a run under the project's next number. Throws when another one is under way (the table allows one). */
export async function addRun(
  scope: Scope,
  run: Omit<Run, 'number' | 'state' | 'url' | 'reason' | 'endedAt'>
): Promise<Run> {
  const last =
    (
      await scope.db
        .select({ number: max(runs.number) })
        .from(runs)
        .where(eq(runs.projectId, run.projectId))
    )[0]?.number ?? 0;
  const row: Run = { ...run, number: last + 1, state: 'started', url: null, reason: null, endedAt: null };
  await scope.db.insert(runs).values({ ...row, teamId: scope.teamId });
  return row;
}

export const runById = async (scope: Scope, id: string): Promise<Run | undefined> =>
  (await scope.db.select().from(runs).where(mine(scope, id)).limit(1))[0];

export const listRuns = (scope: Scope, projectId: string): Promise<Run[]> =>
  scope.db
    .select()
    .from(runs)
    .where(and(eq(runs.teamId, scope.teamId), eq(runs.projectId, projectId)))
    .orderBy(desc(runs.number));

export const runUnderWay = async (scope: Scope, projectId: string): Promise<Run | undefined> =>
  (
    await scope.db
      .select()
      .from(runs)
      .where(and(eq(runs.teamId, scope.teamId), eq(runs.projectId, projectId), inArray(runs.state, underWay)))
      .limit(1)
  )[0];

/** The newest run of each of a team's projects. */
export async function lastRuns(scope: Scope): Promise<Map<string, Run>> {
  const rows = await scope.db.select().from(runs).where(eq(runs.teamId, scope.teamId)).orderBy(runs.number);
  return new Map(rows.map((run) => [run.projectId, run]));
}

/** Moves a run to a state if that is a legal move from where it is; answers whether it did. */
export async function moveRun(
  scope: Scope,
  id: string,
  state: RunState,
  changes: { reason?: string | null; url?: string | null; endedAt?: number | null; instanceId?: string } = {}
): Promise<boolean> {
  const run = await runById(scope, id);
  if (!run || !mayMove(run.state, state)) return false;
  const moved = await scope.db
    .update(runs)
    .set({ state, ...changes })
    .where(and(mine(scope, id), eq(runs.state, run.state)))
    .returning({ id: runs.id });
  return moved.length === 1;
}
