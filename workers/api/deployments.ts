import { Hono } from 'hono';
import * as z from 'zod';
import { readCommand } from '../domain/model-command.ts';
import { obey } from './deployments/obey.ts';
import { ofDeployment } from './middleware/access.ts';
import { body } from './middleware/body.ts';
import type { Api } from './middleware/context.ts';
import { roomOf } from './middleware/deployment.ts';
import { refusal } from './middleware/problems.ts';

const messageSchema = z.strictObject({ text: z.string().trim().min(1).max(8000) });
const answerSchema = z.strictObject({ optionId: z.string().min(1).max(20) });
const nothingSchema = z.strictObject({});

const pageLimit = 400;
const count = z
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number);
const rangeSchema = z.object({
  since: count.default(0),
  limit: count.pipe(z.number().min(1).max(pageLimit)).default(200)
});

const badRange = () =>
  refusal({ code: 'range', message: `since and limit are whole numbers; limit is at most ${pageLimit}.` }, 400);

/** A deployment: its journal, live and past, what people say in it, and new runs of what they approved. */
export const deployments = new Hono<Api>()
  .get('/:id/events', ofDeployment, async (c) => {
    const range = rangeSchema.safeParse(c.req.query());
    if (!range.success) return badRange();
    const room = roomOf(c.env, c.var.project.deploymentId);
    const [events, head] = await Promise.all([room.since(range.data.since, range.data.limit), room.head()]);
    return c.json({ events, head });
  })
  .get('/:id/socket', ofDeployment, async (c) => {
    const range = rangeSchema.safeParse(c.req.query());
    if (!range.success) return badRange();
    if (c.req.header('upgrade')?.toLowerCase() !== 'websocket')
      return refusal({ code: 'socket.upgrade', message: 'Open a WebSocket here.' }, 426);
    const { deploymentId } = c.var.project;
    const inner = new Request(`https://deployment.invalid/socket?since=${range.data.since}`, {
      headers: { upgrade: 'websocket' }
    });
    return roomOf(c.env, deploymentId).fetch(inner);
  })
  .post('/:id/messages', ofDeployment, body(messageSchema), async (c) => {
    const { user, scope, dependencies, project } = c.var;
    const command = readCommand(c.req.valid('json').text);
    if (command) {
      const done = await obey(c.env, c.var, command);
      return done.ok ? c.json({ ok: true }) : refusal(done.problem);
    }
    // A model looks at the catalogue itself, when it needs to: its answer is not waited for here.
    const tiers = project.model === null ? await dependencies.tiers(scope.teamId) : null;
    const said = await roomOf(c.env, project.deploymentId).say({
      text: c.req.valid('json').text,
      userId: user.id,
      userName: user.name,
      tiers: tiers?.ok ? tiers.value : []
    });
    return said.ok ? c.json({ ok: true }) : refusal(said.problem);
  })
  .post('/:id/questions/:questionId', ofDeployment, body(answerSchema), async (c) => {
    const { user, project } = c.var;
    const answered = await roomOf(c.env, project.deploymentId).answer({
      questionId: c.req.param('questionId'),
      optionId: c.req.valid('json').optionId,
      userId: user.id,
      userName: user.name
    });
    return answered.ok ? c.json({ ok: true }) : refusal(answered.problem);
  })
  .post('/:id/messages/stop', ofDeployment, body(nothingSchema), async (c) =>
    c.json({ stopped: await roomOf(c.env, c.var.project.deploymentId).stopTalk(c.var.user.name) })
  )
  .post('/:id/refresh', ofDeployment, body(nothingSchema), async (c) => {
    const begun = await roomOf(c.env, c.var.project.deploymentId).refresh();
    return begun.ok ? c.json({ ok: true }, 202) : refusal(begun.problem);
  })
  .post('/:id/runs', ofDeployment, body(nothingSchema), async (c) => {
    const run = await roomOf(c.env, c.var.project.deploymentId).startRun({ userId: c.var.user.id });
    return run.ok ? c.json({ runId: run.value.runId }, 201) : refusal(run.problem);
  });
