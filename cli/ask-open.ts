import type { Stage } from '../workers/domain/artifact.ts';
import { answerStage, type Client } from './client.ts';
import { wholeJournal } from './journal.ts';
import { chosen, openStageQuestions, stageQuestionText } from './questions.ts';
import type { Terminal } from './terminal.ts';

/** Asks a person what a stage leaves open, one question after another. Answers whether the plan is changed by what they chose. */
export async function askOpen(
  client: Client,
  deploymentId: string,
  stage: Stage,
  terminal: Terminal
): Promise<boolean> {
  for (const question of openStageQuestions(await wholeJournal(client, deploymentId), stage)) {
    terminal.say(stageQuestionText(question));
    const usual = question.options.findIndex(({ isDefault }) => isDefault);
    const typed = await terminal.ask(`Your answer [${usual + 1}] `);
    const option = chosen(question.options, typed === '' ? String(usual + 1) : typed);
    if (!option || option.isDefault) continue;
    const sent = await answerStage(client, deploymentId, question.id, option.id);
    if (sent.ok) return true;
    terminal.complain(sent.problem.message);
  }
  return false;
}
