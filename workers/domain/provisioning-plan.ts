import * as z from 'zod';
import { slugSchema } from './ids.ts';
import { dockerfileSchema, portSchema, variableNameSchema } from './service.ts';
import { secretName } from './shell.ts';
import { stepSchema } from './step.ts';

/** A container's health check: shell text run inside it; times in seconds. */
export const healthcheckSchema = z.object({
  test: z.string().max(1000),
  interval: z.number().int().min(1).max(600),
  timeout: z.number().int().min(1).max(600),
  retries: z.number().int().min(1).max(100),
  startPeriod: z.number().int().min(0).max(3600)
});

/**
 * One container to run, of the user's software or a datastore. `image` is the name it runs under (built here or pulled);
 * `build` says that this server builds it from the service's Dockerfile. `ports` are published ones and stay empty for all
 * but the proxy.
 */
export const plannedServiceSchema = z.object({
  name: slugSchema,
  server: slugSchema,
  role: z.enum(['service', 'datastore', 'proxy']),
  image: z.string().min(1).max(400),
  build: z.boolean(),
  dockerfile: dockerfileSchema.nullable(),
  command: z.string().max(2000).nullable(),
  volumes: z
    .array(z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9_.-]{0,100}$/), path: z.string().max(400) }))
    .max(20),
  port: portSchema.nullable(),
  ports: z.array(z.object({ host: portSchema, container: portSchema, address: z.string().max(60).nullable() })).max(10),
  healthcheck: healthcheckSchema.nullable(),
  limits: z.object({ memoryMb: z.number().int().min(16), cpus: z.number().positive().nullable() }),
  startOrder: z.number().int().min(0)
});
export type PlannedService = z.infer<typeof plannedServiceSchema>;

/** A hostname and path prefix that the proxy hands to a service's port. */
export const routeSchema = z.object({
  hostname: z.string().min(1).max(253),
  path: z
    .string()
    .max(200)
    .regex(/^\/[^\s\p{Cc}]*$/u),
  service: slugSchema,
  port: portSchema
});
export type Route = z.infer<typeof routeSchema>;

/**
 * A variable's value for one service. `value` is a template in which secrets stand as `${SECRET:NAME}`; `origin` says
 * where it comes from. `person` values that are missing hold null and must be given before the plan can be approved when
 * `required`.
 */
export const environmentValueSchema = z.object({
  service: slugSchema,
  name: variableNameSchema,
  value: z
    .string()
    .max(8000)
    .regex(/^[^\0]*$/)
    .nullable(),
  secret: z.boolean(),
  required: z.boolean(),
  buildTime: z.boolean(),
  origin: z.enum(['person', 'generated', 'derived', 'default'])
});
export type EnvironmentValue = z.infer<typeof environmentValueSchema>;

/** A secret that Hydron makes up: `length` characters of an alphabet that needs no escaping in URLs. */
export const generatedSecretSchema = z.object({
  name: z.string().regex(secretName),
  kind: z.enum(['password', 'hex', 'base64', 'wireguard']),
  length: z.number().int().min(16).max(128)
});
export type GeneratedSecret = z.infer<typeof generatedSecretSchema>;

/** A request to a public URL after the deploy. `expect` is the range of statuses that counts as alive; `timeout` in seconds. */
export const probeSchema = z.object({
  name: slugSchema,
  hostname: z.string().min(1).max(253),
  path: z
    .string()
    .max(400)
    .regex(/^\/[^\s\p{Cc}]*$/u),
  expect: z.object({ from: z.number().int().min(100).max(599), to: z.number().int().min(100).max(599) }),
  timeout: z.number().int().min(1).max(600)
});
export type Probe = z.infer<typeof probeSchema>;

/**
 * `authority`: who signs certificates: `public` (Let's Encrypt's default), `internal` (the proxy's own), or an ACME
 * directory's URL. `publicPort` is the port of the live URL: 443, or what a sandbox server's 443 is published on.
 */
export const proxySchema = z.object({
  server: slugSchema,
  hostname: z.string().min(1).max(253),
  publicPort: portSchema,
  routes: z.array(routeSchema).max(60),
  authority: z.string().max(400),
  email: z.string().max(200).nullable()
});

export const provisioningPlanSchema = z
  .object({
    servers: z
      .array(z.object({ name: slugSchema, steps: z.array(stepSchema).min(1).max(200) }))
      .min(1)
      .max(20),
    services: z.array(plannedServiceSchema).max(120),
    network: z.object({ name: z.string().regex(/^[a-z0-9][a-z0-9-]{0,60}$/), subnet: z.string().max(50).nullable() }),
    proxy: proxySchema.nullable(),
    env: z.array(environmentValueSchema).max(4000),
    secrets: z.array(generatedSecretSchema).max(200),
    probes: z.array(probeSchema).max(60)
  })
  .superRefine((plan, context) => {
    for (const [index, server] of plan.servers.entries()) {
      const ids = server.steps.map((step) => step.id);
      if (new Set(ids).size !== ids.length)
        context.addIssue({ code: 'custom', path: ['servers', index, 'steps'], message: 'two steps share an id' });
    }
  });
export type ProvisioningPlan = z.infer<typeof provisioningPlanSchema>;

/** The required variables that still have no value, as `service NAME`. A plan with any cannot be approved. */
export const missingValues = (plan: ProvisioningPlan): string[] =>
  plan.env.filter((value) => value.required && value.value === null).map((value) => `${value.service} ${value.name}`);

/** The address at which people reach a hostname of the plan. */
export const urlOf = (hostname: string, publicPort: number, path = '/'): string =>
  `https://${hostname}${publicPort === 443 ? '' : `:${publicPort}`}${path}`;
