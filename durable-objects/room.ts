import type { EventBody, MessageAction } from '../workers/domain/events.ts';
import type { Project } from '../workers/domain/project.ts';
import type { Env } from '../workers/env.ts';
import { database, type Scope } from '../workers/store/database.ts';
import { owningProject } from '../workers/store/projects.ts';

/** What the work on artifacts and runs needs of its object: whose deployment it is, and where events go. */
export interface Room {
  scope: Scope;
  project: Project;
  append(bodies: EventBody[]): Promise<number>;
}

/** The room of a deployment. Throws where no project holds it: it was destroyed, or never was. */
export async function openRoom(env: Env, deploymentId: string, append: Room['append']): Promise<Room> {
  const db = database(env.DB);
  const project = await owningProject(db, deploymentId);
  if (!project) throw new Error(`no project holds ${deploymentId}`);
  return { scope: { db, teamId: project.teamId }, project, append };
}

/** Something that Hydron says in the conversation. */
export const said = (text: string, actions: MessageAction[] = []): EventBody => ({
  type: 'message',
  id: crypto.randomUUID(),
  author: 'hydron',
  text,
  actions
});
