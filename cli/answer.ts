import { answerStage, sendAnswer, type Client } from './client.ts';
import { fail, newestRun, withProject } from './control.ts';
import { wholeJournal } from './journal.ts';
import { chosen, openQuestion, openStageQuestions } from './questions.ts';
import type { Terminal } from './terminal.ts';

/** `hydron answer PROJECT NUMBER`: chooses an option of the question that its run waits on, or else that a plan leaves open, counted from 1. */
export const answerQuestion = (client: Client, name: string, number: string, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async (page) => {
    const run = newestRun(page);
    const events = await wholeJournal(client, page.deploymentId);
    const ofRun = run ? openQuestion(events, run.id) : null;
    const [ofStage, next] = openStageQuestions(events);
    const question = ofRun ?? ofStage;
    if (!question) return fail(terminal, `Nothing of ${name} waits for an answer.`);
    const option = chosen<{ label: string }>(question.options, number);
    if (!option)
      return fail(terminal, `Answer with a number from 1 to ${question.options.length}: hydron answer ${name} 1`);
    const index = Number(number) - 1;
    const sent =
      run && ofRun
        ? await sendAnswer(client, run.id, ofRun.id, index)
        : await answerStage(client, page.deploymentId, question.id, ofStage!.options[index]!.id);
    if (!sent.ok) return fail(terminal, sent.problem.message);
    const then = ofRun
      ? `Follow it: hydron logs ${name} --follow`
      : next
        ? `Next: ${next.text}`
        : `Approve the plan: hydron approve ${name}`;
    terminal.say(`Chosen: ${option.label}. ${then}`);
    return 0;
  });
