import { describe, expect, it } from 'vitest';
import { ok, refuse } from '../../../workers/domain/result.ts';
import { sandboxVendor, type SandboxRelay } from '../../../workers/vendors/sandbox.ts';
import { tierSchema } from '../../../workers/domain/tier.ts';

type Calls = SandboxRelay['sandbox'];

const told = {
  id: 'sbx-1',
  state: 'ready' as const,
  installId: 'i1',
  host: '127.0.0.1',
  port: 40022,
  user: 'root',
  hostKey: 'ssh-ed25519 AAAA',
  peerAddress: '172.17.0.2',
  problem: null
};
const problem = { code: 'sandbox.port-taken', message: 'Port 443 is taken.' };
const unasked = async () => refuse('test.unasked', 'not asked here');

/** A vendor whose relay answers these calls and refuses the others. */
const vendor = (calls: Partial<Calls>) =>
  sandboxVendor({
    sandbox: {
      tiers: unasked,
      order: unasked,
      orderState: unasked,
      install: unasked,
      server: unasked,
      release: unasked,
      ...calls
    }
  });

const offered = { tier: 'sandbox-s', title: 'S', cores: 2, memoryGb: 2, disk: 'shared', monthly: 490, currency: 'EUR' };
const intent = { key: 'k1', tier: 'sandbox-s', region: 'local', name: 'web-1', httpsPort: 8443, httpPort: 0 };

describe('the sandbox vendor', () => {
  it('offers what the machine room sells, on this machine', async () => {
    const tiers = await vendor({ tiers: async () => ok({ tiers: [offered] }) }).tiers();
    expect(tiers).toMatchObject({
      value: [{ vendor: 'sandbox', spec: { cores: 2, memoryGb: 2 }, price: { setup: 0, monthly: 490 } }]
    });
    expect(tiers.ok && tierSchema.safeParse(tiers.value[0]).success).toBe(true);
  });

  it('quotes the price again, and refuses what it does not sell', async () => {
    const seller = vendor({ tiers: async () => ok({ tiers: [offered] }) });
    expect(await seller.quote('sandbox-s', 'local')).toMatchObject({
      value: { inStock: true, price: { monthly: 490 } }
    });
    expect(await seller.quote('sandbox-s', 'mars')).toMatchObject({ problem: { code: 'vendor.region' } });
    expect(await seller.quote('sandbox-xl', 'local')).toMatchObject({ problem: { code: 'vendor.tier' } });
    expect(await vendor({}).quote('sandbox-s', 'local')).toMatchObject({ problem: { code: 'test.unasked' } });
  });

  it('orders by key with the ports of the project', async () => {
    const asked: unknown[] = [];
    const order: Calls['order'] = async (key, request) => {
      asked.push([key, request]);
      return ok({ key, state: 'placed', serverId: null, problem: null });
    };
    expect(await vendor({ order }).order(intent)).toEqual(ok({ vendorOrderId: 'k1' }));
    expect(asked).toEqual([['k1', { tier: 'sandbox-s', name: 'web-1', httpsPort: 8443, httpPort: 0 }]]);
  });

  it('passes on why an order was cancelled', async () => {
    const cancelled = async () => ok({ key: 'k1', state: 'cancelled' as const, serverId: null, problem });
    expect(await vendor({ order: cancelled }).order(intent)).toEqual({ ok: false, problem });
    expect(await vendor({ orderState: cancelled }).standing('k1', 'sandbox-s')).toEqual(
      ok({ state: 'cancelled', vendorServerId: null, note: problem.message })
    );
  });

  it('says none of an order that the machine room does not know', async () => {
    const unknown = async () => ok({ key: 'k1', state: 'unknown' as const, serverId: null, problem: null });
    expect(await vendor({ orderState: unknown }).standing('k1', 'sandbox-s')).toMatchObject({
      value: { state: 'none' }
    });
  });

  it('tells how a ready server is reached', async () => {
    const { host, port, user, hostKey, peerAddress } = told;
    expect(await vendor({ server: async () => ok(told) }).server('sbx-1')).toEqual(
      ok({ state: 'ready', address: { host, port, user, hostKey, peerAddress }, note: null })
    );
    expect(await vendor({ server: async () => ok({ ...told, state: 'released' }) }).server('sbx-1')).toMatchObject({
      value: { state: 'released', address: null }
    });
  });

  it('refuses with the reason of an install that failed', async () => {
    const install = { installId: 'i1', authorizedKey: 'ssh-ed25519 AAAA', os: 'ubuntu-24.04' };
    const failing = vendor({ install: async () => ok({ ...told, state: 'failed', problem }) });
    expect(await failing.install('sbx-1', install)).toEqual({ ok: false, problem });
    const going = vendor({ install: async () => ok({ ...told, state: 'installing' }) });
    expect(await going.install('sbx-1', install)).toEqual(ok(null));
  });

  it('takes a server that is not there for released', async () => {
    const absent = async () => refuse('sandbox.unknown', 'The sandbox has no server sbx-1.');
    expect(await vendor({ release: absent }).release('sbx-1')).toEqual(ok(null));
    expect(await vendor({}).release('sbx-1')).toMatchObject({ problem: { code: 'test.unasked' } });
  });
});
