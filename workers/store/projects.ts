import { and, desc, eq, max } from 'drizzle-orm';
import type { Project } from '../domain/project.ts';
import type { Database, Scope } from './database.ts';
import { projects } from './schema.ts';

const mine = (scope: Scope, id: string) => and(eq(projects.teamId, scope.teamId), eq(projects.id, id));

export async function createProject({ db, teamId }: Scope, project: Omit<Project, 'teamId'>): Promise<Project> {
  await db.insert(projects).values({ ...project, teamId });
  return { ...project, teamId };
}

export const listProjects = ({ db, teamId }: Scope): Promise<Project[]> =>
  db.select().from(projects).where(eq(projects.teamId, teamId)).orderBy(desc(projects.createdAt));

export const projectById = async (scope: Scope, id: string): Promise<Project | undefined> =>
  (await scope.db.select().from(projects).where(mine(scope, id)).limit(1))[0];

export const projectByDeployment = async (scope: Scope, deploymentId: string): Promise<Project | undefined> =>
  (
    await scope.db
      .select()
      .from(projects)
      .where(and(eq(projects.teamId, scope.teamId), eq(projects.deploymentId, deploymentId)))
      .limit(1)
  )[0];

/**
 * The project behind a deployment, whoever owns it: for the object, the queue and the workflow, which act for no user and take
 * their scope from it. No route may call this.
 */
export const owningProject = async (db: Database, deploymentId: string): Promise<Project | undefined> =>
  (await db.select().from(projects).where(eq(projects.deploymentId, deploymentId)).limit(1))[0];

/** A project's public face, for its badge: known by id alone, nothing else of it. */
export const publicProject = async (db: Database, id: string): Promise<{ id: string; teamId: string } | undefined> =>
  (await db.select({ id: projects.id, teamId: projects.teamId }).from(projects).where(eq(projects.id, id)).limit(1))[0];

/** Whether a deployment is known at all, for callers who prove themselves otherwise. */
export const deploymentExists = async (db: Database, deploymentId: string): Promise<boolean> =>
  (await db.select({ id: projects.id }).from(projects).where(eq(projects.deploymentId, deploymentId)).limit(1))
    .length === 1;

/** Every deployment of this installation, for looking after them following a restart. No route of a user may call this. */
export const allDeployments = async (db: Database): Promise<string[]> =>
  (await db.select({ id: projects.deploymentId }).from(projects)).map(({ id }) => id);

/** The highest public port given out so far, so that the next local project gets another. */
export const highestPort = async (db: Database): Promise<number | null> =>
  (await db.select({ port: max(projects.publicPort) }).from(projects))[0]?.port ?? null;

export async function updateProject(
  scope: Scope,
  id: string,
  changes: Partial<Pick<Project, 'name' | 'customDomain' | 'preferences' | 'liveUrl' | 'source'>>
): Promise<void> {
  await scope.db.update(projects).set(changes).where(mine(scope, id));
}

/** Sets what a person picked: a project's model or its budget. */
export async function setProjectModel(
  scope: Scope,
  id: string,
  changes: Partial<Pick<Project, 'model' | 'modelBudget'>>
): Promise<void> {
  if (Object.keys(changes).length > 0) await scope.db.update(projects).set(changes).where(mine(scope, id));
}

/** Removes a project with its artifacts, approvals and runs. What its model cost stays on the team's bill, under no name. */
export async function deleteProject(scope: Scope, id: string): Promise<void> {
  await scope.db.delete(projects).where(mine(scope, id));
}
