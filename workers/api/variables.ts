import { Hono } from 'hono';
import * as z from 'zod';
import { secretName } from '../domain/shell.ts';
import { record } from '../store/audit.ts';
import { deleteSecret, secretNames, setSecret } from '../store/secrets.ts';
import { ofProject } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { notFound, refusal } from './middleware/problems.ts';
import { viewVariables } from './middleware/views.ts';

const valueSchema = z.strictObject({
  value: z
    .string()
    .max(20_000)
    .regex(/^[^\0]*$/, 'no NUL character')
});

/** Whether a person may set a secret of this name: names that begin with HYDRON_ hold what the project's runs need. */
const isOpen = (name: string) => secretName.test(name) && !name.startsWith('HYDRON_');
const badName = () =>
  refusal({
    code: 'variable.name',
    message: 'A variable is named in capital letters, digits and underscores, such as API_KEY, and not HYDRON_….'
  });

/** A project's secret values, by name. What is set is never told again. */
export const variables = new Hono<Api>()
  .get('/:id/variables', ofProject, async (c) => {
    const { scope, project } = c.var;
    const names = await secretNames({ ...scope, owner: project.id });
    return c.json({ variables: viewVariables(names) });
  })
  .put('/:id/variables/:name', ofProject, body(valueSchema), async (c) => {
    const { scope, project, user, config } = c.var;
    const name = c.req.param('name');
    if (!isOpen(name)) return badName();
    await setSecret({ ...scope, owner: project.id, key: config.secretKey }, name, c.req.valid('json').value);
    await record(scope, { userId: user.id, action: 'set variable', subject: project.id, detail: name });
    await roomOf(c.env, project.deploymentId).variablesChanged();
    return c.json({ variable: { name, secret: true, set: true, origin: 'person' } });
  })
  .delete('/:id/variables/:name', ofProject, async (c) => {
    const { scope, project, user } = c.var;
    const name = c.req.param('name');
    if (!isOpen(name)) return badName();
    const known = (await secretNames({ ...scope, owner: project.id })).find((secret) => secret.name === name);
    if (!known) return notFound('variable');
    if (known.origin === 'generated')
      return refusal({
        code: 'variable.in-use',
        message: `${name} was generated for a datastore that runs with it. Set another value instead.`
      });
    await deleteSecret({ ...scope, owner: project.id }, name);
    await record(scope, { userId: user.id, action: 'delete variable', subject: project.id, detail: name });
    await roomOf(c.env, project.deploymentId).variablesChanged();
    return c.json({ ok: true });
  });
