import * as z from 'zod';
import { evidenceMapSchema } from './evidence.ts';
import { slugSchema } from './ids.ts';
import { repositoryPathSchema, serviceSchema, variableNameSchema } from './service.ts';
import { sourceSchema } from './source.ts';

export const datastoreKinds = [
  'postgres',
  'mysql',
  'mariadb',
  'mongodb',
  'redis',
  'valkey',
  'memcached',
  'rabbitmq',
  'nats',
  'kafka',
  'elasticsearch',
  'opensearch',
  'meilisearch',
  'typesense',
  'clickhouse',
  'mssql',
  'minio',
  'sqlite'
] as const;
export const datastoreKindSchema = z.enum(datastoreKinds);
export type DatastoreKind = z.infer<typeof datastoreKindSchema>;

/** Only `required` datastores are placed; `optional` ones are offered, `embedded` ones live in the service's own process. */
export const datastoreSchema = z.object({
  name: slugSchema,
  kind: datastoreKindSchema,
  version: z.string().max(60).nullable(),
  requirement: z.enum(['required', 'optional', 'embedded']),
  reason: z.string().max(400),
  evidence: evidenceMapSchema.default({})
});
export type Datastore = z.infer<typeof datastoreSchema>;

/** A service of somebody else's that the code calls, such as `stripe`, with the variables that configure it. */
export const externalSchema = z.object({ name: z.string().max(60), env: z.array(variableNameSchema).max(40) });

/** Why a file was read, in a word or two, and how many bytes of it. `note` says what was wrong with it. */
export const fileReadSchema = z.object({
  path: z.string().max(1024),
  why: z.string().max(120),
  bytes: z.number().int().min(0),
  note: z.string().max(300).nullable()
});
export type FileRead = z.infer<typeof fileReadSchema>;

/** What the analysis stage proposes. `commit` is null for an image. `truncated` says in words what was left out, or is null. */
export const analysisSchema = z
  .object({
    source: sourceSchema,
    commit: z
      .string()
      .regex(/^[0-9a-f]{40,64}$/)
      .nullable(),
    services: z.array(serviceSchema).max(60),
    datastores: z.array(datastoreSchema).max(40),
    externals: z.array(externalSchema).max(60),
    filesRead: z.array(fileReadSchema).max(400),
    truncated: z.string().max(400).nullable()
  })
  .superRefine((analysis, context) => {
    const names = [...analysis.services, ...analysis.datastores].map((unit) => unit.name);
    const known = new Set(names);
    if (known.size !== names.length)
      context.addIssue({ code: 'custom', path: ['services'], message: 'two services or datastores share a name' });
    analysis.services.forEach((service, index) => {
      const at = ['services', index];
      if (service.dockerfile && service.image)
        context.addIssue({ code: 'custom', path: at, message: 'a service has a Dockerfile or an image, not both' });
      for (const name of service.dependsOn)
        if (!known.has(name))
          context.addIssue({
            code: 'custom',
            path: [...at, 'dependsOn'],
            message: `${name} is neither a service nor a datastore here`
          });
    });
  });
export type Analysis = z.infer<typeof analysisSchema>;

/** The services that will be deployed: all but the rejected ones. */
export const deployedServices = (analysis: Analysis) =>
  analysis.services.filter((service) => service.acceptance !== 'rejected');

/** The datastores that will be placed. */
export const placedDatastores = (analysis: Analysis) =>
  analysis.datastores.filter((datastore) => datastore.requirement === 'required');

/** The folder that holds a service's Dockerfile context, `.` for an image. */
export const contextOf = (service: { dockerfile: { context: string } | null }) =>
  repositoryPathSchema.parse(service.dockerfile?.context ?? '.');
