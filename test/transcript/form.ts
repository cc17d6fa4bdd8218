import * as z from 'zod';
import { placeSchema, tokensSchema } from '../../workers/domain/usage.ts';

const millionths = z.number().int().min(1);

/** One request to the model: what was sent, in bytes, what it took, and what came back, word for word. */
const requestSchema = z.strictObject({
  kind: z.literal('request'),
  place: placeSchema,
  /** Bytes of instructions, tools and messages. */
  bytes: z.number().int().min(500),
  tokens: tokensSchema,
  cost: millionths,
  answer: z.string().min(1)
});

/** What was said: by Hydron, as the terminal prints it, or by a person. */
const lineSchema = z.strictObject({ kind: z.enum(['hydron', 'person']), text: z.string().min(1) });

const totalSchema = z.strictObject({
  place: placeSchema,
  requests: z.number().int().min(1),
  bytes: z.number().int().min(500),
  tokens: tokensSchema,
  cost: millionths
});

/** A deployment as it was recorded: what was said and asked, in its order, and what each place took in all. */
export const transcriptSchema = z.strictObject({
  recorded: z.iso.date(),
  model: z.string(),
  entries: z.array(z.discriminatedUnion('kind', [requestSchema, lineSchema])).min(20),
  totals: z.array(totalSchema)
});
export type Transcript = z.infer<typeof transcriptSchema>;
export type Entry = Transcript['entries'][number];
