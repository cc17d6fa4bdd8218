import { isIP } from 'node:net';
import { join } from 'node:path';
import { addressesOf, isNamed } from './addresses.ts';
import { authorities, authoritiesFile } from './authorities.ts';
import type { Config } from './config.ts';
import { commandLine } from './quote.ts';
import { fetchChecked } from './request.ts';
import { ok, refuse, type Refusal, type Result } from './result.ts';

export interface GitCredential {
  username: string;
  password: string;
}

/** A Git URL that was checked, with the settings and environment under which git reaches that very address and no other. */
export interface Remote {
  url: string;
  settings: [string, string][];
  env: Record<string, string>;
}

const ports: Record<string, number> = { 'https:': 443, 'http:': 80, 'ssh:': 22, 'git:': 9418 };

/** Checks a Git URL and what it resolves to, and asks an http host whether there is a repository for us. */
export async function remoteOf(
  config: Config,
  text: string,
  credential: GitCredential | null
): Promise<Result<Remote>> {
  const url = readUrl(config, text);
  if (!url.ok) return url;
  return url.value.protocol.startsWith('http')
    ? overHttp(config, url.value, credential)
    : pinnedRemote(config, url.value);
}

function readUrl(config: Config, text: string): Result<URL> {
  const malformed = refuse('source.url', 'The Git URL cannot be read. It looks like https://host/owner/name.');
  if (/[\p{Cc}\s]/u.test(text) || text.startsWith('-') || !URL.canParse(text)) return malformed;
  const url = new URL(text);
  url.hostname = url.hostname.replace(/\.$/, '');
  const port = ports[url.protocol];
  if (!port || /^[a-z0-9+.-]+::/i.test(text))
    return refuse('source.scheme', `${url.protocol} addresses are not allowed. Use an https, ssh or git URL.`);
  if (
    url.protocol === 'http:' &&
    !isNamed({ allowedHosts: config.allowedHosts }, url.hostname, Number(url.port || port))
  )
    return refuse('source.scheme', 'Plain http is not allowed. Use https.');
  if (url.password !== '' || (url.username !== '' && url.protocol !== 'ssh:'))
    return refuse('source.credentials', 'The URL holds credentials. Remove them and connect an account instead.');
  const name = /^[A-Za-z0-9_.[\]:-]+$/;
  if (!name.test(url.hostname) || url.hostname.startsWith('-')) return malformed;
  if (url.username !== '' && !/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(url.username)) return malformed;
  return url.pathname.length > 1 ? ok(url) : malformed;
}

const suffix = '/info/refs';

async function overHttp(config: Config, url: URL, credential: GitCredential | null): Promise<Result<Remote>> {
  const header = credential
    ? `Basic ${Buffer.from(`${credential.username}:${credential.password}`).toString('base64')}`
    : null;
  const asked = new URL(url.href.replace(/\/+$/, '') + suffix);
  asked.searchParams.set('service', 'git-upload-pack');
  const answer = await fetchChecked(asked, {
    access: config,
    authorities: authorities(config),
    headers: { 'git-protocol': 'version=2', accept: '*/*', ...(header ? { authorization: header } : {}) },
    maxBytes: 16 * 1024,
    seconds: Math.min(20, config.checkoutSeconds)
  });
  if (!answer.ok) return asSource(url, answer);
  const { status, headers, url: final, addresses } = answer.value;
  const problem = httpProblem(url, status, credential !== null);
  if (problem) return problem;
  if (
    !String(headers['content-type']).startsWith('application/x-git-upload-pack-advertisement') ||
    !final.pathname.endsWith(suffix)
  )
    return refuse(
      'source.not-git',
      `${url.host}${url.pathname} answers, but not as a Git repository. Check the address.`
    );
  const base = new URL(final);
  base.search = '';
  base.pathname = final.pathname.slice(0, -suffix.length);
  const port = final.port || ports[final.protocol];
  const settings: [string, string][] = [[`protocol.${final.protocol.slice(0, -1)}.allow`, 'always']];
  if (isIP(final.hostname.replace(/^\[|\]$/g, '')) === 0)
    settings.push(['http.curloptResolve', `${final.hostname}:${port}:${addresses.map(bracketed).join(',')}`]);
  const bundle = authoritiesFile(config);
  if (bundle) settings.push(['http.sslCAInfo', bundle]);
  if (header && final.origin === url.origin) settings.push(['http.extraHeader', `Authorization: ${header}`]);
  return ok({ url: base.href, settings, env: {} });
}

/** A host that stays silent is told as one whose repository cannot be fetched. */
const asSource = (url: URL, refusal: Refusal): Refusal =>
  refusal.problem.code === 'address.unreachable'
    ? refuse('source.unreachable', `${refusal.problem.message} Check the address ${url.host}, or try again later.`)
    : refusal;

const bracketed = (address: string) => (isIP(address) === 6 ? `[${address}]` : address);

/** Hosts answer 401 or 404 alike for what is private and what does not exist, so as not to tell which. */
function httpProblem(url: URL, status: number, signedIn: boolean): Refusal | null {
  const place = `${url.host}${url.pathname}`;
  if (status === 200) return null;
  if (status === 401 || status === 403)
    return signedIn
      ? refuse('source.private', `${place} does not exist, or the connected account may not read it.`)
      : refuse(
          'source.private',
          `${place} does not exist or is private. Check the address, or connect an account that may read it.`
        );
  if (status === 404 || status === 410) return refuse('source.absent', `${place} does not exist. Check the address.`);
  return refuse('source.unreachable', `${url.host} answered with status ${status}. Try again later.`);
}

async function pinnedRemote(config: Config, url: URL): Promise<Result<Remote>> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const addresses = await addressesOf(config, host, Number(url.port || ports[url.protocol]));
  if (!addresses.ok) return addresses;
  const address = addresses.value[0]!;
  const allowed: [string, string] = [`protocol.${url.protocol.slice(0, -1)}.allow`, 'always'];
  if (url.protocol === 'git:') {
    const port = url.port ? `:${url.port}` : '';
    return ok({ url: `git://${bracketed(address)}${port}${url.pathname}`, settings: [allowed], env: {} });
  }
  return ok({
    url: url.href,
    settings: [allowed],
    env: { GIT_SSH_VARIANT: 'ssh', GIT_SSH_COMMAND: sshCommand(config, host, address) }
  });
}

/** ssh to that very address, known under its name, without questions, agent or the user's configuration. */
function sshCommand(config: Config, host: string, address: string): string {
  const options = {
    BatchMode: 'yes',
    StrictHostKeyChecking: 'accept-new',
    UserKnownHostsFile: `"${join(config.state, 'known_hosts').replaceAll('%', '%%')}"`,
    GlobalKnownHostsFile: '/dev/null',
    HostName: address,
    HostKeyAlias: host,
    CheckHostIP: 'no',
    ProxyCommand: 'none',
    IdentityAgent: 'none',
    ForwardAgent: 'no',
    PermitLocalCommand: 'no',
    ConnectTimeout: '20',
    ...(config.local ? {} : { IdentityFile: 'none' })
  };
  return commandLine(
    'ssh',
    '-F',
    '/dev/null',
    ...Object.entries(options).flatMap(([key, value]) => ['-o', `${key}=${value}`])
  );
}
