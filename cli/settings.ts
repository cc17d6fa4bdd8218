import { resolve } from 'node:path';
import { parseArgs } from 'node:util';

/** What `npm start` was told, by options and variables. Paths are absolute; null stands for "not set". */
export interface Settings {
  port: number;
  relayPort: number;
  state: string;
  yes: boolean;
  fresh: boolean;
  help: boolean;
  vendors: string;
  registryMirror: string | null;
  extraCa: string | null;
  sandboxImage: string | null;
  acmeDirectory: string | null;
  acmeCa: string | null;
  acmeEmail: string | null;
  allowedHosts: string | null;
  relayUrl: string | null;
  callbackUrl: string | null;
  modelKey: string | null;
  modelUrl: string | null;
}

/** Each variable that a person may set, and what it does; the help and the README list these. */
export const variables: [name: string, describes: string][] = [
  ['HYDRON_PORT', 'port of the site and the API on 127.0.0.1 (8787)'],
  ['HYDRON_RELAY_PORT', 'port of the relay on 127.0.0.1 (one above HYDRON_PORT)'],
  ['HYDRON_STATE', 'folder that holds everything that must survive a restart (.hydron)'],
  ['HYDRON_VENDORS', 'who may sell servers, as a comma list of sandbox and own (sandbox,own)'],
  ['HYDRON_SANDBOX_IMAGE', 'base image of sandbox servers, any Debian or Ubuntu (ubuntu:24.04)'],
  ['HYDRON_REGISTRY_MIRROR', 'URL of an image registry that servers and the sandbox ask instead of Docker Hub'],
  ['HYDRON_EXTRA_CA', 'file of PEM certificates that the relay, servers and image builds trust in addition'],
  ['HYDRON_ACME_DIRECTORY', "URL of the ACME directory that signs custom domains (Let's Encrypt)"],
  ['HYDRON_ACME_CA', 'file of PEM certificates that sign that directory and what it issues'],
  ['HYDRON_ACME_EMAIL', 'address that the ACME authority may write to'],
  ['HYDRON_ALLOWED_HOSTS', 'private Git hosts that may be cloned from, as a comma list of host or host:port'],
  ['HYDRON_RELAY_URL', 'URL under which the site reaches the relay, where something stands between (127.0.0.1)'],
  ['HYDRON_CALLBACK_URL', 'URL under which the relay reaches the site, where something stands between (127.0.0.1)'],
  ['ANTHROPIC_API_KEY', 'key of the model, for teams without one of their own (none: rules plan alone)'],
  ['ANTHROPIC_BASE_URL', 'URL of the Messages API, by https or on this machine (https://api.anthropic.com)']
];

const options = {
  port: { type: 'string' },
  'relay-port': { type: 'string' },
  state: { type: 'string' },
  yes: { type: 'boolean', short: 'y' },
  fresh: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' }
} as const;

/** The text of `npm start -- --help`. */
export const startHelp = `Starts Hydron on this machine: the site, the relay and a vendor of sandbox servers.

  npm start -- [options]

  --port N         port of the site (8787)
  --relay-port N   port of the relay (one above)
  --state FOLDER   where state is kept (.hydron)
  --fresh          release the sandbox servers of that state, delete it, begin anew
  --yes            install or start the Docker engine without asking (as root on Debian or Ubuntu)
  --help           this text

Variables of the environment:

${variables.map(([name, describes]) => `  ${name.padEnd(24)}${describes}`).join('\n')}
`;

/** Thrown for options that do not read; its message is for the person. */
export class UsageError extends Error {}

function portOf(text: string, name: string): number {
  const port = Number(text);
  if (!/^\d{1,5}$/.test(text) || port < 1 || port > 65535)
    throw new UsageError(`${name} is a number from 1 to 65535, not "${text}".`);
  return port;
}

function valuesOf(argv: string[]) {
  try {
    return parseArgs({ args: argv, options, strict: true }).values;
  } catch (error) {
    throw new UsageError(`${(error as Error).message} See npm start -- --help.`);
  }
}

/**
 * Options and environment as one record; options win. Relative paths count from `folder`. Throws UsageError.
 */
export function readSettings(argv: string[], env: NodeJS.ProcessEnv, folder: string): Settings {
  const values = valuesOf(argv);
  const text = (name: string) => env[name]?.trim() || null;
  const path = (name: string) => {
    const value = text(name);
    return value && resolve(folder, value);
  };
  const port = portOf(values.port ?? text('HYDRON_PORT') ?? '8787', 'The port');
  const relayPort = portOf(values['relay-port'] ?? text('HYDRON_RELAY_PORT') ?? String(port + 1), "The relay's port");
  if (port === relayPort) throw new UsageError('The site and the relay need a port each.');
  return {
    port,
    relayPort,
    state: resolve(folder, values.state ?? text('HYDRON_STATE') ?? '.hydron'),
    yes: values.yes ?? false,
    fresh: values.fresh ?? false,
    help: values.help ?? false,
    vendors: text('HYDRON_VENDORS') ?? 'sandbox,own',
    registryMirror: text('HYDRON_REGISTRY_MIRROR'),
    extraCa: path('HYDRON_EXTRA_CA'),
    sandboxImage: text('HYDRON_SANDBOX_IMAGE'),
    acmeDirectory: text('HYDRON_ACME_DIRECTORY'),
    acmeCa: path('HYDRON_ACME_CA'),
    acmeEmail: text('HYDRON_ACME_EMAIL'),
    allowedHosts: text('HYDRON_ALLOWED_HOSTS'),
    relayUrl: text('HYDRON_RELAY_URL'),
    callbackUrl: text('HYDRON_CALLBACK_URL'),
    modelKey: text('ANTHROPIC_API_KEY'),
    modelUrl: text('ANTHROPIC_BASE_URL')
  };
}

/** Whether this stack sells sandbox servers, which need a Docker engine here. */
export const sellsSandboxes = (settings: Settings): boolean => settings.vendors.split(',').includes('sandbox');
