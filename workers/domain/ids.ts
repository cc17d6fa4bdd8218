import * as z from 'zod';

/** Prefix of each kind of id, so that an id in a log says what it names. */
export const idPrefixes = {
  user: 'usr',
  session: 'ses',
  team: 'tea',
  project: 'prj',
  deployment: 'dep',
  artifact: 'art',
  approval: 'apr',
  run: 'run',
  server: 'srv',
  order: 'ord',
  secret: 'sec',
  audit: 'aud',
  message: 'msg',
  usage: 'use',
  hold: 'hld'
} as const;

export type IdKind = keyof typeof idPrefixes;

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz';

/** A new id such as `prj_01k2…`: 9 characters of time (milliseconds, sortable) and 13 random ones, in Crockford base 32. */
export function newId(kind: IdKind, now: number = Date.now()): string {
  let time = '';
  for (let rest = now, i = 0; i < 9; i++, rest = Math.floor(rest / 32)) time = alphabet[rest % 32] + time;
  return `${idPrefixes[kind]}_${time}${randomName(13)}`;
}

/** `length` random characters that are safe in a host name, a unit name and a path. */
export function randomName(length: number): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(length)), (byte) => alphabet[byte % 32]).join('');
}

/** The schema of one kind of id. */
export const idSchema = (kind: IdKind) => z.string().regex(new RegExp(`^${idPrefixes[kind]}_[0-9a-z]{22}$`));

/** Lower-case letters, digits and inner hyphens, at most 40 characters: what names of projects, services and servers are made of. */
export const slugSchema = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/, 'lower-case letters, digits and hyphens, at most 40');

/** The nearest slug to any text; `fallback` where nothing is left. */
export function slugify(text: string, fallback = 'app'): string {
  const slug = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  return slug || fallback;
}

const hex = (bytes: ArrayBuffer) =>
  Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** SHA-256 of a text's UTF-8 bytes as 64 hexadecimal digits. */
export async function sha256(text: string): Promise<string> {
  return hex(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
}

/**
 * The exec id of one attempt at one step: the same inputs give the same id, so that asking twice re-attaches.
 * 33 characters of `[a-z0-9-]`, which also serve as a systemd unit name and as a Workflow event type.
 */
export async function execId(
  runId: string,
  server: string,
  stepId: string,
  attempt: number,
  part = 'apply'
): Promise<string> {
  return `x${(await sha256([runId, server, stepId, String(attempt), part].join('\n'))).slice(0, 32)}`;
}
