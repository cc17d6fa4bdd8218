import { createHash } from 'node:crypto';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, rootCertificates } from 'node:tls';
import type { Config } from './config.ts';

const lists = new Map<string, string[]>();

/** Certificates to trust: Node's, the system's, and those that the configuration adds. */
export function authorities(config: Pick<Config, 'extraAuthorities' | 'acmeAuthority'>, more: string[] = []): string[] {
  const added = [config.extraAuthorities, config.acmeAuthority, ...more].filter((text) => text !== null);
  const key = added.join('\n');
  const known = lists.get(key);
  if (known) return known;
  const list = [
    ...new Set([...rootCertificates, ...getCACertificates('system'), ...getCACertificates('default'), ...added])
  ];
  if (lists.size > 20) lists.clear();
  lists.set(key, list);
  return list;
}

/** The same certificates as one file named by its content, for git. Null where the configuration adds none, and git's own list serves. */
export function authoritiesFile(config: Pick<Config, 'extraAuthorities' | 'acmeAuthority' | 'state'>): string | null {
  if (!config.extraAuthorities) return null;
  const text = authorities(config)
    .map((each) => `${each.trim()}\n`)
    .join('');
  const path = join(config.state, `authorities-${createHash('sha256').update(text).digest('hex').slice(0, 12)}.pem`);
  if (!existsSync(path)) writeFileSync(path, text);
  return path;
}
