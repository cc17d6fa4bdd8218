/** A route as the proxy's configuration needs it. `unit` names the file that says where the service runs now. */
export interface ProxyRoute {
  hostname: string;
  path: string;
  unit: string;
  port: number;
}

export interface ProxySettings {
  routes: ProxyRoute[];
  publicPort: number;
  /** `public`, `internal`, or the URL of an ACME directory. */
  authority: string;
  email: string | null;
  /** Whether the ACME directory's own certificate is signed by an authority that stands beside the configuration. */
  ownRoot: boolean;
}

const safeHost = /^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*$/i;
const safePath = /^\/[A-Za-z0-9/_.~-]*$/;
const safeUrl = /^https?:\/\/[A-Za-z0-9.:/_~-]+$/;
const safeEmail = /^[A-Za-z0-9._%+-]+@[A-Za-z0-9.-]+$/;

/** Whether a route can be written into the configuration as it is. Others are refused before anything is written. */
export const routable = (route: { hostname: string; path: string }): boolean =>
  safeHost.test(route.hostname) && safePath.test(route.path);

const must = (text: string, pattern: RegExp): string => {
  if (!pattern.test(text)) throw new Error(`not fit for the proxy's configuration: ${text}`);
  return text;
};

function globals(settings: ProxySettings): string[] {
  const acme = /^https?:/.test(settings.authority);
  return [
    '{',
    '\tadmin unix//run/caddy-admin.sock',
    '\tgrace_period 30s',
    '\tskip_install_trust',
    ...(settings.publicPort === 443 ? [] : ['\tauto_https disable_redirects']),
    ...(settings.email === null ? [] : [`\temail ${must(settings.email, safeEmail)}`]),
    ...(acme ? [`\tacme_ca ${must(settings.authority, safeUrl)}`] : []),
    ...(acme && settings.ownRoot ? ['\tacme_ca_root /etc/caddy/acme-root.pem'] : []),
    '\tservers {',
    '\t\tprotocols h1 h2',
    '\t}',
    '}'
  ];
}

/**
 * The upstream is read from a file for each request, so that a switch between containers needs no reload: a reload closes idle
 * connections, and clients that write at that instant see a reset. The `{file.*}` placeholder is in Caddy since 2.8. An unused
 * connection to the service is closed before the service does: Node's server keeps one for five seconds, and a request that is sent
 * just then is lost.
 */
function handler(route: ProxyRoute): string[] {
  const matcher = route.path === '/' ? '' : ` ${must(route.path, safePath).replace(/\/+$/, '')}*`;
  return [
    `\thandle${matcher} {`,
    `\t\treverse_proxy {file./etc/caddy/routes/${must(route.unit, /^[a-z0-9-]+$/)}}:${route.port} {`,
    '\t\t\tlb_try_duration 5s',
    '\t\t\tlb_try_interval 100ms',
    '\t\t\tstream_close_delay 5m',
    '\t\t\ttransport http {',
    '\t\t\t\tkeepalive 3s',
    '\t\t\t}',
    '\t\t}',
    '\t}'
  ];
}

/** A sandbox publishes names under `.localhost` on another port of this machine; a custom domain leads to the server itself. */
const publishedPort = (hostname: string, { publicPort }: ProxySettings): string =>
  hostname.endsWith('.localhost') ? `:${publicPort}` : '';

function site(hostname: string, settings: ProxySettings): string[] {
  const routes = settings.routes
    .filter((route) => route.hostname === hostname)
    .sort((a, b) => b.path.length - a.path.length);
  const redirect =
    settings.publicPort === 443
      ? []
      : [`http://${hostname} {`, `\tredir https://{host}${publishedPort(hostname, settings)}{uri} 308`, '}'];
  return [
    ...redirect,
    `${must(hostname, safeHost)} {`,
    ...(settings.authority === 'internal' ? ['\ttls internal'] : []),
    '\tencode zstd gzip',
    ...routes.flatMap(handler),
    '}'
  ];
}

/** The proxy's whole configuration. Throws on a host, path or address that `routable` would have refused. */
export function caddyfile(settings: ProxySettings): string {
  const hostnames = [...new Set(settings.routes.map((route) => route.hostname))];
  return `${[...globals(settings), ...hostnames.flatMap((hostname) => site(hostname, settings))].join('\n')}\n`;
}
