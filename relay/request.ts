import type { IncomingMessage, OutgoingHttpHeaders } from 'node:http';
import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { addressesOf, isNamed, type Access } from './addresses.ts';
import { ok, reasonOf, refuse, type Result } from './result.ts';

export interface Fetched {
  url: URL;
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
  addresses: string[];
}

export interface FetchOptions {
  access: Access;
  authorities: string[];
  headers: OutgoingHttpHeaders;
  /** Bytes of the body after which reading stops. */
  maxBytes: number;
  seconds: number;
}

const mostRedirects = 5;

/**
 * GET, over https or, to named hosts, http. Each hop of a redirect is checked as the first address is, and connects to the very
 * addresses that were checked. Authorization is not carried to another host.
 */
export async function fetchChecked(url: URL, options: FetchOptions, hops = 0): Promise<Result<Fetched>> {
  const port = Number(url.port || (url.protocol === 'http:' ? 80 : 443));
  const plain = url.protocol === 'http:' && isNamed(options.access, url.hostname, port);
  if (url.protocol !== 'https:' && !plain)
    return refuse('address.scheme', `${url.protocol}//${url.host} is not allowed. Use https.`);
  const addresses = await addressesOf(options.access, url.hostname, port);
  if (!addresses.ok) return addresses;
  const fetched = await get(url, addresses.value, options);
  const location =
    fetched.ok && fetched.value.status >= 300 && fetched.value.status < 400
      ? fetched.value.headers.location
      : undefined;
  if (!location || !URL.canParse(location, url)) return fetched;
  if (hops >= mostRedirects) return refuse('address.redirects', `${url.host} redirects too often.`);
  const next = new URL(location, url);
  const headers = { ...options.headers };
  if (next.origin !== url.origin) delete headers.authorization;
  return fetchChecked(next, { ...options, headers }, hops + 1);
}

/** A lookup that answers the given addresses, whatever the name. */
export const pinned =
  (addresses: string[]): LookupFunction =>
  (_name, options, answer) => {
    const all = addresses.map((address) => ({ address, family: isIP(address) }));
    if (options.all) answer(null, all);
    else answer(null, all[0]!.address, all[0]!.family);
  };

function get(url: URL, addresses: string[], options: FetchOptions): Promise<Result<Fetched>> {
  const send = url.protocol === 'http:' ? httpRequest : httpsRequest;
  return new Promise((resolve) => {
    const unreachable = (error: unknown) =>
      resolve(refuse('address.unreachable', `${url.host} cannot be reached: ${whyNot(error, options.seconds)}.`));
    const request = send(url, {
      lookup: pinned(addresses),
      headers: { 'user-agent': 'hydron-relay', ...options.headers },
      signal: AbortSignal.timeout(options.seconds * 1000),
      agent: false,
      ca: options.authorities.length > 0 ? options.authorities : undefined
    });
    request.on('error', unreachable);
    request.on('response', (response) => {
      read(response, options.maxBytes).then((body) => {
        request.destroy();
        resolve(ok({ url, status: response.statusCode ?? 0, headers: response.headers, body, addresses }));
      }, unreachable);
    });
    request.end();
  });
}

const whyNot = (error: unknown, seconds: number): string =>
  error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name)
    ? `it did not answer within ${seconds} s`
    : reasonOf(error);

/** The body's first bytes, at most `max` and a chunk. */
export async function read(response: IncomingMessage, max: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length >= max) break;
  }
  return Buffer.concat(chunks).subarray(0, max);
}
