import * as z from 'zod';
import { evidenceMapSchema } from './evidence.ts';
import { slugSchema } from './ids.ts';

export const serviceKinds = ['web', 'worker', 'static', 'cron'] as const;
export const serviceKindSchema = z.enum(serviceKinds);
export type ServiceKind = z.infer<typeof serviceKindSchema>;

export const acceptanceSchema = z.enum(['pending', 'accepted', 'rejected']);

export const portSchema = z.number().int().min(1).max(65535);
export const variableNameSchema = z
  .string()
  .max(200)
  .regex(/^[A-Za-z_][A-Za-z0-9_]*$/, 'letters, digits and underscores');
const line = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^[^\0]*$/, 'no NUL character');

/** A path inside the repository, `.` being its root. */
export const repositoryPathSchema = z
  .string()
  .min(1)
  .max(1024)
  .refine(
    (path) =>
      path === '.' ||
      (!path.startsWith('/') &&
        !/\p{Cc}/u.test(path) &&
        !path.split('/').some((part) => part === '' || part === '.' || part === '..')),
    'a path inside the repository'
  );

/**
 * A variable that a service reads. `source` says who provides its value: a person, Hydron by generating it, a reference
 * to a datastore or another service, or its default. `buildTime`: the build needs it too.
 */
export const environmentVariableSchema = z.object({
  name: variableNameSchema,
  secret: z.boolean(),
  default: line(4000).nullable(),
  source: z.enum(['person', 'generated', 'reference', 'default']),
  required: z.boolean(),
  buildTime: z.boolean(),
  describes: z.string().max(300),
  evidence: evidenceMapSchema.default({})
});
export type EnvironmentVariable = z.infer<typeof environmentVariableSchema>;

/** `text` is the whole Dockerfile; `ignore` the `.dockerignore` laid beside it for a generated one; `context` the build's folder. */
export const dockerfileSchema = z.object({
  origin: z.enum(['repository', 'generated']),
  path: repositoryPathSchema,
  context: repositoryPathSchema,
  text: line(100_000),
  ignore: line(20_000).nullable(),
  target: z
    .string()
    .max(100)
    .regex(/^[A-Za-z0-9_.-]+$/)
    .nullable()
});
export type Dockerfile = z.infer<typeof dockerfileSchema>;

/**
 * One deployable unit of the user's software. `path` is its folder; a service comes from a `dockerfile` or from a
 * ready `image`, never both. `health` is a path such as `/healthz`. `memoryMb` is set where a person or a file states it.
 */
export const serviceSchema = z.object({
  name: slugSchema,
  path: repositoryPathSchema,
  kind: serviceKindSchema,
  language: z.string().max(60).nullable(),
  framework: z.string().max(60).nullable(),
  runtimeVersion: z.string().max(60).nullable(),
  packageManager: z.string().max(60).nullable(),
  buildCommand: line(2000).nullable(),
  startCommand: line(2000).nullable(),
  releaseCommand: line(2000).nullable(),
  schedule: z.string().max(100).nullable().default(null),
  port: portSchema.nullable(),
  health: z
    .string()
    .max(200)
    .regex(/^\/[^\s\p{Cc}]*$/u, 'a path such as /healthz')
    .nullable(),
  dockerfile: dockerfileSchema.nullable(),
  image: z.string().max(400).nullable(),
  memoryMb: z.number().int().min(16).max(1_000_000).nullable().default(null),
  volumes: z
    .array(
      z
        .string()
        .max(400)
        .regex(/^\/[^:\p{Cc}]*$/u, 'an absolute path in the container')
    )
    .max(20)
    .default([]),
  env: z.array(environmentVariableSchema).max(400),
  dependsOn: z.array(slugSchema).max(50),
  acceptance: acceptanceSchema,
  evidence: evidenceMapSchema.default({})
});
export type Service = z.infer<typeof serviceSchema>;
