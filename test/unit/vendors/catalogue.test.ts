import { describe, expect, it } from 'vitest';
import { ok, refuse } from '../../../workers/domain/result.ts';
import { collectTiers } from '../../../workers/vendors/catalogue.ts';
import { ownVendor } from '../../../workers/vendors/own.ts';
import { sandboxVendor, type SandboxRelay } from '../../../workers/vendors/sandbox.ts';

const offered = { tier: 'sandbox-s', title: 'S', cores: 2, memoryGb: 2, disk: 'shared', monthly: 490, currency: 'EUR' };
const server = {
  id: 'srv_1',
  teamId: 'tea_1',
  projectId: null,
  name: 'rack-4',
  vendor: 'own' as const,
  vendorServerId: null,
  tier: 'own',
  region: 'own',
  state: 'ready' as const,
  address: null,
  orderId: null,
  createdAt: 1
};

const refusing = async () => refuse('relay.unreachable', 'The relay does not answer.');
const selling = (tiers: SandboxRelay['sandbox']['tiers']) =>
  sandboxVendor({
    sandbox: { tiers, order: refusing, orderState: refusing, install: refusing, server: refusing, release: refusing }
  });

describe('the catalogue', () => {
  it('holds the tiers of all vendors in their order', async () => {
    const vendors = [selling(async () => ok({ tiers: [offered] })), ownVendor([server])];
    const { tiers, failures } = await collectTiers(vendors);
    expect(tiers.map((tier) => [tier.vendor, tier.tier])).toEqual([
      ['sandbox', 'sandbox-s'],
      ['own', 'srv_1']
    ]);
    expect(failures).toEqual([]);
  });

  it('names the vendor that could not be asked and keeps what the others sell', async () => {
    const { tiers, failures } = await collectTiers([selling(refusing), ownVendor([server])]);
    expect(tiers.map((tier) => tier.tier)).toEqual(['srv_1']);
    expect(failures).toMatchObject([{ vendor: 'sandbox', problem: { code: 'relay.unreachable' } }]);
  });
});
