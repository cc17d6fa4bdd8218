import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { refuse, ok, type Result } from '../workers/domain/result.ts';
import { sellsSandboxes, type Settings } from './settings.ts';

/** Whether git is there, else what to do. */
export function checkGit(): Result<string> {
  const git = spawnSync('git', ['--version'], { encoding: 'utf8' });
  if (git.status === 0) return ok(git.stdout.trim());
  return refuse(
    'git.missing',
    'git is not installed. Install it (Debian, Ubuntu: apt-get install git; macOS: xcode-select --install).'
  );
}

/** Whether a Docker engine answers. Codes: `engine.missing`, `engine.refused` (no permission), `engine.silent`. */
export function checkEngine(): Result<string> {
  const asked = spawnSync('docker', ['version', '--format', '{{.Server.Version}}'], {
    encoding: 'utf8',
    timeout: 15_000
  });
  if (asked.error && 'code' in asked.error && asked.error.code === 'ENOENT')
    return refuse(
      'engine.missing',
      'No Docker engine is installed; sandbox servers run on it. Install Docker Engine or Docker Desktop (Debian, Ubuntu: apt-get install docker.io).'
    );
  if (asked.status === 0) return ok(asked.stdout.trim());
  const said = (asked.stderr ?? '').trim().split('\n').at(-1) ?? '';
  if (/permission denied/i.test(said))
    return refuse(
      'engine.refused',
      'The Docker engine does not admit this user. Add yourself to its group (sudo usermod -aG docker $USER), sign in again, and start again.'
    );
  return refuse(
    'engine.silent',
    `The Docker engine is installed but does not answer (${said || 'no answer in 15 s'}). Start it (sudo systemctl start docker, or open Docker Desktop).`
  );
}

/** Whether a port of 127.0.0.1 is free. */
export async function checkPort(port: number, what: string, option: string): Promise<Result<number>> {
  const free = await new Promise<boolean>((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ host: '127.0.0.1', port, exclusive: true }, () => server.close(() => resolve(true)));
  });
  if (free) return ok(port);
  return refuse(
    'port.taken',
    `Port ${port}, which ${what} needs, is taken. Stop what listens there, or choose another: npm start -- ${option} ${port + 10}.`
  );
}

function checkCertificates(path: string | null, name: string): Result<string> {
  if (path === null) return ok('');
  if (!existsSync(path)) return refuse('ca.missing', `${name} names ${path}, and there is no such file.`);
  if (readFileSync(path, 'utf8').includes('-----BEGIN CERTIFICATE-----')) return ok(path);
  return refuse('ca.form', `${name} names ${path}, which holds no PEM certificate.`);
}

/** All that is missing, each with what to do; empty when the stack can start. */
export async function findMissing(settings: Settings): Promise<{ code: string; message: string }[]> {
  const results: Result<unknown>[] = [
    checkGit(),
    sellsSandboxes(settings) ? checkEngine() : ok(null),
    await checkPort(settings.port, 'the site', '--port'),
    await checkPort(settings.relayPort, 'the relay', '--relay-port'),
    checkCertificates(settings.extraCa, 'HYDRON_EXTRA_CA'),
    checkCertificates(settings.acmeCa, 'HYDRON_ACME_CA')
  ];
  return results.flatMap((result) => (result.ok ? [] : [result.problem]));
}
