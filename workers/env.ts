import * as z from 'zod';
import type { DeploymentObject } from '../durable-objects/deployment.ts';
import { ok, type Problem, type Result } from './domain/result.ts';
import { vendorNameSchema } from './domain/tier.ts';

/** What wrangler.toml binds. */
interface Bindings {
  ASSETS: Fetcher;
  DB: D1Database;
  DEPLOYMENT: DurableObjectNamespace<DeploymentObject>;
  BADGE: DurableObjectNamespace;
  STAGES: Queue;
  TALK: Queue;
  RUN: Workflow;
}

export const defaults = {
  HYDRON_MODE: 'public',
  HYDRON_BASE_URL: 'http://127.0.0.1:8787',
  RELAY_URL: 'http://127.0.0.1:8788',
  ANTHROPIC_BASE_URL: 'https://api.anthropic.com',
  defaultDomain: { local: 'localhost', public: 'hydron.space' },
  vendors: { local: 'sandbox,own', public: 'own' }
} as const;

const loopback = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Whether a URL's host name (no port) names the machine itself. */
export const isLoopbackName = (hostname: string): boolean => loopback.has(hostname);

const isHttps = (url: string) => url.startsWith('https:');
const isLoopbackUrl = (url: string) => isLoopbackName(new URL(url).hostname);

const address = z.url({ protocol: /^https?$/, error: 'a URL that begins with https:// or http://' });
const origin = address
  .transform((text) => text.replace(/\/+$/, ''))
  .refine(
    (text) => new URL(text).origin === text.toLowerCase(),
    'a URL without a path, such as https://hydron.example'
  );
/** A URL that may have a path, as gateways do, but carries nothing else. */
const service = address
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => {
    const { username, password, search, hash } = new URL(text);
    return !username && !password && !search && !hash;
  }, 'a URL without a user, a query or a fragment')
  .refine((text) => isHttps(text) || isLoopbackUrl(text), 'https, unless it is served on this machine');
const key = z.string().min(16, 'at least 16 characters').max(400);
const certificates = z.string().regex(/-----BEGIN CERTIFICATE-----/, 'PEM text with at least one certificate');
const domain = z.string().regex(/^[a-z0-9](?:[a-z0-9.-]{0,200}[a-z0-9])?$/, 'a domain in lower case');
const bytes32 = z
  .base64()
  .refine((text) => text.length === 44 && text.endsWith('='), '32 bytes in base64 (openssl rand -base64 32)');
const vendorList = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .pipe(z.array(vendorNameSchema).min(1));

const settingsSchema = z.object({
  HYDRON_MODE: z.enum(['local', 'public']).default(defaults.HYDRON_MODE),
  HYDRON_BASE_URL: origin.default(defaults.HYDRON_BASE_URL),
  HYDRON_CALLBACK_URL: origin.optional(),
  RELAY_URL: origin.default(defaults.RELAY_URL),
  RELAY_KEY: key,
  HYDRON_SECRET_KEY: bytes32,
  HYDRON_LOCAL_TOKEN: key.optional(),
  HYDRON_DEFAULT_DOMAIN: domain.optional(),
  HYDRON_VENDORS: vendorList.optional(),
  HYDRON_REGISTRY_MIRROR: origin.optional(),
  HYDRON_ACME_DIRECTORY: address.optional(),
  HYDRON_ACME_CA: certificates.optional(),
  HYDRON_ACME_EMAIL: z.email().optional(),
  HYDRON_EXTRA_CA: certificates.optional(),
  ANTHROPIC_API_KEY: key.regex(/^[\x21-\x7e]+$/, 'a key without spaces').optional(),
  ANTHROPIC_BASE_URL: service.default(defaults.ANTHROPIC_BASE_URL),
  GITHUB_CLIENT_ID: z.string().min(1).max(200).optional(),
  GITHUB_CLIENT_SECRET: z.string().min(1).max(200).optional()
});

type Settings = z.output<typeof settingsSchema>;
export type SettingName = keyof Settings;

/** Bindings, and the variables as the runtime hands them over: text, or nothing. Read them through `configOf` alone. */
export interface Env extends Bindings, Partial<Record<SettingName, string>> {}

/** The settings as the rest of the Worker sees them. URLs have no slash at their end; `extraAuthorities` and `acmeAuthority` are PEM text. */
export interface Config {
  mode: 'local' | 'public';
  baseUrl: string;
  callbackUrl: string;
  relay: { url: string; key: string };
  secretKey: string;
  localToken: string | null;
  defaultDomain: string;
  localDomain: boolean;
  vendors: z.infer<typeof vendorNameSchema>[];
  registryMirror: string | null;
  extraAuthorities: string | null;
  acmeDirectory: string | null;
  acmeAuthority: string | null;
  acmeEmail: string | null;
  /** The installation's own key, where it has one, and where every key is used. */
  model: { key: string | null; baseUrl: string };
  github: { clientId: string; clientSecret: string } | null;
}

const read = new WeakMap<Env, Result<Config>>();

/** The settings, parsed once per env object; refused with every problem named, one a line. */
export function readConfig(env: Env): Result<Config> {
  const known = read.get(env);
  if (known) return known;
  const result = parse(env);
  read.set(env, result);
  return result;
}

/** The settings. Throws where they are refused: for what runs only behind a Worker that was found configured. */
export function configOf(env: Env): Config {
  const result = readConfig(env);
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
}

function parse(env: Env): Result<Config> {
  const given = Object.fromEntries(
    Object.keys(settingsSchema.shape).map((name) => [name, env[name as SettingName] || undefined])
  );
  const parsed = settingsSchema.safeParse(given);
  const complaints = parsed.success
    ? refusals(parsed.data)
    : parsed.error.issues.map(
        (issue) =>
          `${String(issue.path[0])}: ${given[String(issue.path[0])] === undefined ? 'is missing' : issue.message}`
      );
  if (parsed.success && complaints.length === 0) return ok(configFrom(parsed.data));
  return { ok: false, problem: notConfigured(complaints) };
}

const notConfigured = (complaints: string[]): Problem => ({
  code: 'not.configured',
  message: `Hydron is not configured and does not start:\n${complaints.map((line) => `- ${line}`).join('\n')}`
});

/** What each mode demands beyond the form of its settings. The relay is sent keys of servers, hence its line. */
function refusals(settings: Settings): string[] {
  const { HYDRON_BASE_URL: base, HYDRON_CALLBACK_URL: callback = base, RELAY_URL: relay } = settings;
  const wanted: [boolean, string][] =
    settings.HYDRON_MODE === 'public'
      ? [
          [isHttps(base), 'HYDRON_BASE_URL: a public install is reached by https'],
          [isHttps(callback), 'HYDRON_CALLBACK_URL: a public install is reached by https'],
          [isHttps(relay) || isLoopbackUrl(relay), 'RELAY_URL: https, unless the relay runs on this machine'],
          [
            settings.GITHUB_CLIENT_ID !== undefined,
            'GITHUB_CLIENT_ID: is missing; people sign in to a public install through a GitHub OAuth app'
          ],
          [settings.GITHUB_CLIENT_SECRET !== undefined, 'GITHUB_CLIENT_SECRET: is missing']
        ]
      : [
          [isLoopbackUrl(base), 'HYDRON_BASE_URL: a local install is reached on localhost, 127.0.0.1 or [::1]'],
          [settings.HYDRON_LOCAL_TOKEN !== undefined, 'HYDRON_LOCAL_TOKEN: is missing']
        ];
  return wanted.filter(([holds]) => !holds).map(([, complaint]) => complaint);
}

function configFrom(settings: Settings): Config {
  const mode = settings.HYDRON_MODE;
  const { GITHUB_CLIENT_ID: clientId, GITHUB_CLIENT_SECRET: clientSecret } = settings;
  const defaultDomain = settings.HYDRON_DEFAULT_DOMAIN ?? defaults.defaultDomain[mode];
  return {
    mode,
    baseUrl: settings.HYDRON_BASE_URL,
    callbackUrl: settings.HYDRON_CALLBACK_URL ?? settings.HYDRON_BASE_URL,
    relay: { url: settings.RELAY_URL, key: settings.RELAY_KEY },
    secretKey: settings.HYDRON_SECRET_KEY,
    localToken: mode === 'local' ? (settings.HYDRON_LOCAL_TOKEN ?? null) : null,
    defaultDomain,
    localDomain: defaultDomain === 'localhost' || defaultDomain.endsWith('.localhost'),
    vendors: settings.HYDRON_VENDORS ?? vendorList.parse(defaults.vendors[mode]),
    registryMirror: settings.HYDRON_REGISTRY_MIRROR ?? null,
    extraAuthorities: settings.HYDRON_EXTRA_CA ?? null,
    acmeDirectory: settings.HYDRON_ACME_DIRECTORY ?? null,
    acmeAuthority: settings.HYDRON_ACME_CA ?? null,
    acmeEmail: settings.HYDRON_ACME_EMAIL ?? null,
    model: { key: settings.ANTHROPIC_API_KEY ?? null, baseUrl: settings.ANTHROPIC_BASE_URL },
    github: mode === 'public' && clientId && clientSecret ? { clientId, clientSecret } : null
  };
}
