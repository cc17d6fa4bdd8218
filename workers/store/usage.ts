import { and, count, eq, gte, sql, sum } from 'drizzle-orm';
import { monthOf, type Standings } from '../domain/budget.ts';
import { newId } from '../domain/ids.ts';
import type { Usage } from '../domain/usage.ts';
import type { UsageRow } from '../domain/usage-summary.ts';
import type { Scope } from './database.ts';
import { modelHolds, modelUsage } from './schema.ts';

/** How long a request counts as under way when nobody says how it ended, in milliseconds. */
const heldFor = 10 * 60_000;

/** Who pays: a scope, and the project that thinks. `hold` names the one request that is under way for the asker. */
export interface Payer extends Scope {
  projectId: string;
  hold: string;
}

const spent = (column: 'project_id' | 'team_id', id: string, now: number) =>
  sql`(select coalesce(sum(cost), 0) from model_usage where ${sql.raw(column)} = ${id} and created_at >= ${monthOf(now)})`;

const held = (column: 'project_id' | 'team_id', id: string, hold: string, now: number) =>
  sql`(select coalesce(sum(most), 0) from model_holds where ${sql.raw(column)} = ${id} and id <> ${hold} and created_at > ${now - heldFor})`;

/**
 * Sets aside what a request can cost at most, in one statement with the look at both budgets, so that requests side by side do
 * not pass them together. It takes the place of what this hold had set aside before. Answers false where a budget would be passed.
 */
export async function setAside(payer: Payer, most: number, now = Date.now()): Promise<boolean> {
  const { db, teamId, projectId, hold } = payer;
  const placed = await db.all(sql`
    insert into model_holds (id, team_id, project_id, most, created_at)
    select ${hold}, projects.team_id, projects.id, ${most}, ${now}
    from projects join teams on teams.id = projects.team_id
    where projects.id = ${projectId} and projects.team_id = ${teamId}
      and ${most} + ${spent('project_id', projectId, now)} + ${held('project_id', projectId, hold, now)} <= projects.model_budget
      and ${most} + ${spent('team_id', teamId, now)} + ${held('team_id', teamId, hold, now)} <= teams.model_budget
    on conflict (id) do update set most = excluded.most, created_at = excluded.created_at
    returning id`);
  return placed.length === 1;
}

/** Where both budgets stand this month. Undefined where the project is gone. */
export async function standings(payer: Payer, now = Date.now()): Promise<Standings | undefined> {
  const { db, teamId, projectId, hold } = payer;
  const [row] = await db.all<Record<'pb' | 'ps' | 'ph' | 'tb' | 'ts' | 'th', number>>(sql`
    select projects.model_budget as pb, ${spent('project_id', projectId, now)} as ps,
      ${held('project_id', projectId, hold, now)} as ph,
      teams.model_budget as tb, ${spent('team_id', teamId, now)} as ts, ${held('team_id', teamId, hold, now)} as th
    from projects join teams on teams.id = projects.team_id
    where projects.id = ${projectId} and projects.team_id = ${teamId}`);
  return (
    row && {
      project: { budget: row.pb, spent: row.ps, held: row.ph },
      team: { budget: row.tb, spent: row.ts, held: row.th }
    }
  );
}

/** Keeps what a request cost in place of what was set aside for it. It counts for the team even where the project is gone by now. */
export async function settle(payer: Payer, usage: Usage, now = Date.now()): Promise<void> {
  const { db, teamId, projectId, hold } = payer;
  const { place, model, cost, tokens } = usage;
  const project = sql<string>`(select id from projects where id = ${projectId} and team_id = ${teamId})`;
  await db.batch([
    db.delete(modelHolds).where(and(eq(modelHolds.id, hold), eq(modelHolds.teamId, teamId))),
    db
      .insert(modelUsage)
      .values({ id: newId('usage', now), teamId, projectId: project, place, model, ...tokens, cost, createdAt: now })
  ]);
}

/** What a team's models cost since a time, a row for each project, place and model; of one project where that is named. */
export const usageSince = (scope: Scope, since: number, projectId?: string): Promise<UsageRow[]> =>
  scope.db
    .select({
      projectId: modelUsage.projectId,
      place: modelUsage.place,
      model: modelUsage.model,
      requests: count(),
      input: sum(modelUsage.input).mapWith(Number),
      output: sum(modelUsage.output).mapWith(Number),
      cacheRead: sum(modelUsage.cacheRead).mapWith(Number),
      cacheWrite: sum(modelUsage.cacheWrite).mapWith(Number),
      cost: sum(modelUsage.cost).mapWith(Number)
    })
    .from(modelUsage)
    .where(
      and(
        eq(modelUsage.teamId, scope.teamId),
        gte(modelUsage.createdAt, since),
        projectId === undefined ? undefined : eq(modelUsage.projectId, projectId)
      )
    )
    .groupBy(modelUsage.projectId, modelUsage.place, modelUsage.model);
