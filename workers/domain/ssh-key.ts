/** Ed25519 key pairs in OpenSSH's own text forms (its PROTOCOL.key document describes the private one). */

const encoder = new TextEncoder();
const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));

function field(bytes: Uint8Array): Uint8Array {
  const out = new Uint8Array(4 + bytes.length);
  new DataView(out.buffer).setUint32(0, bytes.length);
  out.set(bytes, 4);
  return out;
}

function join(...parts: Uint8Array[]): Uint8Array {
  const out = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    out.set(part, at);
    at += part.length;
  }
  return out;
}

const text = (value: string) => field(encoder.encode(value));
const publicBlob = (publicKey: Uint8Array) => join(text('ssh-ed25519'), field(publicKey));

/** The public key as one line of `authorized_keys`. */
export const publicLine = (publicKey: Uint8Array, comment: string): string =>
  `ssh-ed25519 ${base64(publicBlob(publicKey))} ${comment}`;

/** An unencrypted private key file from a 32-byte seed and its public key. */
export function privateText(seed: Uint8Array, publicKey: Uint8Array, comment: string): string {
  const check = crypto.getRandomValues(new Uint8Array(4));
  const secret = join(check, check, text('ssh-ed25519'), field(publicKey), field(join(seed, publicKey)), text(comment));
  const padding = Uint8Array.from({ length: (8 - (secret.length % 8)) % 8 }, (_, index) => index + 1);
  const none = text('none');
  const count = new Uint8Array([0, 0, 0, 1]);
  const file = join(
    encoder.encode('openssh-key-v1\0'),
    none,
    none,
    text(''),
    count,
    field(publicBlob(publicKey)),
    field(join(secret, padding))
  );
  const lines = base64(file).match(/.{1,70}/g) ?? [];
  return `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines.join('\n')}\n-----END OPENSSH PRIVATE KEY-----\n`;
}

/** A new key pair, both halves as text. */
export async function newSshKey(comment: string): Promise<{ publicKey: string; privateKey: string }> {
  const pair = (await crypto.subtle.generateKey({ name: 'Ed25519' }, true, ['sign', 'verify'])) as CryptoKeyPair;
  const pkcs8 = new Uint8Array((await crypto.subtle.exportKey('pkcs8', pair.privateKey)) as ArrayBuffer);
  const raw = new Uint8Array((await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer);
  return { publicKey: publicLine(raw, comment), privateKey: privateText(pkcs8.slice(-32), raw, comment) };
}
