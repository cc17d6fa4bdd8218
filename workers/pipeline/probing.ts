import type { DeploymentRpc } from '../../durable-objects/rpc.ts';
import type { ProbeAnswer } from '../../relay/protocol.ts';
import { urlOf, type Probe } from '../domain/provisioning-plan.ts';
import { configOf, type Env } from '../env.ts';
import { relayOf } from '../relay-client.ts';
import type { Approved } from './approved.ts';
import { proxyAuthority } from './authority.ts';
import type { Machines } from './machines.ts';

export interface ProbeOutcome {
  ok: boolean;
  note: string | null;
  url: string;
  /** How long the answer took. */
  seconds: number;
}

/** Whose public face is asked for. */
interface Viewpoint {
  env: Env;
  approved: Approved;
  object: DeploymentRpc;
  machines: Machines;
}

const isLocal = (hostname: string) => hostname === 'localhost' || hostname.endsWith('.localhost');

/** Where a server of the user's own answers for a local name, which resolves to this machine; null for others. */
async function ownHost({ infrastructure, provisioning }: Approved, machines: Machines): Promise<string | null> {
  const name = provisioning.proxy?.server ?? '';
  const own = infrastructure.servers.find((server) => server.name === name)?.vendor === 'own';
  return own ? machines.addressOf(name) : null;
}

/** One request to the public URL, from where the relay stands; `.localhost` names are asked at this machine's published port, or at the server itself if it is the user's own. */
export async function probeOnce({ env, approved, object, machines }: Viewpoint, probe: Probe): Promise<ProbeOutcome> {
  const port = isLocal(probe.hostname) ? approved.project.publicPort : 443;
  const url = urlOf(probe.hostname, port, probe.path);
  const config = configOf(env);
  const ownSigned = isLocal(probe.hostname) || approved.provisioning.proxy?.authority === 'internal';
  const root = ownSigned ? await proxyAuthority(object) : null;
  const authorities = [root, config.acmeAuthority, config.extraAuthorities].filter((pem) => pem !== null);
  const asked = Date.now();
  const answer = await relayOf(env).probe({
    url,
    connect: isLocal(probe.hostname) ? { host: (await ownHost(approved, machines)) ?? '127.0.0.1', port } : null,
    authorities,
    timeout: Math.min(probe.timeout, 30)
  });
  const note = answer.ok ? complaint(answer.value, probe) : answer.problem.message;
  await object.append([
    {
      type: 'probe',
      runId: approved.run.id,
      name: probe.name,
      url,
      ok: note === null,
      status: answer.ok ? answer.value.status : null,
      milliseconds: answer.ok ? Math.round(answer.value.timings.total) : 0,
      note
    }
  ]);
  return { ok: note === null, note, url, seconds: (Date.now() - asked) / 1000 };
}

/** What is wrong with an answer, or null: no answer, a certificate that is not trusted, a status out of the expected range. */
function complaint(answer: ProbeAnswer, probe: Probe): string | null {
  if (answer.problem) return answer.problem.message;
  if (answer.certificate && !answer.certificate.trusted)
    return `the certificate is not trusted (issued by ${answer.certificate.issuer})`;
  if (answer.status === null) return 'no answer';
  if (answer.status < probe.expect.from || answer.status > probe.expect.to)
    return `status ${answer.status}, expected ${probe.expect.from} to ${probe.expect.to}`;
  return null;
}
