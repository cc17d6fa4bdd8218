import { lookup } from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { ok, refuse, type Result } from './result.ts';

/** Who may be reached: public addresses, and the hosts that the configuration names. */
export interface Access {
  allowedHosts: string[];
}

// IANA's registry of special-purpose IPv4 addresses, and multicast.
const special4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4]
] as const;
// Of IPv6 only global unicast is public, without what tunnels IPv4 (Teredo, 6to4), protocol assignments and documentation.
const special6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20]
] as const;

const refused = new BlockList();
for (const [net, bits] of special4) refused.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of special6) refused.addSubnet(net, bits, 'ipv6');
const global6 = new BlockList();
global6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address belongs to the public internet. */
export function isPublic(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !refused.check(address, 'ipv4');
  return family === 6 && global6.check(address, 'ipv6') && !refused.check(address, 'ipv6');
}

/** Whether the configuration names this host, with or without the port. */
export const isNamed = (access: Access, host: string, port: number): boolean =>
  access.allowedHosts.includes(host.toLowerCase()) || access.allowedHosts.includes(`${host.toLowerCase()}:${port}`);

/**
 * The addresses of a host, all of which must be public unless the configuration names it. Whoever connects uses these very
 * addresses, so that a name cannot resolve to another one the second time.
 */
export async function addressesOf(access: Access, host: string, port: number): Promise<Result<string[]>> {
  const name = host.replace(/^\[|\]$/g, '');
  const named = isNamed(access, host, port) || isNamed(access, name, port);
  const found = await lookup(name, { all: true }).catch(() => []);
  const addresses = [...new Set(found.map(({ address }) => address))];
  if (addresses.length === 0) return refuse('address.unknown', `The name ${name} does not resolve. Check the address.`);
  const hidden = named ? undefined : addresses.find((address) => !isPublic(address));
  if (hidden)
    return refuse(
      'address.private',
      `${name} is not a public address (${hidden}). The relay reaches such hosts only where its setting RELAY_ALLOWED_HOSTS names them.`
    );
  return ok(addresses);
}
