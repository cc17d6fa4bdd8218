import * as z from 'zod';

/** Where a field was read: `line` counts from 1, 0 means that the file's presence says it; `confidence` is 0 to 1. */
export const evidenceSchema = z.object({
  path: z.string().max(1024),
  line: z.number().int().min(0),
  excerpt: z.string().max(240),
  confidence: z.number().min(0).max(1)
});
export type Evidence = z.infer<typeof evidenceSchema>;

/** Evidence by the field that it supports, such as `port` or `framework`. */
export const evidenceMapSchema = z.record(z.string(), evidenceSchema);
export type EvidenceMap = z.infer<typeof evidenceMapSchema>;
