import type { EventBody } from '../domain/events.ts';
import { newId } from '../domain/ids.ts';
import { refusalMessage } from '../domain/model-refusal.ts';
import type { Problem, Result } from '../domain/result.ts';
import type { Model } from '../models/model.ts';

/** The model of a project, null where rules plan alone, and where news of it go. */
export interface Thinking {
  model: Result<Model | null>;
  tell(bodies: EventBody[]): Promise<unknown>;
}

const late = (minutes: number, about: string): Problem => ({
  code: 'model.late',
  message: `The model took longer than ${minutes} minutes over ${about}, so the rules plan alone. Ask for this stage again to ask it once more.`
});

/**
 * What a project's model answers about a draft, within some minutes. Null where the rules' draft stands: there is no model, or it
 * failed; the conversation is told why, and what helps.
 */
export async function thought<T>(
  { model, tell }: Thinking,
  { minutes, about }: { minutes: number; about: string },
  ask: (model: Model, signal: AbortSignal) => Promise<Result<T>>
): Promise<T | null> {
  if (model.ok && model.value === null) return null;
  const signal = AbortSignal.timeout(minutes * 60_000);
  const answer = model.ok ? model.value && (await ask(model.value, signal)) : model;
  if (answer === null || answer.ok) return answer && answer.value;
  await tell([refusalMessage(signal.aborted ? late(minutes, about) : answer.problem, newId('message'))]);
  return null;
}
