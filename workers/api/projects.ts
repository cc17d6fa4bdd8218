import { Hono } from 'hono';
import * as z from 'zod';
import { record } from '../store/audit.ts';
import { inTeam, ofProject } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { refusal } from './middleware/problems.ts';
import { changeProject, changesSchema } from './projects/change.ts';
import { newProject, newProjectSchema, openConversation } from './projects/create.ts';
import { projectCards, projectPage } from './projects/page.ts';

const destroySchema = z.strictObject({ confirm: z.string().max(200) });

/** Projects: what a team owns. */
export const projects = new Hono<Api>()
  .get('/', inTeam, async (c) => c.json({ projects: await projectCards(c.var.scope) }))
  .post('/', inTeam, body(newProjectSchema), async (c) => {
    const project = await newProject(c.env, c.var.scope, c.req.valid('json'));
    if (!project.ok) return refusal(project.problem);
    await openConversation(c.env, project.value);
    return c.json({ project: project.value, deploymentId: project.value.deploymentId }, 201);
  })
  .get('/:id', ofProject, async (c) => c.json(await projectPage(c.var.scope, c.var.project)))
  .patch('/:id', ofProject, body(changesSchema), async (c) => {
    const { scope, project, user } = c.var;
    const changed = await changeProject(c.env, scope, project, c.req.valid('json'), user.id);
    return changed.ok ? c.json({ project: changed.value }) : refusal(changed.problem);
  })
  .post('/:id/destroy', ofProject, body(destroySchema), async (c) => {
    const { scope, project, user } = c.var;
    if (c.req.valid('json').confirm !== project.name)
      return refusal({ code: 'confirm.name', message: `Type the project's name, ${project.name}, to destroy it.` });
    const begun = await roomOf(c.env, project.deploymentId).destroy({ userId: user.id });
    if (!begun.ok) return refusal(begun.problem);
    await record(scope, { userId: user.id, action: 'destroy', subject: project.id, detail: project.name });
    return c.json({ ok: true }, 202);
  });
