import type { Project } from '../../domain/project.ts';
import { budgetText } from '../../domain/usage.ts';
import { record } from '../../store/audit.ts';
import type { Scope } from '../../store/database.ts';
import { setProjectModel } from '../../store/projects.ts';
import { setTeamModel, type TeamModel } from '../../store/teams.ts';

/** What may be left out stays as it is. Budgets are in millionths of a US dollar a month. */
type Choice<T> = { [K in keyof T]?: T[K] | undefined };

const modelName = (model: string | null) => model ?? 'rules alone';

/** A person picks a project's model, or sets its budget. */
export async function chooseForProject(
  scope: Scope,
  { id }: Pick<Project, 'id'>,
  { model, modelBudget }: Choice<Pick<Project, 'model' | 'modelBudget'>>,
  userId: string
): Promise<void> {
  const note = (action: string, detail: string) => record(scope, { userId, action, subject: id, detail });
  if (model !== undefined) {
    await setProjectModel(scope, id, { model });
    await note('choose model', modelName(model));
  }
  if (modelBudget !== undefined) {
    await setProjectModel(scope, id, { modelBudget });
    await note('set model budget', `${budgetText(modelBudget)} a month`);
  }
}

/** An owner picks what new projects think with, or sets the team's budget. Whoever calls this has seen that it is an owner. */
export async function chooseForTeam(
  scope: Scope,
  { defaultModel, modelBudget }: Choice<TeamModel>,
  userId: string
): Promise<void> {
  const note = (action: string, detail: string) => record(scope, { userId, action, subject: scope.teamId, detail });
  if (defaultModel !== undefined) {
    await setTeamModel(scope, { defaultModel });
    await note('choose default model', modelName(defaultModel));
  }
  if (modelBudget !== undefined) {
    await setTeamModel(scope, { modelBudget });
    await note('set team model budget', `${budgetText(modelBudget)} a month`);
  }
}
