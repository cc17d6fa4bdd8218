import * as z from 'zod';
import { slugSchema } from './ids.ts';
import { priceSchema, specSchema, vendorNameSchema, type Price } from './tier.ts';

/** What one service or datastore is expected to need while it runs; `reason` says what the figure rests on. */
export const memoryNeedSchema = z.object({
  name: slugSchema,
  memoryMb: z.number().int().min(1),
  reason: z.string().max(200)
});
export type MemoryNeed = z.infer<typeof memoryNeedSchema>;

/**
 * One server to buy, or to reuse (`ownServerId`, vendor `own`). `services` names services and datastores. `region` is the
 * vendor's id of it. `os` is a family such as `ubuntu-24.04`, or `as-is`.
 */
export const plannedServerSchema = z.object({
  name: slugSchema,
  vendor: vendorNameSchema,
  tier: z.string().min(1).max(60),
  spec: specSchema,
  region: z.string().min(1).max(40),
  os: z.string().max(40),
  price: priceSchema,
  services: z.array(slugSchema).min(1).max(100),
  rationale: z.string().max(1200),
  ownServerId: z.string().max(60).nullable().default(null)
});
export type PlannedServer = z.infer<typeof plannedServerSchema>;

export const alternativeSchema = z.object({
  title: z.string().max(120),
  vendor: vendorNameSchema,
  tier: z.string().max(60),
  region: z.string().max(40),
  monthly: z.number().int().min(0),
  currency: z.string().max(3),
  tradeoff: z.string().max(300)
});

/** Which servers and what runs where; no commands. `totalMonthly` is in minor units, `checkedAt` ISO 8601. */
export const infrastructurePlanSchema = z
  .object({
    servers: z.array(plannedServerSchema).min(1).max(20),
    needs: z.array(memoryNeedSchema).max(120),
    alternatives: z.array(alternativeSchema).max(10),
    totalMonthly: z.number().int().min(0),
    totalSetup: z.number().int().min(0),
    currency: z.string().regex(/^[A-Z]{3}$/),
    checkedAt: z.iso.datetime()
  })
  .superRefine((plan, context) => {
    const names = plan.servers.map((server) => server.name);
    if (new Set(names).size !== names.length)
      context.addIssue({ code: 'custom', path: ['servers'], message: 'two servers share a name' });
    const placed = plan.servers.flatMap((server) => server.services);
    for (const name of new Set(placed))
      if (placed.filter((other) => other === name).length > 1)
        context.addIssue({ code: 'custom', path: ['servers'], message: `${name} is placed twice` });
  });
export type InfrastructurePlan = z.infer<typeof infrastructurePlanSchema>;

/** What the servers of a plan cost together: added up, since the plan's own totals are text that a person may edit. */
export const totalOf = (plan: InfrastructurePlan): Price => ({
  setup: plan.servers.reduce((sum, { price }) => sum + price.setup, 0),
  monthly: plan.servers.reduce((sum, { price }) => sum + price.monthly, 0),
  currency: plan.currency
});

/** The name of the server that holds a service or datastore, or null. */
export const serverOf = (plan: InfrastructurePlan, unit: string): string | null =>
  plan.servers.find((server) => server.services.includes(unit))?.name ?? null;
