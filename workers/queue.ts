import * as z from 'zod';
import { stageSchema } from './domain/artifact.ts';
import type { Env } from './env.ts';
import { answerMessage } from './stages/converse.ts';
import { destroyProject } from './stages/destroy.ts';
import { proposeStage } from './stages/propose.ts';

/** What travels in the queues: a stage to propose, a project to take down, or a message for a model to answer. */
export const stageMessageSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('propose'), deploymentId: z.string(), stage: stageSchema }),
  z.object({ kind: z.literal('destroy'), deploymentId: z.string(), userId: z.string() }),
  z.object({ kind: z.literal('converse'), deploymentId: z.string(), messageId: z.string() })
]);

/** One kind of message, one function. What throws is delivered again, three times at most. */
export async function consume(batch: MessageBatch, env: Env): Promise<void> {
  for (const message of batch.messages) {
    const body = stageMessageSchema.parse(message.body);
    if (body.kind === 'propose') await proposeStage(env, body.deploymentId, body.stage, message.attempts);
    else if (body.kind === 'destroy') await destroyProject(env, body.deploymentId);
    else await answerMessage(env, body.deploymentId, body.messageId, message.attempts);
    message.ack();
  }
}
