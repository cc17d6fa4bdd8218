import { execFile } from 'node:child_process';

/** What a command of Docker's ended with, and the last of what it said. */
export interface Ended {
  ok: boolean;
  said: string;
}

const longest = 20 * 60_000;

/** Runs Docker with BuildKit; a command that takes too long ends badly. */
export const docker = (...args: string[]): Promise<Ended> =>
  new Promise((resolve) =>
    execFile(
      'docker',
      args,
      { env: { ...process.env, DOCKER_BUILDKIT: '1' }, timeout: longest, maxBuffer: 2 ** 28 },
      (error, out, err) => resolve({ ok: error === null, said: `${out}${err}`.trim() })
    )
  );

/** The size of an image in MB, or null where there is none. */
export async function megabytesOf(image: string): Promise<number | null> {
  const { ok, said } = await docker('image', 'inspect', '--format', '{{.Size}}', image);
  return ok ? Math.round(Number(said) / 1e6) : null;
}

/** The port of this machine that leads to a port of a container, or null. */
export async function portOf(container: string, port: number): Promise<number | null> {
  const { ok, said } = await docker('port', container, String(port));
  return ok ? Number(/:(\d+)\s*$/m.exec(said)?.[1] ?? Number.NaN) || null : null;
}
