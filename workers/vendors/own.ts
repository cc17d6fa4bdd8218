import { ok, refuse, type Result } from '../domain/result.ts';
import type { Server } from '../domain/server.ts';
import type { Tier } from '../domain/tier.ts';
import { quoteFrom } from './catalogue.ts';
import type { Vendor, VendorServer } from './vendor.ts';

// What a registered server is taken to have: nobody measured it, and a plan needs a figure.
const assumed = { cores: 2, memoryGb: 4, disk: 'as it is' };

const usable = (server: Server) => Boolean(server.address?.hostKey);

/**
 * Servers that the team has already, each a tier of its own by its id. Ordering one delivers it at once, installing leaves
 * its system as it is, and releasing only forgets it. One whose host key nobody confirmed is out of stock.
 */
export function ownVendor(servers: Server[]): Vendor {
  const tiers = async () => ok(servers.map(tierFrom));
  const find = (id: string): Result<Server> => {
    const server = servers.find((one) => one.id === id);
    return server
      ? ok(server)
      : refuse('own.unknown', `No server of yours has the id ${id}. Add it under Servers first.`);
  };
  return {
    name: 'own',
    tiers,
    quote: async (tier, region) => quoteFrom(await tiers(), tier, region),
    async order({ key, tier }) {
      const found = find(tier);
      if (!found.ok) return found;
      if (usable(found.value)) return ok({ vendorOrderId: key });
      return refuse('own.unconfirmed', `Confirm the host key of ${found.value.name} under Servers first.`);
    },
    async standing(_key, tier) {
      const found = find(tier);
      if (found.ok && usable(found.value))
        return ok({ state: 'delivered', vendorServerId: found.value.id, note: null });
      return ok({ state: 'none', vendorServerId: null, note: found.ok ? null : found.problem.message });
    },
    async install(vendorServerId) {
      const found = find(vendorServerId);
      return found.ok ? ok(null) : found;
    },
    async server(vendorServerId) {
      const found = find(vendorServerId);
      return found.ok
        ? ok(serverFrom(found.value))
        : ok({ state: 'released', address: null, note: found.problem.message });
    },
    release: async () => ok(null)
  };
}

const tierFrom = (server: Server): Tier => ({
  vendor: 'own',
  tier: server.id,
  title: `${server.name}, your own`.slice(0, 80),
  spec: assumed,
  regions: [{ id: 'own', title: 'Where it stands', inStock: usable(server) }],
  price: { setup: 0, monthly: 0, currency: 'EUR' },
  delivery: 'at once'
});

const serverFrom = (server: Server): VendorServer => ({
  state: usable(server) ? 'ready' : 'failed',
  address: server.address,
  note: usable(server) ? null : `The host key of ${server.name} is not confirmed yet.`
});
