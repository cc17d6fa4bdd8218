import type { Server } from '../domain/server.ts';
import { configOf, type Env } from '../env.ts';
import { relayOf } from '../relay-client.ts';
import { ownVendor } from './own.ts';
import { sandboxVendor } from './sandbox.ts';
import type { Vendor } from './vendor.ts';

/** The vendors that this installation sells from to a team, whose own servers count as one more. */
export function vendorsFor(env: Env, teamServers: Server[]): Vendor[] {
  const enabled = configOf(env).vendors;
  const vendors: Vendor[] = [];
  if (enabled.includes('sandbox')) vendors.push(sandboxVendor(relayOf(env)));
  if (enabled.includes('own')) vendors.push(ownVendor(teamServers.filter((server) => server.vendor === 'own')));
  return vendors;
}
