import * as z from 'zod';
import type { Source } from './source.ts';

/** What a person said about money and place before planning; null means no wish. `monthlyBudget` is in minor units. */
export const preferencesSchema = z.object({
  region: z.string().max(40).nullable().default(null),
  monthlyBudget: z.number().int().min(0).nullable().default(null),
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/)
    .default('EUR'),
  vendor: z.enum(['sandbox', 'own', 'ovh', 'hetzner']).nullable().default(null),
  ownServerId: z.string().max(60).nullable().default(null)
});
export type Preferences = z.infer<typeof preferencesSchema>;

/**
 * What a team owns. `hostname` is its default one and never changes; `publicPort` is the port of its live URL. `model` is the
 * one that a person picked, null for rules alone; `modelBudget` is what it may cost a month, in millionths of a US dollar.
 */
export interface Project {
  id: string;
  teamId: string;
  name: string;
  slug: string;
  source: Source;
  hostname: string;
  publicPort: number;
  customDomain: string | null;
  preferences: Preferences;
  deploymentId: string;
  liveUrl: string | null;
  model: string | null;
  modelBudget: number;
  createdAt: number;
}
