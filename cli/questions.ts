import type { Stage } from '../workers/domain/artifact.ts';
import type { JournalEvent } from '../workers/domain/events.ts';

type FixQuestion = Extract<JournalEvent, { type: 'fix.asked' }>;
type StageQuestion = Extract<JournalEvent, { type: 'question' }>;

/** The question that a run waits on, if it does: the oldest that nobody has answered since the run last began. */
export function openQuestion(events: Iterable<JournalEvent>, runId: string): FixQuestion | null {
  let open: FixQuestion[] = [];
  for (const event of events) {
    if (!('runId' in event) || event.runId !== runId) continue;
    if (event.type === 'fix.asked') open = [...open.filter(({ id }) => id !== event.id), event];
    if (event.type === 'fix.answered') open = open.filter(({ id }) => id !== event.id);
    if (event.type === 'run.state' && event.state !== 'paused' && event.state !== 'in progress') open = [];
  }
  return open[0] ?? null;
}

/** The questions of a stage that nobody has answered yet, oldest first. */
export function openStageQuestions(events: Iterable<JournalEvent>, stage?: Stage): StageQuestion[] {
  const open = new Map<string, StageQuestion>();
  for (const event of events) {
    if (event.type === 'question' && (stage === undefined || event.stage === stage)) open.set(event.id, event);
    if (event.type === 'question.answered') open.delete(event.id);
  }
  return [...open.values()];
}

/** A question of a stage with its options, numbered. */
export const stageQuestionText = ({ text, options }: Pick<StageQuestion, 'text' | 'options'>): string =>
  [
    text,
    ...options.map(({ label, isDefault }, index) => `  ${index + 1}  ${label}${isDefault ? ' (as planned)' : ''}`)
  ].join('\n');

/** What was chosen of `options` by a number counted from 1, or undefined. */
export const chosen = <T>(options: T[], number: string): T | undefined =>
  /^\d{1,2}$/.test(number) ? options[Number(number) - 1] : undefined;
