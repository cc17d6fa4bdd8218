import type { JournalEvent } from '../workers/domain/events.ts';
import { sendAnswer, type Client } from './client.ts';
import { fail, newestRun, withProject } from './control.ts';
import { past } from './journal.ts';
import type { Terminal } from './terminal.ts';

type Question = Extract<JournalEvent, { type: 'fix.asked' }>;

/** The question that a run waits on, if it does: the oldest that nobody has answered since the run last began. */
export function openQuestion(events: Iterable<JournalEvent>, runId: string): Question | null {
  let open: Question[] = [];
  for (const event of events) {
    if (!('runId' in event) || event.runId !== runId) continue;
    if (event.type === 'fix.asked') open = [...open.filter(({ id }) => id !== event.id), event];
    if (event.type === 'fix.answered') open = open.filter(({ id }) => id !== event.id);
    if (event.type === 'run.state' && event.state !== 'paused' && event.state !== 'in progress') open = [];
  }
  return open[0] ?? null;
}

/** `hydron answer PROJECT NUMBER`: chooses an option of the question that its run waits on, counted from 1. */
export const answerQuestion = (client: Client, name: string, number: string, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const run = newestRun(page);
    const events: JournalEvent[] = [];
    for await (const event of past(client, page.deploymentId)) events.push(event);
    const question = run ? openQuestion(events, run.id) : null;
    if (!run || !question) return fail(terminal, `No run of ${name} waits for an answer.`);
    const option = Number(number) - 1;
    if (!/^\d{1,2}$/.test(number) || !question.options[option])
      return fail(terminal, `Answer with a number from 1 to ${question.options.length}: hydron answer ${name} 1`);
    const sent = await sendAnswer(client, run.id, question.id, option);
    if (!sent.ok) return fail(terminal, sent.problem.message);
    terminal.say(`Chosen: ${question.options[option].label}. Follow it: hydron logs ${name} --follow`);
    return 0;
  });
