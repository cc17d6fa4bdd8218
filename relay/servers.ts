import { lookup } from 'node:dns/promises';
import { addressesOf } from './addresses.ts';
import type { Config } from './config.ts';
import { ok, refuse, type Result } from './result.ts';

/** Which address of a server is connected to. */
export interface Servers {
  addressOf(host: string, port: number): Promise<Result<string>>;
}

/** On a relay of one machine's own user a server may be anywhere, such as in a container here; elsewhere it is public or named. */
export const servers = (config: Config): Servers => ({
  async addressOf(host, port) {
    if (!config.local) {
      const addresses = await addressesOf(config, host, port);
      return addresses.ok ? ok(addresses.value[0]!) : addresses;
    }
    const found = await lookup(isLoopbackName(host) ? '127.0.0.1' : host).catch(() => null);
    return found
      ? ok(found.address)
      : refuse('address.unknown', `The name ${host} does not resolve. Check the address.`);
  }
});

/** RFC 6761: `localhost` and all names below it are this machine, whatever a resolver says. */
const isLoopbackName = (host: string) => /(^|\.)localhost\.?$/i.test(host);
