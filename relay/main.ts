import { mkdirSync } from 'node:fs';
import { archives } from './archive.ts';
import { checkouts } from './checkout.ts';
import { readConfig, type Config } from './config.ts';
import { execs } from './exec.ts';
import { git } from './git.ts';
import { hostKeyRoutes } from './host-keys.ts';
import { imageRoutes } from './image.ts';
import { probeRoutes } from './probe.ts';
import { reasonOf } from './result.ts';
import type { Route } from './route.ts';
import { relayServer } from './server.ts';
import { servers } from './servers.ts';
import { sshLines } from './ssh.ts';

/** Starts the relay from its environment: `node relay/main.ts`. TERM and INT end it; what runs on servers goes on there. */
async function main(): Promise<void> {
  const config = readConfig(process.env);
  mkdirSync(config.state, { recursive: true, mode: 0o700 });
  await requireGit(config);
  const reach = servers(config);
  const lines = sshLines(reach);
  const sources = checkouts(config);
  const shipping = archives(lines, sources);
  const running = execs(lines, shipping.state);
  const server = relayServer(config.key, [
    ...running.routes,
    ...sources.routes,
    ...shipping.routes,
    ...hostKeyRoutes(reach),
    ...imageRoutes(config),
    ...probeRoutes(config, reach),
    ...(await sandbox(config))
  ]);
  setInterval(() => void sources.sweep(Date.now()), 5 * 60_000).unref();
  server.on('error', (error) => fail(`The relay cannot listen on ${config.host}:${config.port}: ${reasonOf(error)}`));
  server.listen(config.port, config.host, () => {
    const address = server.address();
    process.stdout.write(
      `relay on http://${config.host}:${typeof address === 'object' ? address?.port : config.port}\n`
    );
  });
  const end = async () => {
    server.close();
    shipping.stop();
    await running.stop();
    lines.close();
    process.exit(0);
  };
  process.once('SIGTERM', () => void end());
  process.once('SIGINT', () => void end());
}

/** The sandbox's routes are loaded only where they are wanted, so that a relay without a Docker engine starts. */
const sandbox = async (config: Config): Promise<Route[]> =>
  config.sandbox ? (await import('./sandbox/routes.ts')).sandboxRoutes(config) : [];

/** `http.curloptResolve`, which pins the address that was checked, came with git 2.37. */
async function requireGit(config: Config): Promise<void> {
  const ended = await git(['--version'], { cwd: config.state, limits: { seconds: 20, folder: null, maxBytes: 0 } });
  const [, major = '0', minor = '0'] = /(\d+)\.(\d+)/.exec(ended.stdout.toString('latin1')) ?? [];
  if (Number(major) * 1000 + Number(minor) < 2037)
    throw new Error('The relay needs git 2.37 or newer. Install it and start again.');
}

function fail(text: string): void {
  process.stderr.write(`${text}\n`);
  process.exit(1);
}

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
