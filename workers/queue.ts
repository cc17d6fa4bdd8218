import * as z from 'zod';
import { stageSchema } from './domain/artifact.ts';
import type { Env } from './env.ts';
import { destroyProject } from './stages/destroy.ts';
import { proposeStage } from './stages/propose.ts';

/** What travels in the queue of stages: a stage to propose, or a project to take down. */
export const stageMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('propose'), deploymentId: z.string(), stage: stageSchema }),
  z.object({ kind: z.literal('destroy'), deploymentId: z.string(), userId: z.string() })
]);

/** One kind of message, one function. What throws is delivered again, three times at most. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  for (const message of batch.messages) {
    const body = stageMessageSchema.parse(message.body);
    if (body.kind === 'propose') await proposeStage(env, body.deploymentId, body.stage, message.attempts);
    else await destroyProject(env, body.deploymentId);
    message.ack();
  }
}
