import * as z from 'zod';
import { slugSchema } from '../../../domain/ids.ts';
import { portSchema, variableNameSchema } from '../../../domain/service.ts';
import { claims } from '../../analysis/refine/answer.ts';

const line = (max: number) => z.string().max(max);

const packagesSchema = z.object({
  service: line(40),
  stage: z.enum(['build', 'run']).describe('Where they are needed: while the image is built, or in the app.'),
  names: z.array(line(60)).min(1).max(15).describe('Debian packages.'),
  evidence: claims
});

const releaseSchema = z.object({ service: line(40), command: line(400), evidence: claims });

const storeSchema = z.object({
  name: slugSchema.describe('Its name on the network, such as neo4j.'),
  image: line(200).describe('With a tag that is a version.'),
  port: portSchema,
  data: z
    .string()
    .max(200)
    .regex(/^\/[\w./-]+$/)
    .nullable()
    .describe('The folder of its data in the container; null where it keeps none.'),
  health: line(400)
    .nullable()
    .describe('A command in its container that exits 0 when it answers; null: its port is asked.'),
  startSeconds: z.int().min(5).max(600),
  memoryMb: z.int().min(32).max(65_536),
  env: z.array(z.object({ name: variableNameSchema, value: line(200) })).max(12),
  used: z
    .array(z.object({ service: line(40), variable: variableNameSchema, value: line(200) }))
    .min(1)
    .max(20),
  evidence: claims
});

/** What a model may add to the steps that rules planned. Shell text of steps, ports of servers and mounts are no part of it. */
export const decisionSchema = z.object({
  packages: z.array(packagesSchema).max(20),
  releases: z.array(releaseSchema).max(10),
  stores: z.array(storeSchema).max(3)
});
export type Decision = z.output<typeof decisionSchema>;
export type WantedPackages = Decision['packages'][number];
export type WantedRelease = Decision['releases'][number];
export type WantedStore = Decision['stores'][number];
