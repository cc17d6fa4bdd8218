import * as z from 'zod';
import { budgetSchema } from '../../domain/budget.ts';
import type { Project } from '../../domain/project.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { modelIdSchema } from '../../domain/usage.ts';
import { configOf, type Env } from '../../env.ts';
import { currentArtifact } from '../../store/artifacts.ts';
import type { Scope } from '../../store/database.ts';
import { projectById, updateProject } from '../../store/projects.ts';
import { roomOf } from '../middleware/deployment.ts';
import { domainSchema, nameSchema } from '../middleware/fields.ts';
import { chooseForProject } from '../middleware/model-choice.ts';
import { preferencesFrom, wishesSchema } from './create.ts';

export const changesSchema = z.strictObject({
  name: nameSchema.optional(),
  customDomain: domainSchema.nullable().optional(),
  preferences: wishesSchema.optional(),
  model: modelIdSchema.nullable().optional(),
  modelBudget: budgetSchema.optional()
});
type Changes = z.infer<typeof changesSchema>;

/** Changes a project, and has the plans made again that rest on what changed. Preferences that are not named stay. */
export async function changeProject(
  env: Env,
  scope: Scope,
  project: Project,
  { model, modelBudget, ...changes }: Changes,
  userId: string
): Promise<Result<Project>> {
  const { defaultDomain } = configOf(env);
  if (changes.customDomain === defaultDomain || changes.customDomain?.endsWith(`.${defaultDomain}`))
    return refuse('domain.taken', `Names under ${defaultDomain} are given out by Hydron.`);
  const preferences = await preferencesFrom(scope, changes.preferences, project.preferences);
  if (!preferences.ok) return preferences;
  await chooseForProject(scope, project, { model, modelBudget }, userId);
  if (Object.keys(changes).length > 0) {
    await updateProject(scope, project.id, { ...changes, preferences: preferences.value });
    await planAgain(env, scope, project.deploymentId, changes);
  }
  return ok((await projectById(scope, project.id)) ?? project);
}

async function planAgain(env: Env, scope: Scope, deploymentId: string, changes: Changes): Promise<void> {
  const planned = changes.preferences && (await currentArtifact(scope, deploymentId, 'infrastructure'));
  if (planned) await env.STAGES.send({ kind: 'propose', deploymentId, stage: 'infrastructure' });
  else if (changes.customDomain !== undefined) await roomOf(env, deploymentId).variablesChanged();
}
