import type { Result } from '../workers/domain/result.ts';
import { modelNamed } from './arguments.ts';
import { pickModel, readTeamUsage, readUsage, type Client } from './client.ts';
import { withProject } from './control.ts';
import { cleaned } from './harmless.ts';
import type { Terminal } from './terminal.ts';
import { modelsText, projectUsageText, teamUsageText } from './usage-text.ts';

/** Shows an answer, as JSON where that is wanted, or complains. */
function tell<T extends object>(answer: Result<T>, terminal: Terminal, textOf: (value: T) => string): number {
  if (!answer.ok) {
    terminal.complain(answer.problem.message);
    return 1;
  }
  if (terminal.json) terminal.event(answer.value);
  else terminal.say(textOf(cleaned(answer.value)));
  return 0;
}

/** `hydron model PROJECT [MODEL]`: what it thinks with and what there is, or another pick. */
export async function chooseModel(
  client: Client,
  name: string,
  wanted: string | null,
  terminal: Terminal
): Promise<number> {
  const model = wanted === null ? undefined : modelNamed(wanted);
  return withProject(client, name, terminal, async ({ project }) => {
    if (model === undefined)
      return tell({ ok: true, value: project }, terminal, (shown) => modelsText(shown.name, shown.model));
    const picked = await pickModel(client, project.id, model);
    return tell(picked, terminal, (changed) => `${changed.project.name} thinks with ${model ?? 'rules alone'} now.`);
  });
}

/** `hydron usage PROJECT`. */
export const showProjectUsage = (client: Client, name: string, terminal: Terminal): Promise<number> =>
  withProject(client, name, terminal, async ({ project }) =>
    tell(await readUsage(client, project.id), terminal, (usage) => projectUsageText(project.name, usage))
  );

/** `hydron usage`. */
export const showTeamUsage = async (client: Client, terminal: Terminal): Promise<number> =>
  tell(await readTeamUsage(client), terminal, teamUsageText);
