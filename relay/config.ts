import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** Everything that the relay is told from outside, read once at its start. */
export interface Config {
  host: string;
  port: number;
  key: string;
  /** Folder for checkouts, snapshots and known hosts. */
  state: string;
  /** Hosts, or `host:port`, that may be reached although they are private, and by plain http. */
  allowedHosts: string[];
  allowFolders: boolean;
  sandbox: boolean;
  /** Whether this relay serves one machine's own user: only then may servers and probes have private addresses. */
  local: boolean;
  sandboxImage: string;
  registryMirror: string | null;
  /** PEM text of further certificate authorities, and of the ACME directory's. */
  extraAuthorities: string | null;
  acmeAuthority: string | null;
  maxCheckoutBytes: number;
  maxFiles: number;
  checkoutSeconds: number;
}

export type Environment = Record<string, string | undefined>;

/** Reads the environment. Throws one error that names every setting that is missing or wrong. */
export function readConfig(env: Environment): Config {
  const wrong: string[] = [];
  const text = (name: string, fallback: string) => env[name]?.trim() || fallback;
  const number = (name: string, fallback: number, least: number, most: number) => {
    const value = Number(text(name, String(fallback)));
    if (!Number.isInteger(value) || value < least || value > most)
      wrong.push(`${name} is a whole number from ${least} to ${most}`);
    return value;
  };
  const flag = (name: string) => text(name, '0') === '1';
  const file = (name: string) => {
    const path = text(name, '');
    if (path === '') return null;
    if (existsSync(path)) return readFileSync(path, 'utf8');
    wrong.push(`${name} names a file that does not exist: ${path}`);
    return null;
  };
  const url = (name: string) => {
    const value = text(name, '');
    if (value === '') return null;
    if (/^https?:/.test(value) && URL.canParse(value)) return value.replace(/\/+$/, '');
    wrong.push(`${name} is an http or https URL`);
    return null;
  };
  const key = text('RELAY_KEY', '');
  if (key.length < 16) wrong.push('RELAY_KEY is the secret shared with the Worker, at least 16 characters');
  const config: Config = {
    host: text('RELAY_HOST', '127.0.0.1'),
    port: number('RELAY_PORT', 8788, 0, 65535),
    key,
    state: resolve(text('RELAY_STATE', '.hydron/relay')),
    allowedHosts: text('RELAY_ALLOWED_HOSTS', '')
      .toLowerCase()
      .split(',')
      .map((host) => host.trim())
      .filter(Boolean),
    allowFolders: flag('RELAY_ALLOW_FOLDERS'),
    sandbox: flag('RELAY_SANDBOX'),
    local: flag('RELAY_ALLOW_FOLDERS') || flag('RELAY_SANDBOX'),
    sandboxImage: text('HYDRON_SANDBOX_IMAGE', 'ubuntu:24.04'),
    registryMirror: url('HYDRON_REGISTRY_MIRROR'),
    extraAuthorities: file('HYDRON_EXTRA_CA'),
    acmeAuthority: file('HYDRON_ACME_CA'),
    maxCheckoutBytes: number('RELAY_MAX_CHECKOUT_MB', 500, 1, 100_000) * 1024 * 1024,
    maxFiles: number('RELAY_MAX_FILES', 50_000, 1, 1_000_000),
    checkoutSeconds: number('RELAY_CHECKOUT_SECONDS', 240, 1, 3600)
  };
  if (wrong.length > 0) throw new Error(`The relay cannot start:\n${wrong.map((line) => `- ${line}`).join('\n')}`);
  return config;
}
