import * as z from 'zod';
import { datastoreKindSchema } from '../../../domain/analysis.ts';

/** What a model may correct: of a service, and of one variable of it. There is nothing else that an answer can say. */
export const serviceFields = [
  'dockerfile',
  'port',
  'kind',
  'health',
  'buildCommand',
  'startCommand',
  'releaseCommand',
  'runtimeVersion',
  'dependsOn',
  'deploy'
] as const;
export const variableFields = ['secret', 'default', 'required', 'describes'] as const;
export type ServiceField = (typeof serviceFields)[number];
export type VariableField = (typeof variableFields)[number];

/** Lines that a model says it read something from. */
export const claims = z
  .array(z.object({ path: z.string().max(1024), line: z.int().min(1), excerpt: z.string().max(400) }))
  .max(4)
  .describe('Lines that say so: path, line from 1, and some text of that very line.');
export type Claims = z.output<typeof claims>;

const correctionSchema = z.object({
  service: z.string().max(40),
  field: z.enum([...serviceFields, ...variableFields]),
  variable: z.string().max(200).nullable().describe('The variable, for the fields of one; else null.'),
  value: z
    .union([z.string().max(20_000), z.number(), z.boolean(), z.array(z.string().max(40)).max(50), z.null()])
    .describe('Null clears a command, a health path or a default.'),
  evidence: claims
});
export type Correction = z.output<typeof correctionSchema>;

const line = (max: number) => z.string().max(max);

const missingSchema = z.object({
  datastores: z
    .array(
      z.object({
        kind: datastoreKindSchema,
        version: line(20).nullable(),
        reason: line(300),
        services: z.array(line(40)).max(20).describe('The services that use it.'),
        evidence: claims
      })
    )
    .max(10),
  variables: z
    .array(
      z.object({
        service: line(40),
        name: line(200),
        secret: z.boolean(),
        required: z.boolean(),
        buildTime: z.boolean(),
        default: line(1000).nullable(),
        describes: line(300),
        evidence: claims
      })
    )
    .max(100),
  externals: z.array(z.object({ name: line(60), env: z.array(line(200)).max(40), evidence: claims })).max(20)
});
export type Missing = z.output<typeof missingSchema>;

const questionSchema = z.object({
  text: line(300),
  options: z
    .array(z.object({ label: line(80), corrections: z.array(correctionSchema).max(10) }))
    .min(2)
    .max(4),
  default: z.int().min(0).max(3).describe('Which option holds if nobody answers, from 0.')
});
export type AskedQuestion = z.output<typeof questionSchema>;

/** What a model answers about a draft: data alone, judged piece by piece before anything of it counts. */
export const refinementSchema = z.object({
  corrections: z.array(correctionSchema).max(150),
  missing: missingSchema,
  questions: z.array(questionSchema).max(3)
});
export type Refinement = z.output<typeof refinementSchema>;
