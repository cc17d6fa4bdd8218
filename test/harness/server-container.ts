import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

/**
 * A whole server in a container: systemd and sshd, admitting one key. For tests of the relay; what needs a Docker engine
 * inside uses the sandbox's servers.
 */
export interface ServerContainer {
  id: string;
  host: string;
  port: number;
  hostKey: string;
  privateKey: string;
  /** Runs a command inside, past SSH, and answers its output. */
  inside(...command: string[]): Promise<string>;
  stop(): Promise<void>;
}

const run = promisify(execFile);
const docker = async (...args: string[]) => (await run('docker', args, { maxBuffer: 64 * 1024 * 1024 })).stdout.trim();

const dockerfile = (base: string) => `FROM ${base}
RUN apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \\
      systemd systemd-sysv dbus openssh-server sudo perl-base && rm -rf /var/lib/apt/lists/* && \\
    systemctl mask systemd-modules-load.service getty.target systemd-logind.service apt-daily.timer apt-daily-upgrade.timer && \\
    useradd -m -s /bin/bash deploy && echo 'deploy ALL=(ALL) NOPASSWD:ALL' > /etc/sudoers.d/deploy && \\
    mkdir -p /root/.ssh /home/deploy/.ssh /run/sshd && ssh-keygen -A
RUN printf '%s\\n' '#!/bin/sh' \\
      'for each in /sys/fs/cgroup /sys/fs/cgroup/*; do mountpoint -q "$each" && mount -o remount,rw "$each"; done 2>/dev/null' \\
      'exec /sbin/init' > /usr/local/sbin/boot && chmod 755 /usr/local/sbin/boot
STOPSIGNAL SIGRTMIN+3
CMD ["/usr/local/sbin/boot"]
`;

async function image(): Promise<string> {
  const text = dockerfile(process.env.HYDRON_SANDBOX_IMAGE ?? 'ubuntu:24.04');
  const tag = `hydron-test-server:${createHash('sha256').update(text).digest('hex').slice(0, 12)}`;
  const known = await docker('image', 'inspect', tag).catch(() => null);
  if (known) return tag;
  const folder = mkdtempSync(join(tmpdir(), 'hydron-image-'));
  writeFileSync(join(folder, 'Dockerfile'), text);
  await run('docker', ['build', '-q', '-t', tag, folder], { env: { ...process.env, DOCKER_BUILDKIT: '0' } });
  rmSync(folder, { recursive: true });
  return tag;
}

/** Starts a server and waits until systemd is up and sshd answers. */
export async function startServerContainer(): Promise<ServerContainer> {
  const id = await docker(
    ...['run', '-d', '--rm', '--cap-add', 'ALL', '--cap-drop', 'SYS_RESOURCE', '--cgroupns', 'private'],
    ...['--security-opt', 'seccomp=unconfined', '--security-opt', 'apparmor=unconfined'],
    ...['--security-opt', 'systempaths=unconfined', '--device-cgroup-rule', 'a *:* rwm', '--tmpfs', '/run'],
    ...['--tmpfs', '/run/lock', '--tmpfs', '/tmp:exec', '-p', '127.0.0.1::22', await image()]
  );
  const inside = (...command: string[]) => docker('exec', id, ...command);
  const privateKey = await authorize(inside, id);
  await inside(
    'bash',
    '-c',
    'until systemctl is-active -q ssh.service ssh.socket || systemctl is-active -q ssh; do sleep 0.1; done'
  );
  return {
    id,
    host: '127.0.0.1',
    port: Number((await docker('port', id, '22/tcp')).split('\n')[0]!.split(':').at(-1)),
    hostKey: (await inside('cat', '/etc/ssh/ssh_host_ed25519_key.pub')).split(' ').slice(0, 2).join(' '),
    privateKey,
    inside,
    stop: async () => void (await docker('rm', '-f', id))
  };
}

async function authorize(inside: ServerContainer['inside'], id: string): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'hydron-key-'));
  const path = join(folder, 'key');
  await run('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', path]);
  const install = `for home in root home/deploy; do cat /tmp/key.pub > /$home/.ssh/authorized_keys; done
    chown -R deploy: /home/deploy/.ssh; chmod 700 /root/.ssh /home/deploy/.ssh`;
  await docker(
    'exec',
    id,
    'bash',
    '-c',
    `cat > /tmp/key.pub <<'E'\n${readFileSync(`${path}.pub`, 'utf8')}E\n${install}`
  );
  const privateKey = readFileSync(path, 'utf8');
  rmSync(folder, { recursive: true });
  return privateKey;
}
