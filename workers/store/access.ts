import { and, eq, getTableColumns } from 'drizzle-orm';
import type { Project } from '../domain/project.ts';
import type { Run } from '../domain/run.ts';
import type { Server } from '../domain/server.ts';
import type { Database } from './database.ts';
import { memberships, projects, runs, servers } from './schema.ts';
import type { Role } from './teams.ts';

/**
 * What a user reaches, through membership of the team that owns it. Each query joins the memberships, so that what belongs to
 * another team is not found at all. The answers carry `teamId`: the scope of whatever is asked next.
 */

/** The user's role in a team, or undefined for strangers to it. */
export const roleIn = async (db: Database, userId: string, teamId: string): Promise<Role | undefined> =>
  (
    await db
      .select({ role: memberships.role })
      .from(memberships)
      .where(and(eq(memberships.teamId, teamId), eq(memberships.userId, userId)))
      .limit(1)
  )[0]?.role;

const memberOf = (
  userId: string,
  owned: { teamId: typeof projects.teamId | typeof runs.teamId | typeof servers.teamId }
) => and(eq(memberships.teamId, owned.teamId), eq(memberships.userId, userId));

export const reachableProject = async (db: Database, userId: string, projectId: string): Promise<Project | undefined> =>
  (
    await db
      .select(getTableColumns(projects))
      .from(projects)
      .innerJoin(memberships, memberOf(userId, projects))
      .where(eq(projects.id, projectId))
      .limit(1)
  )[0];

export const reachableDeployment = async (
  db: Database,
  userId: string,
  deploymentId: string
): Promise<Project | undefined> =>
  (
    await db
      .select(getTableColumns(projects))
      .from(projects)
      .innerJoin(memberships, memberOf(userId, projects))
      .where(eq(projects.deploymentId, deploymentId))
      .limit(1)
  )[0];

export const reachableRun = async (
  db: Database,
  userId: string,
  runId: string
): Promise<(Run & { teamId: string }) | undefined> =>
  (
    await db
      .select(getTableColumns(runs))
      .from(runs)
      .innerJoin(memberships, memberOf(userId, runs))
      .where(eq(runs.id, runId))
      .limit(1)
  )[0];

export const reachableServer = async (db: Database, userId: string, serverId: string): Promise<Server | undefined> =>
  (
    await db
      .select(getTableColumns(servers))
      .from(servers)
      .innerJoin(memberships, memberOf(userId, servers))
      .where(eq(servers.id, serverId))
      .limit(1)
  )[0];
