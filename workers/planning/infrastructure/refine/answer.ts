import * as z from 'zod';

const line = (max: number) => z.string().max(max);

/** What a model answers about servers: names out of what it was sent, figures and words. Prices and machines are no part of it. */
export const decisionSchema = z.object({
  needs: z
    .array(
      z.object({
        unit: line(40),
        memoryMb: z.int().min(1).max(1_000_000),
        reason: line(120).describe('What makes it need more or less, in a few words.')
      })
    )
    .max(30),
  placement: line(20).nullable().describe('The id of another placement; null keeps the one of the draft.'),
  servers: z
    .array(
      z.object({
        server: line(40).describe('A server of the placement that holds.'),
        tier: line(100).describe('The id of a tier in the catalogue.'),
        region: line(40).describe('The id of a region in which that tier is sold.')
      })
    )
    .max(20),
  rationale: z.array(z.object({ server: line(40), text: line(500) })).max(20)
});
export type Decision = z.output<typeof decisionSchema>;
