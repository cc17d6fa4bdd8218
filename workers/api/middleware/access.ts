import { createMiddleware } from 'hono/factory';
import type { Project } from '../../domain/project.ts';
import type { Run } from '../../domain/run.ts';
import type { Server } from '../../domain/server.ts';
import { reachableDeployment, reachableProject, reachableRun, reachableServer, roleIn } from '../../store/access.ts';
import type { Scope } from '../../store/database.ts';
import { teamsOf, type Role } from '../../store/teams.ts';
import type { Api } from './context.ts';
import { notFound, refusal } from './problems.ts';

interface With<V> {
  Bindings: Api['Bindings'];
  Variables: Api['Variables'] & { scope: Scope } & V;
}

export type OfTeam = With<{ role: Role }>;
export type OfProject = With<{ project: Project }>;
export type OfRun = With<{ run: Run }>;
export type OfServer = With<{ server: Server }>;

/**
 * Each finds what the path's `:id` names among what the user's teams own, and hands the handler the thing and the scope of
 * its team. What is not there and what belongs to others look the same.
 */
export const ofProject = createMiddleware<OfProject, '/:id'>(async (c, next) => {
  const project = await reachableProject(c.var.db, c.var.user.id, c.req.param('id'));
  if (!project) return notFound('project');
  c.set('project', project);
  c.set('scope', { db: c.var.db, teamId: project.teamId });
  return next();
});

export const ofDeployment = createMiddleware<OfProject, '/:id'>(async (c, next) => {
  const project = await reachableDeployment(c.var.db, c.var.user.id, c.req.param('id'));
  if (!project) return notFound('deployment');
  c.set('project', project);
  c.set('scope', { db: c.var.db, teamId: project.teamId });
  return next();
});

export const ofRun = createMiddleware<OfRun, '/:id'>(async (c, next) => {
  const found = await reachableRun(c.var.db, c.var.user.id, c.req.param('id'));
  if (!found) return notFound('run');
  const { teamId, ...run } = found;
  c.set('run', run);
  c.set('scope', { db: c.var.db, teamId });
  return next();
});

export const ofServer = createMiddleware<OfServer, '/:id'>(async (c, next) => {
  const server = await reachableServer(c.var.db, c.var.user.id, c.req.param('id'));
  if (!server) return notFound('server');
  c.set('server', server);
  c.set('scope', { db: c.var.db, teamId: server.teamId });
  return next();
});

export const ofTeam = createMiddleware<OfTeam, '/:id'>(async (c, next) => {
  const teamId = c.req.param('id');
  const role = await roleIn(c.var.db, c.var.user.id, teamId);
  if (!role) return notFound('team');
  c.set('role', role);
  c.set('scope', { db: c.var.db, teamId });
  return next();
});

/** The team that a list or a new thing belongs to: `?team=`, or the user's own one. */
export const inTeam = createMiddleware<OfTeam>(async (c, next) => {
  const wanted = c.req.query('team');
  const teams = await teamsOf(c.var.db, c.var.user.id);
  const team = wanted === undefined ? teams[0] : teams.find(({ id }) => id === wanted);
  if (!team) return notFound('team');
  c.set('role', team.role);
  c.set('scope', { db: c.var.db, teamId: team.id });
  return next();
});

export const ownersOnly = createMiddleware<OfTeam>(async (c, next) => {
  if (c.var.role === 'owner') return next();
  return refusal({ code: 'forbidden.role', message: 'Only an owner of the team may do this.' });
});
