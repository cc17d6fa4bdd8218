import { Hono } from 'hono';
import { monthOf } from '../domain/budget.ts';
import { summarise, type ProjectUsage, type TeamUsage } from '../domain/usage-summary.ts';
import type { Scope } from '../store/database.ts';
import { listProjects } from '../store/projects.ts';
import { teamModel } from '../store/teams.ts';
import { standings, usageSince } from '../store/usage.ts';
import { ofProject, ofTeam } from './middleware/access.ts';
import type { Api } from './middleware/context.ts';
import { notFound } from './middleware/problems.ts';

/** The month's usage of a team; what was used by projects that are gone has no name. */
async function teamUsage(scope: Scope, since: number): Promise<TeamUsage> {
  const [rows, projects, { modelBudget }] = await Promise.all([
    usageSince(scope, since),
    listProjects(scope),
    teamModel(scope)
  ]);
  const names = new Map(projects.map(({ id, name }) => [id, name]));
  const { byProject, ...summary } = summarise(rows);
  return {
    since,
    budget: modelBudget,
    ...summary,
    byProject: byProject.map((row) => ({ ...row, name: names.get(row.projectId ?? '') ?? null }))
  };
}

/** What models cost this month, in millionths of a US dollar: of a project, and of a team. */
export const usage = new Hono<Api>()
  .get('/projects/:id/usage', ofProject, async (c) => {
    const { scope, project } = c.var;
    const since = monthOf(Date.now());
    const budgets = await standings({ ...scope, projectId: project.id, hold: '' });
    if (!budgets) return notFound('project');
    const { total, byPlace, byModel } = summarise(await usageSince(scope, since, project.id));
    return c.json<ProjectUsage>({ since, model: project.model, budgets, total, byPlace, byModel });
  })
  .get('/teams/:id/usage', ofTeam, async (c) => c.json(await teamUsage(c.var.scope, monthOf(Date.now()))));
