import { describe, expect, it } from 'vitest';
import type { Server } from '../../../workers/domain/server.ts';
import { ownVendor } from '../../../workers/vendors/own.ts';

const server = (changes: Partial<Server> = {}): Server => ({
  id: 'srv_1',
  teamId: 'tea_1',
  projectId: null,
  name: 'rack-4',
  vendor: 'own',
  vendorServerId: 'srv_1',
  tier: 'own',
  region: 'own',
  state: 'ready',
  address: { host: '203.0.113.9', port: 22, user: 'root', hostKey: 'ssh-ed25519 AAAA', peerAddress: null },
  orderId: null,
  createdAt: 1,
  ...changes
});

const intent = { key: 'k1', tier: 'srv_1', region: 'own', name: 'web-1', httpsPort: 443, httpPort: 80 };
const confirmed = ownVendor([server()]);
const unconfirmed = ownVendor([server({ address: { ...server().address!, hostKey: null } })]);

describe('a server of the team', () => {
  it('is a tier of its own that costs nothing', async () => {
    expect(await confirmed.tiers()).toMatchObject({
      ok: true,
      value: [{ vendor: 'own', tier: 'srv_1', title: 'rack-4, your own', price: { setup: 0, monthly: 0 } }]
    });
    expect(await confirmed.quote('srv_1', 'own')).toMatchObject({ ok: true, value: { inStock: true } });
  });

  it('is delivered at once by its order', async () => {
    expect(await confirmed.order(intent)).toEqual({ ok: true, value: { vendorOrderId: 'k1' } });
    expect(await confirmed.standing('k1', 'srv_1')).toMatchObject({
      value: { state: 'delivered', vendorServerId: 'srv_1' }
    });
  });

  it('stays as it is when installed and when released', async () => {
    const install = { installId: 'i1', authorizedKey: 'ssh-ed25519 AAAA', os: 'as-is' };
    expect(await confirmed.install('srv_1', install)).toEqual({ ok: true, value: null });
    expect(await confirmed.server('srv_1')).toMatchObject({ value: { state: 'ready', address: server().address } });
    expect(await confirmed.release('srv_1')).toEqual({ ok: true, value: null });
  });

  it('is out of stock and refused until its host key is confirmed', async () => {
    expect(await unconfirmed.quote('srv_1', 'own')).toMatchObject({ value: { inStock: false } });
    expect(await unconfirmed.order(intent)).toMatchObject({ ok: false, problem: { code: 'own.unconfirmed' } });
    expect(await unconfirmed.standing('k1', 'srv_1')).toMatchObject({ value: { state: 'none' } });
    expect(await unconfirmed.server('srv_1')).toMatchObject({ value: { state: 'failed' } });
  });

  it('that another team has is unknown', async () => {
    const nobody = ownVendor([]);
    expect(await nobody.order(intent)).toMatchObject({ ok: false, problem: { code: 'own.unknown' } });
    expect(await nobody.standing('k1', 'srv_1')).toMatchObject({ value: { state: 'none' } });
    expect(await nobody.install('srv_1', { installId: 'i', authorizedKey: '', os: '' })).toMatchObject({ ok: false });
    expect(await nobody.server('srv_1')).toMatchObject({ value: { state: 'released', address: null } });
  });
});
