import type { ProvisioningPlan } from '../domain/provisioning-plan.ts';

/** Names under which a deployment is reached, or reaches its own parts. */
function ownHosts({ proxy, probes, services }: ProvisioningPlan): Set<string> {
  return new Set([
    ...(proxy ? [proxy.hostname, ...proxy.routes.map(({ hostname }) => hostname)] : []),
    ...probes.map(({ hostname }) => hostname),
    ...services.map(({ name }) => name),
    'localhost',
    '127.0.0.1'
  ]);
}

/** The first host in a list of hosts or of origins that is not the deployment's own, or null. What cannot be read as one counts. */
export function strangerAmong(list: string, plan: ProvisioningPlan): string | null {
  const own = ownHosts(plan);
  const hosts = list.split(',').map((each) => each.replace(/^https?:\/\//, '').replace(/:\d{1,5}$/, ''));
  return hosts.find((host) => !own.has(host)) ?? null;
}

const authority = /\/\/([^/?#,\s]*)/g;
/** Words that could be a host: with a dot and a last part of letters, or four numbers. */
const hostLike = /[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.[a-z][a-z0-9-]+|\d{1,3}(?:\.\d{1,3}){3}/gi;

/** The first host that a text names or leads to and that is not the deployment's own, or null. */
export function strangerIn(text: string, plan: ProvisioningPlan): string | null {
  const own = ownHosts(plan);
  const led = [...text.matchAll(authority)].map(([, host = '']) => host.replace(/:\d{1,5}$/, ''));
  const named = [...text.matchAll(hostLike)].map(([host]) => host);
  return [...led, ...named].find((host) => !own.has(host.toLowerCase())) ?? null;
}
