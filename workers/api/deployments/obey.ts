import type { EventBody } from '../../domain/events.ts';
import { newId } from '../../domain/ids.ts';
import type { ModelCommand } from '../../domain/model-command.ts';
import { commandText } from '../../domain/model-command.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { budgetText } from '../../domain/usage.ts';
import type { Env } from '../../env.ts';
import { roleIn } from '../../store/access.ts';
import { teamModel } from '../../store/teams.ts';
import type { OfProject } from '../middleware/access.ts';
import { roomOf } from '../middleware/deployment.ts';
import { chooseForProject, chooseForTeam } from '../middleware/model-choice.ts';

type Asker = Pick<OfProject['Variables'], 'scope' | 'user' | 'project'>;

const message = (author: 'person' | 'hydron', text: string): EventBody => ({
  type: 'message',
  id: newId('message'),
  author,
  text,
  actions: []
});

/** Does what a person of the team ordered about the model, in their name, and keeps both their words and the answer. */
export async function obey(env: Env, asker: Asker, command: ModelCommand): Promise<Result<null>> {
  const done = await (command.kind === 'rules alone' ? rulesAlone(asker) : raise(asker, command));
  if (!done.ok) return done;
  const { deploymentId } = asker.project;
  await roomOf(env, deploymentId).append([message('person', commandText(command)), message('hydron', done.value)]);
  if (command.kind === 'raise budget' && command.again)
    await env.STAGES.send({ kind: 'propose', deploymentId, stage: command.again });
  return ok(null);
}

async function rulesAlone({ scope, user, project }: Asker): Promise<Result<string>> {
  await chooseForProject(scope, project, { model: null }, user.id);
  return ok('The rules alone go on with this project. A model can be picked again in its settings.');
}

/** A raise never lowers: a button that was pressed late finds the budget where somebody else put it. */
async function raise(
  { scope, user, project }: Asker,
  { owner, budget }: Extract<ModelCommand, { kind: 'raise budget' }>
): Promise<Result<string>> {
  if (owner === 'team' && (await roleIn(scope.db, user.id, scope.teamId)) !== 'owner')
    return refuse('forbidden.role', 'Only an owner of the team may raise its budget. Ask one of them.');
  const before = owner === 'team' ? (await teamModel(scope)).modelBudget : project.modelBudget;
  if (before >= budget) return ok(`The ${owner}'s model budget is ${budgetText(before)} a month already.`);
  if (owner === 'team') await chooseForTeam(scope, { modelBudget: budget }, user.id);
  else await chooseForProject(scope, project, { modelBudget: budget }, user.id);
  return ok(`The ${owner}'s model budget is now ${budgetText(budget)} a month.`);
}
