import type { Result } from '../domain/result.ts';
import type { ServerAddress } from '../domain/server.ts';
import type { Price, Tier, VendorName } from '../domain/tier.ts';

/** What is ordered. `key` is the purchase's own and never reused; ports are those of a sandbox's machine, 0 for none. */
export interface OrderIntent {
  key: string;
  tier: string;
  region: string;
  name: string;
  httpsPort: number;
  httpPort: number;
}

export interface Quote {
  price: Price;
  inStock: boolean;
}

/** How a purchase stands. `none`: the vendor knows no such order, so it is safe to place it. */
export interface Standing {
  state: 'none' | 'placed' | 'delivered' | 'cancelled';
  vendorServerId: string | null;
  note: string | null;
}

/** How a server stands. `address` is null while nothing can be reached; its `hostKey` is known once it is ready. */
export interface VendorServer {
  state: 'delivered' | 'installing' | 'ready' | 'failed' | 'released';
  address: ServerAddress | null;
  note: string | null;
}

/** `authorizedKey` is one line of an OpenSSH public key; `os` a family such as `ubuntu-24.04`, or `as-is`. */
export interface Install {
  installId: string;
  authorizedKey: string;
  os: string;
}

/**
 * Who sells servers. Every call can be repeated: `order` by its key, `install` by its id, `release` at any time, so that a
 * replay after a crash buys nothing twice. Refusals are the vendor's own words, or the relay's.
 */
export interface Vendor {
  name: VendorName;
  tiers(): Promise<Result<Tier[]>>;
  quote(tier: string, region: string): Promise<Result<Quote>>;
  order(intent: OrderIntent): Promise<Result<{ vendorOrderId: string }>>;
  /** `tier` is the ordered one: a vendor that keeps no books of its own tells by it which server was meant. */
  standing(key: string, tier: string): Promise<Result<Standing>>;
  install(vendorServerId: string, install: Install): Promise<Result<null>>;
  server(vendorServerId: string): Promise<Result<VendorServer>>;
  release(vendorServerId: string): Promise<Result<null>>;
}
