import { readFileSync } from 'node:fs';
import { getCACertificates } from 'node:tls';
import { places, writePrivately, type Keys } from './state.ts';
import type { Settings } from './settings.ts';

export const urlOf = (port: number) => `http://127.0.0.1:${port}`;

const textOf = (path: string | null) => (path === null ? null : readFileSync(path, 'utf8'));
const present = (values: Record<string, string | null>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== null));

const extraFile = ({ extraCa, state }: Settings) => extraCa && places(state).extraAuthorities;

/** The Worker's variables on a local install. Certificates go in as text, since a Worker reads no files; `writeAuthorities` comes first. */
export const workerVariables = (settings: Settings, keys: Keys): Record<string, string> =>
  present({
    HYDRON_MODE: 'local',
    HYDRON_BASE_URL: urlOf(settings.port),
    HYDRON_CALLBACK_URL: settings.callbackUrl ?? urlOf(settings.port),
    RELAY_URL: settings.relayUrl ?? urlOf(settings.relayPort),
    RELAY_KEY: keys.relayKey,
    HYDRON_SECRET_KEY: keys.secretKey,
    HYDRON_LOCAL_TOKEN: keys.localToken,
    HYDRON_DEFAULT_DOMAIN: 'localhost',
    HYDRON_VENDORS: settings.vendors,
    HYDRON_REGISTRY_MIRROR: settings.registryMirror,
    HYDRON_ACME_DIRECTORY: settings.acmeDirectory,
    HYDRON_ACME_CA: textOf(settings.acmeCa),
    HYDRON_ACME_EMAIL: settings.acmeEmail,
    HYDRON_EXTRA_CA: textOf(extraFile(settings)),
    ANTHROPIC_API_KEY: settings.modelKey,
    ANTHROPIC_BASE_URL: settings.modelUrl
  });

/** An environment without the model's key, for programs that have no use for it. */
export const withoutModelKey = ({ ANTHROPIC_API_KEY: _, ...rest }: NodeJS.ProcessEnv): NodeJS.ProcessEnv => rest;

/** Variables as the text of an env file: each value in double quotes, line breaks as `\n`. Throws on a value with a quote. */
export function envFile(variables: Record<string, string>): string {
  return Object.entries(variables)
    .map(([name, value]) => {
      if (value.includes('"')) throw new Error(`${name} cannot hold a double quote`);
      return `${name}="${value.replaceAll('\r', '').replaceAll('\n', '\\n')}"\n`;
    })
    .join('');
}

const certificates = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g;
const bare = (certificate: string) => certificate.replaceAll(/\s/g, '');

/** Those certificates of a PEM text that are not publicly trusted anyway: a whole system bundle may be given as an extra. */
export function onlyPrivate(pem: string): string {
  const known = new Set(getCACertificates('bundled').map(bare));
  const extra = (pem.match(certificates) ?? []).filter((certificate) => !known.has(bare(certificate)));
  return extra.map((certificate) => `${certificate}\n`).join('');
}

/** Writes the extra authorities, and those together with the system's, into the state folder. */
export function writeAuthorities(settings: Settings): void {
  if (settings.extraCa === null) return;
  const at = places(settings.state);
  const extra = onlyPrivate(readFileSync(settings.extraCa, 'utf8'));
  writePrivately(at.extraAuthorities, extra);
  writePrivately(at.authorities, [...getCACertificates('bundled'), ...getCACertificates('system'), extra].join('\n'));
}

/** Makes programs of this machine trust the extra authorities: Node adds them to its own, git replaces its own. */
export const trustEnv = ({ state, extraCa }: Settings): Record<string, string> =>
  extraCa === null
    ? {}
    : { NODE_EXTRA_CA_CERTS: places(state).extraAuthorities, GIT_SSL_CAINFO: places(state).authorities };

/** The relay's environment beside the one that Hydron was started with. */
export const relayVariables = (settings: Settings, keys: Keys): Record<string, string> =>
  present({
    RELAY_HOST: '127.0.0.1',
    RELAY_PORT: String(settings.relayPort),
    RELAY_KEY: keys.relayKey,
    RELAY_STATE: places(settings.state).relay,
    RELAY_ALLOWED_HOSTS: settings.allowedHosts,
    RELAY_ALLOW_FOLDERS: '1',
    RELAY_SANDBOX: settings.vendors.split(',').includes('sandbox') ? '1' : null,
    HYDRON_SANDBOX_IMAGE: settings.sandboxImage,
    HYDRON_REGISTRY_MIRROR: settings.registryMirror,
    HYDRON_EXTRA_CA: extraFile(settings),
    HYDRON_ACME_CA: settings.acmeCa
  });
