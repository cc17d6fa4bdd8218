import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ProjectPage } from '../../cli/client.ts';

const run = promisify(execFile);
const docker = async (...args: string[]) => (await run('docker', args, { maxBuffer: 16 * 1024 * 1024 })).stdout.trim();

/** A sandbox server as its machine sees it, past Hydron: its container's name and address. */
export interface SandboxContainer {
  name: string;
  address: string;
  /** Runs a command on the server and answers what it printed. */
  inside(...command: string[]): Promise<string>;
}

/** The container behind a project's server, found by the port at which its SSH is published. */
export async function containerOf(page: ProjectPage, server = page.servers[0]): Promise<SandboxContainer> {
  const address = server?.address;
  if (!address) throw new Error('the server has no address yet');
  const name = await docker('ps', '--filter', `publish=${address.port}`, '--format', '{{.Names}}');
  const ip = await docker('inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}', name);
  return { name, address: ip, inside: (...command) => docker('exec', name, ...command) };
}

/** The name of the container on a server that runs a service or a datastore of the plan. */
export async function unitOn(server: SandboxContainer, unit: string): Promise<string> {
  const names = (await server.inside('docker', 'ps', '--format', '{{.Names}}')).split('\n');
  const found = names.filter((name) => name.includes(unit));
  if (found.length !== 1) throw new Error(`${unit} is not one of ${names.join(', ')}`);
  return found[0]!;
}

/** Names of containers that stand for sandbox servers, running or not. */
export const sandboxNames = async (): Promise<string[]> =>
  (await docker('ps', '-a', '--filter', 'label=hydron.sandbox', '--format', '{{.Names}}')).split('\n').filter(Boolean);
