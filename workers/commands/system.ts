import { quote, writeFile } from '../domain/shell.ts';
import { install, updateOnce } from './packages.ts';
import { every, holds, lines, together, type StepText } from './text.ts';

const inContainer = 'systemd-detect-virt --container --quiet';
const synchronised = `systemctl is-active -q systemd-timesyncd || systemctl is-active -q chrony || systemctl is-active -q chronyd || systemctl is-active -q ntpsec`;

/** A clock that is right, or certificates fail. A container has its host's clock, and nothing to do. */
const clock: StepText = {
  check: `{ ${inContainer} || ${synchronised}; }`,
  apply: lines(
    `if ${inContainer}; then`,
    `  echo 'This server is a container: its clock is its host'"'"'s.'`,
    `elif ! { ${synchronised}; }; then`,
    updateOnce,
    install('systemd-timesyncd'),
    'systemctl enable -q --now systemd-timesyncd',
    'fi'
  ),
  verify: `{ ${inContainer} || ${synchronised}; }`
};

const file = '/var/lib/hydron/swap';
const smallMemory = `[ "$(awk '/^MemTotal:/ { print int($2 / 1024) }' /proc/meminfo)" -lt 8192 ]`;
const hasSwap = `[ "$(awk 'NR > 1' /proc/swaps | wc -l)" -gt 0 ]`;
const noSwapNeeded = `{ ${inContainer} || ! ${smallMemory} || ${hasSwap} || [ -e ${file}.refused ]; }`;

/** Swap as large as the memory, at most 4 GiB, where there is little: image builds peak far above what services need. */
const swap: StepText = {
  check: noSwapNeeded,
  apply: lines(
    `if ${inContainer}; then`,
    `  echo 'This server is a container: no swap file.'`,
    `elif ! ${noSwapNeeded}; then`,
    '  mkdir -p /var/lib/hydron',
    `  size=$(awk '/^MemTotal:/ { mb = int($2 / 1024); print mb > 4096 ? 4096 : mb }' /proc/meminfo)`,
    `  fallocate -l "\${size}M" ${file} || dd if=/dev/zero of=${file} bs=1M count="$size" status=none`,
    `  chmod 600 ${file}`,
    `  if mkswap -q ${file} && swapon ${file}; then`,
    `    grep -q '^${file} ' /etc/fstab || echo '${file} none swap sw 0 0' >> /etc/fstab`,
    '  else',
    `    rm -f ${file}; touch ${file}.refused`,
    `    echo 'The kernel refuses a swap file here; going on without.'`,
    '  fi',
    'fi'
  ),
  verify: noSwapNeeded
};

const journal = '/etc/systemd/journald.conf.d/hydron.conf';
const journalLimit = '[Journal]\nSystemMaxUse=500M\n';

/** The system's own log keeps to half a gigabyte. */
const logs: StepText = {
  check: holds(journal, journalLimit),
  apply: lines(writeFile(journal, journalLimit), 'systemctl try-restart systemd-journald'),
  verify: holds(journal, journalLimit)
};

/** Clock, swap and the system's log. */
export const system = (): StepText => together(clock, swap, logs);

/** A folder's owner that nobody can sign in as: no password, no shell. */
export function user(name: string, home: string): StepText {
  const account = quote(name);
  const locked = every(
    `[ "$(getent passwd ${account} | cut -d: -f7)" = /usr/sbin/nologin ]`,
    `passwd -S ${account} | grep -E '^[^ ]+ (L|LK) ' >/dev/null`,
    `[ "$(stat -c %U ${quote(home)} 2>/dev/null)" = ${account} ]`
  );
  return {
    check: locked,
    apply: lines(
      `if ! id ${account} >/dev/null 2>&1; then useradd --system --user-group --no-create-home --home-dir ${quote(home)} --shell /usr/sbin/nologin ${account}; fi`,
      `usermod --shell /usr/sbin/nologin --lock ${account}`,
      `install -d -m 0755 -o ${account} -g ${account} ${quote(home)}`
    ),
    verify: every(locked, `id ${account}`)
  };
}
