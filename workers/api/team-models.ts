import { Hono, type Context } from 'hono';
import * as z from 'zod';
import { budgetSchema } from '../domain/budget.ts';
import { modelIdSchema } from '../domain/usage.ts';
import { defaults } from '../env.ts';
import { record } from '../store/audit.ts';
import { deleteModelKey, modelKeySetAt, setModelKey } from '../store/model-key.ts';
import { teamModel } from '../store/teams.ts';
import { ofTeam, ownersOnly, type OfTeam } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { chooseForTeam } from './middleware/model-choice.ts';
import { notFound, refusal } from './middleware/problems.ts';

const changesSchema = z.strictObject({
  defaultModel: modelIdSchema.nullable().optional(),
  modelBudget: budgetSchema.optional()
});
const keySchema = z.strictObject({
  key: z
    .string()
    .trim()
    .regex(/^[\x21-\x7e]{16,400}$/, '16 to 400 letters, digits and signs, without spaces')
});

/** Whether a key can be one of the vendor's. Gateways have keys of their own form. */
const fits = (key: string, baseUrl: string) => baseUrl !== defaults.ANTHROPIC_BASE_URL || key.startsWith('sk-ant-');

/** What a team thinks with. Of keys it tells whether they are there, and where they are sent. */
async function view({ scope, config, role }: OfTeam['Variables']) {
  return {
    ...(await teamModel(scope)),
    key: { setAt: await modelKeySetAt(scope), ofInstallation: config.model.key !== null },
    baseUrl: config.model.baseUrl,
    mayChange: role === 'owner'
  };
}

const note = (c: Context<OfTeam>, action: string) =>
  record(c.var.scope, { userId: c.var.user.id, action, subject: c.var.scope.teamId });

/** A team's default model, budget and key. Its members see them, its owners change them; the key is never told. */
export const teamModels = new Hono<Api>()
  .get('/:id/model', ofTeam, async (c) => c.json(await view(c.var)))
  .patch('/:id/model', ofTeam, ownersOnly, body(changesSchema), async (c) => {
    await chooseForTeam(c.var.scope, c.req.valid('json'), c.var.user.id);
    return c.json(await view(c.var));
  })
  .put('/:id/model/key', ofTeam, ownersOnly, body(keySchema), async (c) => {
    const { scope, config } = c.var;
    const { key } = c.req.valid('json');
    if (!fits(key, config.model.baseUrl))
      return refusal({
        code: 'model.key-form',
        message: 'A key of Claude’s API begins with sk-ant-. Make one in the Claude Console, under API keys.'
      });
    await setModelKey(scope, config.secretKey, key);
    await note(c, 'set model key');
    return c.json(await view(c.var));
  })
  .delete('/:id/model/key', ofTeam, ownersOnly, async (c) => {
    if ((await modelKeySetAt(c.var.scope)) === null) return notFound('key');
    await deleteModelKey(c.var.scope);
    await note(c, 'remove model key');
    return c.json(await view(c.var));
  });
