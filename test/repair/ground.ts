import type { Client } from '../../cli/client.ts';
import type { Project } from '../../workers/domain/project.ts';
import type { Result } from '../../workers/domain/result.ts';
import { newSshKey } from '../../workers/domain/ssh-key.ts';
import { buyBareServer } from '../harness/bare-server.ts';
import type { SabotagedServer } from './case.ts';

/** The value of a result. Throws what stands in its way. */
export function need<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`${result.problem.code}: ${result.problem.message}`);
  return result.value;
}

/** What has to be done once a case is over, the last thing first. */
export type Ends = (() => Promise<void>)[];

/**
 * Buys a server past Hydron, has it spoiled, and adds it to the team as one that it has already, so that the project is
 * deployed there and nowhere else. Must come before the infrastructure is planned.
 */
export async function spoiltServer(
  client: Client,
  state: string,
  project: Project,
  sabotage: (server: SabotagedServer) => Promise<void>,
  ends: Ends
): Promise<void> {
  const key = await newSshKey('repair');
  const server = await buyBareServer(state, {
    name: `bare-${project.slug}`,
    tier: 'sandbox-m',
    httpsPort: project.publicPort,
    authorizedKey: key.publicKey
  });
  ends.push(server.release);
  const machine = await server.run(`awk '$2 == "00000000" { print $3 }' /proc/net/route`);
  await sabotage({
    run: server.run,
    machine: machine
      .match(/../g)!
      .reverse()
      .map((byte) => Number.parseInt(byte, 16))
      .join('.'),
    project: project.slug,
    afterwards: (end) => void ends.push(end)
  });
  const { host, port, user } = server;
  const body = { name: project.slug, host, port, user, privateKey: key.privateKey };
  const added = need(
    await client.post<{ server: { id: string }; hostKeys: { key: string; fingerprint: string }[] }>(
      '/api/servers',
      body
    )
  );
  const shown = added.hostKeys.find((each) => each.key === server.hostKey);
  if (!shown) throw new Error('the server shows another host key than the one that it was made with');
  need(await client.post(`/api/servers/${added.server.id}/confirm`, { fingerprint: shown.fingerprint }));
  const preferences = { vendor: 'own', ownServerId: added.server.id };
  need(await client.patch(`/api/projects/${project.id}`, { preferences }));
}
