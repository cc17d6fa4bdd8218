import { ok, refuse, type Result } from '../domain/result.ts';
import type { Tier } from '../domain/tier.ts';
import type { RelayClient } from '../relay-client.ts';
import { quoteFrom } from './catalogue.ts';
import type { Standing, Vendor, VendorServer } from './vendor.ts';

/** The part of the relay that this vendor sells through. */
export type SandboxRelay = Pick<RelayClient, 'sandbox'>;

type Told<Call extends (...given: never[]) => Promise<Result<unknown>>> = Extract<
  Awaited<ReturnType<Call>>,
  { ok: true }
>['value'];
type RelayTier = Told<SandboxRelay['sandbox']['tiers']>['tiers'][number];
type RelayOrder = Told<SandboxRelay['sandbox']['orderState']>;
type RelayServer = Told<SandboxRelay['sandbox']['server']>;

const regions = [{ id: 'local', title: 'This machine', inStock: true }];

/** Servers that are containers of the relay's machine, sold like any other. Nobody is charged. */
export function sandboxVendor({ sandbox }: SandboxRelay): Vendor {
  const tiers = async () => mapped(await sandbox.tiers(), (told) => told.tiers.map(tierFrom));
  return {
    name: 'sandbox',
    tiers,
    quote: async (tier, region) => quoteFrom(await tiers(), tier, region),
    async order({ key, tier, name, httpsPort, httpPort }) {
      const placed = await sandbox.order(key, { tier, name, httpsPort, httpPort });
      if (placed.ok && placed.value.state === 'cancelled')
        return {
          ok: false,
          problem: placed.value.problem ?? { code: 'sandbox.cancelled', message: 'The sandbox cancelled the order.' }
        };
      return mapped(placed, () => ({ vendorOrderId: key }));
    },
    standing: async (key) => mapped(await sandbox.orderState(key), standingFrom),
    async install(vendorServerId, install) {
      const told = await sandbox.install(vendorServerId, install);
      if (told.ok && told.value.state === 'failed')
        return refuse(
          told.value.problem?.code ?? 'sandbox.failed',
          told.value.problem?.message ?? 'The install failed.'
        );
      return mapped(told, () => null);
    },
    server: async (vendorServerId) => mapped(await sandbox.server(vendorServerId), serverFrom),
    async release(vendorServerId) {
      const told = await sandbox.release(vendorServerId);
      const gone = !told.ok && told.problem.code === 'sandbox.unknown';
      return gone ? ok(null) : mapped(told, () => null);
    }
  };
}

const mapped = <T, U>(result: Result<T>, change: (value: T) => U): Result<U> =>
  result.ok ? ok(change(result.value)) : result;

const tierFrom = ({ tier, title, cores, memoryGb, disk, monthly, currency }: RelayTier): Tier => ({
  vendor: 'sandbox',
  tier,
  title,
  spec: { cores, memoryGb, disk },
  regions,
  price: { setup: 0, monthly, currency },
  delivery: 'within a minute'
});

const standingFrom = ({ state, serverId, problem }: RelayOrder): Standing => ({
  state: state === 'unknown' ? 'none' : state,
  vendorServerId: serverId,
  note: problem?.message ?? null
});

const serverFrom = ({ state, host, port, user, hostKey, peerAddress, problem }: RelayServer): VendorServer => ({
  state,
  address: state === 'released' ? null : { host, port, user, hostKey, peerAddress },
  note: problem?.message ?? null
});
