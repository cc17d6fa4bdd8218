import type { GeneratedSecret } from './provisioning-plan.ts';

const letters = 'ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789';

/** A fresh value for a secret that Hydron makes up. Passwords use letters and digits alone, so that they fit in URLs. */
export function generateValue(secret: Pick<GeneratedSecret, 'kind' | 'length'>): string {
  if (secret.kind === 'hex') return Array.from(random(secret.length), (byte) => (byte & 15).toString(16)).join('');
  if (secret.kind === 'wireguard') return base64(random(32));
  if (secret.kind === 'base64') return base64(random(secret.length));
  return password(secret.length);
}

const random = (length: number) => crypto.getRandomValues(new Uint8Array(length));
const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

function password(length: number): string {
  let text = '';
  while (text.length < length)
    for (const byte of random(length))
      if (byte < 4 * letters.length && text.length < length) text += letters[byte % letters.length];
  return text;
}
