/** Sealing of values at rest: AES-256-GCM under the installation's key; the context (who owns which name) is authenticated too. */
const encoder = new TextEncoder();
const toBase64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const fromBase64 = (text: string) => Uint8Array.from(atob(text), (character) => character.charCodeAt(0));

/** The key as 32 bytes in base64; throws on any other length. */
async function importKey(key: string): Promise<CryptoKey> {
  const bytes = fromBase64(key);
  if (bytes.length !== 32) throw new Error('the secret key must be 32 bytes in base64');
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt']);
}

/** `v1.<iv>.<ciphertext>`, both base64. */
export async function seal(key: string, context: string, value: string): Promise<string> {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt(
    { name: 'AES-GCM', iv, additionalData: encoder.encode(context) },
    await importKey(key),
    encoder.encode(value)
  );
  return `v1.${toBase64(iv)}.${toBase64(new Uint8Array(sealed))}`;
}

/** The value, or a throw when key, context or text are not those that it was sealed with. */
export async function unseal(key: string, context: string, sealed: string): Promise<string> {
  const [version, iv, data] = sealed.split('.');
  if (version !== 'v1' || !iv || !data) throw new Error('not a sealed value of this version');
  const opened = await crypto.subtle.decrypt(
    { name: 'AES-GCM', iv: fromBase64(iv), additionalData: encoder.encode(context) },
    await importKey(key),
    fromBase64(data)
  );
  return new TextDecoder().decode(opened);
}
