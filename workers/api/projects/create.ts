import * as z from 'zod';
import { startingBudgets } from '../../domain/budget.ts';
import { newId, randomName, slugify } from '../../domain/ids.ts';
import { preferencesSchema, type Preferences, type Project } from '../../domain/project.ts';
import { ok, refuse, type Result } from '../../domain/result.ts';
import { describeSource, nameOfSource, parseSource } from '../../domain/source.ts';
import { modelIdSchema } from '../../domain/usage.ts';
import { configOf, type Config, type Env } from '../../env.ts';
import type { Scope } from '../../store/database.ts';
import { createProject, highestPort } from '../../store/projects.ts';
import { serverById } from '../../store/servers.ts';
import { teamModel } from '../../store/teams.ts';
import { roomOf } from '../middleware/deployment.ts';
import { nameSchema } from '../middleware/fields.ts';
import { findTemplate } from '../middleware/templates.ts';

export const wishesSchema = z.record(z.string().max(40), z.json());

export const newProjectSchema = z.strictObject({
  source: z.string().max(2100),
  name: nameSchema.optional(),
  preferences: wishesSchema.optional(),
  model: modelIdSchema.nullable().optional()
});

/** A person's wishes laid over the preferences so far. Refuses what does not fit, and a server that the team does not have. */
export async function preferencesFrom(
  scope: Scope,
  wishes: z.infer<typeof wishesSchema> | undefined,
  before: Preferences | null
): Promise<Result<Preferences>> {
  const read = preferencesSchema.strict().safeParse({ ...before, ...wishes });
  if (!read.success) {
    const issue = read.error.issues[0];
    return refuse(
      'preferences.invalid',
      `preferences.${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'does not fit'}`
    );
  }
  const { ownServerId } = read.data;
  if (wishes?.ownServerId === undefined || ownServerId === null || (await serverById(scope, ownServerId)))
    return ok(read.data);
  return refuse('server.absent', 'The preferred server is not one of the team’s.');
}

/** The port of the live URL: 443, or on an install whose servers share this machine's address the next that no project has. */
async function publicPort(config: Config, scope: Scope, preferences: Preferences): Promise<number> {
  if (!config.localDomain || !config.vendors.includes('sandbox') || preferences.vendor === 'own') return 443;
  const ours = Number(new URL(config.baseUrl).port || 80);
  const first = ours < 50_000 ? ours + 10_000 : ours - 10_000;
  return Math.max(first, ((await highestPort(scope.db)) ?? 0) + 1);
}

/** A new project of the team, named after its source unless a person named it. */
export async function newProject(
  env: Env,
  scope: Scope,
  wish: z.infer<typeof newProjectSchema>
): Promise<Result<Project>> {
  const config = configOf(env);
  const source = parseSource(wish.source, { folders: config.mode === 'local' });
  if (!source.ok) return source;
  const template = source.value.kind === 'template' ? await findTemplate(env, source.value.name) : ok(null);
  if (!template.ok) return template;
  const preferences = await preferencesFrom(scope, wish.preferences, null);
  if (!preferences.ok) return preferences;
  const name = wish.name ?? nameOfSource(source.value);
  const slug = slugify(name);
  const project = {
    id: newId('project'),
    deploymentId: newId('deployment'),
    name,
    slug,
    source: source.value,
    hostname: `${slug}-${randomName(6)}.${config.defaultDomain}`,
    publicPort: await publicPort(config, scope, preferences.value),
    customDomain: null,
    preferences: preferences.value,
    liveUrl: null,
    model: wish.model === undefined ? (await teamModel(scope)).defaultModel : wish.model,
    modelBudget: startingBudgets.project,
    createdAt: Date.now()
  };
  return ok(await createProject(scope, project));
}

/** Opens the conversation with what the person asked for, and starts the analysis. */
export async function openConversation(env: Env, project: Project): Promise<void> {
  const room = roomOf(env, project.deploymentId);
  const text = `Deploy ${describeSource(project.source)}`;
  await room.append([{ type: 'message', id: newId('message'), author: 'person', text, actions: [] }]);
  await room.refresh();
}
