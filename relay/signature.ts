import type { IncomingHttpHeaders } from 'node:http';
import { sameSignature, sign, signatureWindowMs } from './protocol.ts';
import { ok, refuse, type Result } from './result.ts';

/** The three headers of a signed request. */
export interface Signed {
  signature: string;
  time: number;
  nonce: string;
}

/** Remembers nonces for as long as their time would be accepted. */
export function nonces(): { use(nonce: string, now: number): boolean } {
  const seen = new Map<string, number>();
  return {
    use(nonce, now) {
      for (const [old, until] of seen) {
        if (until > now) break;
        seen.delete(old);
      }
      if (seen.has(nonce)) return false;
      seen.set(nonce, now + 2 * signatureWindowMs);
      return true;
    }
  };
}

/** The signature's headers, if they are there and of this minute: known before the body is read. */
export function signedHeaders(headers: IncomingHttpHeaders, now: number): Result<Signed> {
  const signature = String(headers['x-hydron-signature'] ?? '');
  const nonce = String(headers['x-hydron-nonce'] ?? '');
  const time = Number(headers['x-hydron-time']);
  if (!/^[0-9a-f]{64}$/.test(signature) || !/^[A-Za-z0-9._-]{8,100}$/.test(nonce) || !Number.isInteger(time))
    return refuse('signature.missing', 'The request is not signed.', 401);
  if (Math.abs(now - time) > signatureWindowMs)
    return refuse('signature.old', "The request's time is more than a minute off. Set both clocks.", 401);
  return ok({ signature, time, nonce });
}

/** Whether the signature fits the request. */
export async function fits(
  key: string,
  request: { method: string; path: string; body: string },
  signed: Signed
): Promise<boolean> {
  return sameSignature(await sign(key, { ...request, time: signed.time, nonce: signed.nonce }), signed.signature);
}
