import { lines } from '../commands/text.ts';
import type { ServerFacts } from './situation.ts';

/** What is looked up on a server after a step failed there: one `name=value` a line, changing nothing. */
export const factsScript = lines(
  `. /etc/os-release 2>/dev/null || true`,
  `echo "os=\${ID:-} \${VERSION_ID:-}"`,
  `echo "arch=$(uname -m)"`,
  `echo "cores=$(nproc)"`,
  `awk '/^MemTotal:/ { print "memoryMb=" int($2 / 1024) } /^SwapTotal:/ { print "swapMb=" int($2 / 1024) }' /proc/meminfo`,
  `df -Pm /var/lib 2>/dev/null | awk 'NR == 2 { print "diskFreeMb=" $4 }'`,
  `if systemd-detect-virt --container --quiet 2>/dev/null; then echo container=yes; else echo container=no; fi`
);

/** Reads what `factsScript` printed. What is absent or does not fit is unknown: a server may print anything. */
export function readFacts(text: string): ServerFacts {
  const said = new Map(
    text
      .slice(0, 4000)
      .split('\n')
      .map((line) => line.split('=', 2) as [string, string | undefined])
  );
  const number = (name: string) => {
    const value = said.get(name)?.trim() ?? '';
    return /^\d{1,9}$/.test(value) ? Number(value) : null;
  };
  const word = (name: string) => {
    const value = said.get(name)?.trim() ?? '';
    return /^[a-z0-9][a-z0-9 ._-]{0,40}$/i.test(value) ? value.toLowerCase() : null;
  };
  return {
    os: word('os'),
    arch: word('arch'),
    cores: number('cores'),
    memoryMb: number('memoryMb'),
    swapMb: number('swapMb'),
    diskFreeMb: number('diskFreeMb'),
    container: word('container') === null ? null : word('container') === 'yes'
  };
}
