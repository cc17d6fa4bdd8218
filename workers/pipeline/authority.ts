import type { DeploymentRpc } from '../../durable-objects/rpc.ts';

/** The id of the step that prints the root certificate of a proxy that signs its own. */
export const authorityStep = 'authority';

const certificate = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/;

/** The proxy's own root certificate as PEM, read from what the plan's `authority` step printed, in this run or an earlier one. */
export async function proxyAuthority(object: DeploymentRpc): Promise<string | null> {
  const text = await object.lastOutput(authorityStep);
  return certificate.exec(text)?.[0] ?? null;
}
