import { command, quote, writeFile } from '../domain/shell.ts';
import { install, updateOnce } from './packages.ts';
import { lines } from './text.ts';

const inContainer = 'systemd-detect-virt --container --quiet';
const quietly = 'export DEBIAN_FRONTEND=noninteractive NEEDRESTART_MODE=a';
const isActive = (unit: string) => `systemctl is-active -q ${unit}`;

/** Installs packages of the distribution. */
export const installPackages = (names: string[]): string => lines(quietly, updateOnce, install(command(...names)));

/** Waits up to ten minutes until nobody holds a lock of the package manager. No lock is ever removed. */
export const waitForApt = lines(
  'if command -v cloud-init >/dev/null; then timeout 600 cloud-init status --wait >/dev/null || true; fi',
  `held() { lslocks -n -o PATH 2>/dev/null | grep -E '^/var/(lib/(dpkg|apt/lists)|cache/apt/archives)/lock' >/dev/null; }`,
  'for _ in $(seq 300); do held || break; sleep 2; done',
  'if held; then echo "The package manager is still in use after ten minutes." >&2; exit 1; fi'
);

/** Ends an interrupted installation, keeping settings that somebody changed. */
export const finishDpkg = lines(
  quietly,
  'dpkg --configure -a --force-confdef --force-confold',
  'apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold --fix-broken install'
);

/** Reads the package lists anew, past caches on the way. */
export const refreshLists = lines(
  'find /var/lib/apt/lists -maxdepth 1 -type f -name "*_*" -delete',
  'apt-get -q -o DPkg::Lock::Timeout=300 -o Acquire::http::No-Cache=true -o Acquire::Retries=3 -o APT::Update::Error-Mode=any update'
);

/** The distribution's own signing keys, from its own packages. Those that were deleted count as settings, which dpkg leaves out. */
export const reinstallKeys = lines(
  quietly,
  'wanted=',
  'for name in debian-archive-keyring ubuntu-keyring; do if dpkg -s "$name" >/dev/null 2>&1; then wanted=$name; fi; done',
  'if [ -z "$wanted" ]; then echo "Neither Debian nor Ubuntu: which keys to install is unknown." >&2; exit 1; fi',
  'apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confmiss --reinstall install "$wanted"'
);

/** Renames list files that speak of a host, so that the source can be taken back by hand. The distribution's own stay. */
export const setSourceAside = (host: string): string =>
  lines(
    `grep -rlF -- ${quote(`//${host}`)} /etc/apt/sources.list.d 2>/dev/null | while IFS= read -r file; do`,
    '  case $file in',
    '    */debian.sources | */ubuntu.sources) ;;',
    '    *.list | *.sources) mv -f -- "$file" "$file.aside"; echo "$file is set aside." ;;',
    '  esac',
    'done',
    refreshLists
  );

/** Takes away packages of other engines, held back or not; images, containers and volumes stay where they are. */
export const removeConflictingEngine = lines(
  quietly,
  'gone=()',
  'for name in docker-ce docker-ce-cli containerd.io docker-buildx-plugin docker-compose-plugin podman-docker; do',
  '  if dpkg -s "$name" >/dev/null 2>&1; then gone+=("$name"); fi',
  'done',
  'if [ ${#gone[@]} -gt 0 ]; then apt-get -q -y -o DPkg::Lock::Timeout=300 --allow-change-held-packages remove "${gone[@]}"; fi'
);

/** Frees what can be made again: build cache, images without a name, old logs, package archives. Volumes are never touched. */
export const freeDisk = lines(
  'df -h / | tail -n 1',
  'if docker version >/dev/null 2>&1; then',
  '  docker builder prune --force >/dev/null',
  '  docker image prune --force',
  'fi',
  'journalctl --vacuum-size=200M 2>/dev/null || true',
  'apt-get clean',
  'df -h / | tail -n 1'
);

/** Sets the clock from the network and waits a minute for it. */
export const syncClock = lines(
  `if ${inContainer}; then echo "This server is a container: its clock is its host's." >&2; exit 1; fi`,
  'timedatectl set-ntp true 2>/dev/null || true',
  `if ${isActive('chrony')} || ${isActive('chronyd')}; then chronyc -a makestep; else systemctl restart systemd-timesyncd; fi`,
  'for _ in $(seq 60); do [ "$(timedatectl show -p NTPSynchronized --value)" = yes ] && break; sleep 1; done',
  'date -u'
);

/** Starts the system's resolver anew where it is meant to run; fails where no name server is known at all. */
export const restartResolver = lines(
  `if ${isActive('systemd-resolved')} || systemctl is-enabled -q systemd-resolved 2>/dev/null; then systemctl restart systemd-resolved; fi`,
  `if ! grep -E '^nameserver ' /etc/resolv.conf >/dev/null; then echo "/etc/resolv.conf names no name server." >&2; exit 1; fi`
);

/** Has names resolved to IPv4 addresses first. */
export const preferIpv4 = lines(
  `line='precedence ::ffff:0:0/96  100'`,
  'touch /etc/gai.conf',
  'grep -xF "$line" /etc/gai.conf >/dev/null || echo "$line" >> /etc/gai.conf'
);

/** A kernel setting that holds now and after a restart. */
export const setKernel = (file: string, settings: Record<string, number>): string =>
  lines(
    writeFile(
      `/etc/sysctl.d/60-hydron-${file}.conf`,
      Object.entries(settings)
        .map(([name, value]) => `${name} = ${value}\n`)
        .join('')
    ),
    ...Object.entries(settings).map(([name, value]) => command('sysctl', '-q', '-w', `${name}=${value}`))
  );

/** Disables web servers that the system came with and that hold ports 80 and 443. */
export const switchWebServerOff = lines(
  'for unit in apache2 nginx lighttpd; do',
  '  if systemctl is-active -q "$unit" || systemctl is-enabled -q "$unit" 2>/dev/null; then systemctl disable --now "$unit"; fi',
  'done'
);

/** Swap of so many megabytes in all, beside what is there. A server that is a container cannot have any. */
export const addSwap = (megabytes: number): string =>
  lines(
    `if ${inContainer}; then echo "This server is a container and can have no swap file." >&2; exit 1; fi`,
    `have=$(awk '/^SwapTotal:/ { print int($2 / 1024) }' /proc/meminfo)`,
    `more=$((${megabytes} - have))`,
    'if [ $more -gt 0 ]; then',
    '  file=/var/lib/hydron/swap-more',
    '  mkdir -p /var/lib/hydron',
    '  if [ -e $file ]; then swapoff $file 2>/dev/null || true; rm -f $file; fi',
    '  fallocate -l "${more}M" $file || dd if=/dev/zero of=$file bs=1M count=$more status=none',
    '  chmod 600 $file',
    '  mkswap -q $file',
    '  swapon $file',
    `  grep -q "^$file " /etc/fstab || echo "$file none swap sw 0 0" >> /etc/fstab`,
    'fi'
  );
