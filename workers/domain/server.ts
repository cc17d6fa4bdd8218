import * as z from 'zod';
import type { VendorName } from './tier.ts';

export const serverStates = ['ordered', 'delivered', 'installing', 'ready', 'releasing', 'released', 'failed'] as const;
export const serverStateSchema = z.enum(serverStates);
export type ServerState = z.infer<typeof serverStateSchema>;

export const orderStates = ['intended', 'placed', 'delivered', 'cancelled', 'refused', 'unknown'] as const;
export const orderStateSchema = z.enum(orderStates);
export type OrderState = z.infer<typeof orderStateSchema>;

/** How the relay reaches a server. `hostKey` is the pinned public key as `ssh-ed25519 AAAA…`, null before it is known. */
export const serverAddressSchema = z.object({
  host: z.string().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  user: z.string().regex(/^[a-z_][a-z0-9_-]{0,31}$/),
  hostKey: z.string().max(2000).nullable(),
  peerAddress: z.string().max(253).nullable()
});
export type ServerAddress = z.infer<typeof serverAddressSchema>;

/** A machine bought for the user, or one that the user brought. `vendorServerId` is the vendor's own name for it. */
export interface Server {
  id: string;
  teamId: string;
  projectId: string | null;
  name: string;
  vendor: VendorName;
  vendorServerId: string | null;
  tier: string;
  region: string;
  state: ServerState;
  address: ServerAddress | null;
  orderId: string | null;
  createdAt: number;
}

/** A purchase. `intentKey` is unique: it is written before the vendor is called, and the vendor is asked about it after a crash. */
export interface Order {
  id: string;
  teamId: string;
  approvalId: string;
  runId: string;
  serverName: string;
  vendor: VendorName;
  tier: string;
  region: string;
  intentKey: string;
  state: OrderState;
  monthly: number;
  setup: number;
  currency: string;
  vendorOrderId: string | null;
  createdAt: number;
}
