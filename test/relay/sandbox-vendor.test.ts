import { mkdtempSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { sandboxRoutes } from '../../relay/sandbox/routes.ts';
import { relayServer } from '../../relay/server.ts';
import type { Result } from '../../workers/domain/result.ts';
import { newSshKey } from '../../workers/domain/ssh-key.ts';
import { relayClient } from '../../workers/relay-client.ts';
import { sandboxVendor } from '../../workers/vendors/sandbox.ts';

const key = 'a key of sixteen characters or more';
const state = mkdtempSync(join(tmpdir(), 'hydron-vendor-'));
const sandboxImage = process.env.HYDRON_SANDBOX_IMAGE ?? 'ubuntu:24.04';
const relay = relayServer(key, sandboxRoutes({ state, sandboxImage, extraAuthorities: null }));
let vendor: ReturnType<typeof sandboxVendor>;

beforeAll(async () => {
  await new Promise<void>((resolve) => relay.listen(0, '127.0.0.1', resolve));
  const { port } = relay.address() as AddressInfo;
  vendor = sandboxVendor(relayClient({ url: `http://127.0.0.1:${port}`, key }));
});

afterAll(async () => {
  await new Promise((resolve) => relay.close(resolve));
  rmSync(state, { recursive: true });
});

async function valueOf<T>(asked: Promise<Result<T>>): Promise<T> {
  const result = await asked;
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
}

async function until<T>(ask: () => Promise<Result<T>>, enough: (value: T) => boolean): Promise<T> {
  for (;;) {
    const value = await valueOf(ask());
    if (enough(value)) return value;
    await sleep(200);
  }
}

it('sells, delivers, installs and releases a server through the relay', async () => {
  const [tier] = await valueOf(vendor.tiers());
  const region = tier!.regions[0]!.id;
  expect(await valueOf(vendor.quote(tier!.tier, region))).toEqual({ price: tier!.price, inStock: true });
  const order = { key: 'run-1-web', tier: tier!.tier, region, name: 'web', httpsPort: 0, httpPort: 0 };
  expect(await valueOf(vendor.standing(order.key, order.tier))).toMatchObject({ state: 'none' });
  expect(await valueOf(vendor.order(order))).toEqual({ vendorOrderId: order.key });
  const delivery = await until(
    () => vendor.standing(order.key, order.tier),
    (standing) => standing.state !== 'placed'
  );
  expect(delivery).toMatchObject({ state: 'delivered', note: null });
  const id = delivery.vendorServerId!;
  const { publicKey } = await newSshKey('test');
  await valueOf(vendor.install(id, { installId: order.key, authorizedKey: publicKey, os: 'ubuntu-24.04' }));
  const server = await until(
    () => vendor.server(id),
    (found) => found.state !== 'installing'
  );
  expect(server).toMatchObject({ state: 'ready', address: { host: '127.0.0.1', user: 'root' }, note: null });
  expect(server.address!.hostKey).toMatch(/^ssh-ed25519 /);
  await valueOf(vendor.release(id));
  expect(await valueOf(vendor.server(id))).toMatchObject({ state: 'released', address: null });
  expect(await valueOf(vendor.release('sbx-00000000000000000000'))).toBeNull();
});
