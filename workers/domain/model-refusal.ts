import type { EventBody } from './events.ts';
import type { Problem } from './result.ts';

/**
 * What the conversation says when a model could not help: why, that nothing is lost, and the buttons that get on with it. `id` is
 * a new message's.
 */
export const refusalMessage = (problem: Problem, id: string): EventBody => ({
  type: 'message',
  id,
  author: 'hydron',
  text: `${problem.message} What was proposed so far is kept.`,
  actions: problem.actions ?? []
});
