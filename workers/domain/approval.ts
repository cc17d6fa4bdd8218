import * as z from 'zod';
import { stageSchema } from './artifact.ts';
import { priceSchema } from './tier.ts';

/** Who approved which bytes, when and at which price (null for stages that cost nothing). */
export const approvalSchema = z.object({
  id: z.string(),
  deploymentId: z.string(),
  stage: stageSchema,
  artifactId: z.string(),
  version: z.number().int().min(1),
  hash: z.string().length(64),
  price: priceSchema.nullable(),
  userId: z.string(),
  createdAt: z.number()
});
export type Approval = z.infer<typeof approvalSchema>;
