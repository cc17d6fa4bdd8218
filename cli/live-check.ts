import { request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { rootCertificates } from 'node:tls';

/** What a request to the live site gave: `trusted` is whether this machine trusts the certificate. */
export interface LiveAnswer {
  status: number | null;
  trusted: boolean;
  problem: string | null;
}

// Names under localhost are this machine's by RFC 6761, but not every resolver knows.
const lookupLocal: LookupFunction = (_name, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

const certificateCodes = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)/;

function ask(url: URL, authority: string | null, verify: boolean): Promise<LiveAnswer & { code?: string }> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException) =>
      resolve({ status: null, trusted: false, problem: error.message, code: error.code });
    const local = url.hostname === 'localhost' || url.hostname.endsWith('.localhost');
    const options = {
      rejectUnauthorized: verify,
      timeout: 15_000,
      agent: false as const,
      ...(authority === null ? {} : { ca: [...rootCertificates, authority] }),
      ...(local ? { lookup: lookupLocal } : {})
    };
    const asked = request(url, options, (response) => {
      response.resume();
      resolve({ status: response.statusCode ?? null, trusted: verify, problem: null });
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in 15 s')));
    asked.on('error', fail);
    asked.end();
  });
}

/**
 * One real request to the live URL. A certificate that this machine does not trust, such as the one that a local install's
 * proxy signs for itself, is told apart from a site that does not answer. `authority` is PEM text to trust as well.
 */
export async function checkLive(url: string, authority: string | null): Promise<LiveAnswer> {
  const first = await ask(new URL(url), authority, true);
  return first.code !== undefined && certificateCodes.test(first.code) ? ask(new URL(url), authority, false) : first;
}
