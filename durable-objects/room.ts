import type { EventBody, MessageAction } from '../workers/domain/events.ts';
import type { Project } from '../workers/domain/project.ts';
import type { Scope } from '../workers/store/database.ts';

/** What the work on artifacts and runs needs of its object: whose deployment it is, and where events go. */
export interface Room {
  scope: Scope;
  project: Project;
  append(bodies: EventBody[]): Promise<number>;
}

/** Something that Hydron says in the conversation. */
export const said = (text: string, actions: MessageAction[] = []): EventBody => ({
  type: 'message',
  id: crypto.randomUUID(),
  author: 'hydron',
  text,
  actions
});
