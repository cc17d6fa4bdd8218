import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../result.ts';
import { docker, dockerRefusal, type Ended } from './docker.ts';

export interface ImageSettings {
  /** Folder that may hold the build's context while it runs. */
  folder: string;
  /** Any Debian or Ubuntu, as an image reference. */
  base: string;
  /** PEM text of certificate authorities that the server trusts beside its own. */
  authorities: string | null;
}

const packages = [
  'ca-certificates',
  'cron',
  'curl',
  'dbus',
  'iproute2',
  'iptables',
  'kmod',
  'less',
  'libpam-systemd',
  'logrotate',
  'nano',
  'openssh-server',
  'procps',
  'sudo',
  'systemd',
  'systemd-sysv',
  'tzdata'
];

// What needs hardware, another kernel's modules, or the network that Docker already configured.
const masked = [
  'console-getty.service',
  'dev-hugepages.mount',
  'getty.target',
  'sys-fs-fuse-connections.mount',
  'sys-kernel-debug.mount',
  'sys-kernel-tracing.mount',
  'systemd-firstboot.service',
  'systemd-modules-load.service',
  'systemd-networkd-wait-online.service',
  'systemd-networkd.service',
  'systemd-networkd.socket',
  'systemd-remount-fs.service',
  'systemd-resolved.service',
  'systemd-udevd.service',
  'tmp.mount'
];

// Images for containers keep packages from starting services and throw their lists away; a server does neither.
const dockerfile = `ARG BASE
FROM \${BASE}
RUN rm -f /usr/sbin/policy-rc.d /etc/apt/apt.conf.d/docker-clean \\
 && apt-get update \\
 && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends ${packages.join(' ')} \\
 && apt-get clean \\
 && rm -f /etc/ssh/ssh_host_* /etc/machine-id /var/lib/dbus/machine-id
RUN systemctl mask ${masked.join(' ')} && systemctl set-default multi-user.target
COPY authorities/ /usr/local/share/ca-certificates/
RUN update-ca-certificates
COPY boot /usr/local/sbin/sandbox-boot
STOPSIGNAL SIGRTMIN+3
CMD ["/usr/local/sbin/sandbox-boot"]
`;

// What a container's first process has to do before systemd can be a server's: the engine hands over read-only cgroups, no
// tun device, and files that it mounted over /etc/hostname and /etc/hosts. Keys are made at the first start only.
const boot = `#!/bin/bash
mount -o remount,rw /sys/fs/cgroup 2>/dev/null
for controller in /sys/fs/cgroup/*/; do
  mountpoint -q "$controller" && mount -o remount,bind,rw "$controller"
done
mkdir -p /dev/net
[ -e /dev/net/tun ] || mknod -m 666 /dev/net/tun c 10 200
umount /etc/hostname /etc/hosts 2>/dev/null
if [ ! -s /etc/ssh/ssh_host_ed25519_key.pub ]; then
  hostname > /etc/hostname
  printf '127.0.0.1 localhost\n127.0.1.1 %s\n::1 localhost ip6-localhost ip6-loopback\n' "$(hostname)" > /etc/hosts
  systemd-machine-id-setup >/dev/null 2>&1
  install -d -m 700 /root/.ssh
  [ -z "$SANDBOX_AUTHORIZED_KEY" ] || printf '%s\n' "$SANDBOX_AUTHORIZED_KEY" > /root/.ssh/authorized_keys
  mkdir -p /etc/ssh/sshd_config.d
  printf 'PermitRootLogin prohibit-password\n' > /etc/ssh/sshd_config.d/50-sandbox.conf
  ssh-keygen -A >/dev/null
  sync
fi
exec env -i container=docker PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin /sbin/init
`;

/** The certificates of a PEM text, one each. */
const certificatesOf = (pem: string): string[] =>
  pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];

/** The tag of the server image that these settings make: the same content has the same tag. */
export function imageTag({ base, authorities }: ImageSettings): string {
  const content = JSON.stringify([dockerfile, boot, base, certificatesOf(authorities ?? '')]);
  return `hydron-sandbox:${createHash('sha256').update(content).digest('hex').slice(0, 16)}`;
}

const building = new Map<string, Promise<Result<string>>>();

/** The tag of the server image, built first where the engine lacks it (minutes). Asked twice at a time, it builds once. */
export async function ensureImage(settings: ImageSettings): Promise<Result<string>> {
  const tag = imageTag(settings);
  const known = await docker(['image', 'inspect', '--format', '{{.Id}}', tag]);
  if (known.code === 0) return ok(tag);
  const running = building.get(tag) ?? build(settings, tag).finally(() => building.delete(tag));
  building.set(tag, running);
  return running;
}

async function build(settings: ImageSettings, tag: string): Promise<Result<string>> {
  await mkdir(settings.folder, { recursive: true });
  const context = await mkdtemp(join(settings.folder, 'image-'));
  await writeContext(context, settings);
  const ended = await runBuild(['build', '--quiet', '--build-arg', `BASE=${settings.base}`, '--tag', tag, context]);
  await rm(context, { recursive: true, force: true });
  if (ended.code === 0) return ok(tag);
  return dockerRefusal(ended, 'sandbox.image', `The server image could not be built on ${settings.base}`);
}

async function writeContext(context: string, { authorities }: ImageSettings): Promise<void> {
  await mkdir(join(context, 'authorities'));
  await writeFile(join(context, 'Dockerfile'), dockerfile);
  await writeFile(join(context, 'boot'), boot, { mode: 0o755 });
  for (const [index, certificate] of certificatesOf(authorities ?? '').entries())
    await writeFile(join(context, 'authorities', `hydron-extra-${index + 1}.crt`), `${certificate}\n`);
}

/** Engines differ in the builder that they have: the default one first, the classic one where that is missing. */
async function runBuild(args: string[]): Promise<Ended> {
  const ended = await docker(args, { seconds: 1200 });
  if (ended.code === 0 || !/buildx|buildkit/i.test(ended.stderr)) return ended;
  return docker(args, { seconds: 1200, env: { DOCKER_BUILDKIT: '0' } });
}
