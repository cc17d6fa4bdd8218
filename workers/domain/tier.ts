import * as z from 'zod';

export const vendorNames = ['sandbox', 'own', 'ovh', 'hetzner'] as const;
export const vendorNameSchema = z.enum(vendorNames);
export type VendorName = z.infer<typeof vendorNameSchema>;

/** Amounts in the currency's minor unit (cents). */
export const priceSchema = z.object({
  setup: z.number().int().min(0),
  monthly: z.number().int().min(0),
  currency: z.string().regex(/^[A-Z]{3}$/)
});
export type Price = z.infer<typeof priceSchema>;

export const specSchema = z.object({
  cores: z.number().int().min(1),
  memoryGb: z.number().positive(),
  disk: z.string().max(80)
});

/** A catalogue entry: what a vendor sells, where, at which price, and how soon it is delivered (in words, null if unknown). */
export const tierSchema = z.object({
  vendor: vendorNameSchema,
  tier: z.string().min(1).max(60),
  title: z.string().max(80),
  spec: specSchema,
  regions: z.array(z.object({ id: z.string().max(40), title: z.string().max(80), inStock: z.boolean() })).max(60),
  price: priceSchema,
  delivery: z.string().max(80).nullable()
});
export type Tier = z.infer<typeof tierSchema>;

/** `EUR 12.90`; zero reads as `free`. */
export function money(amount: number, currency: string): string {
  return amount === 0 ? 'free' : `${currency} ${(amount / 100).toFixed(2)}`;
}
