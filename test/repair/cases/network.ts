import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { packageHosts } from '../sabotage.ts';

/** Names and routes of the server. */
export const cases: RepairCase[] = [
  {
    name: "the server's resolver is switched off",
    signature: 'dns_fail',
    outcome: 'fixed',
    fix: 'name resolution',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`export DEBIAN_FRONTEND=noninteractive
upstream=$(awk '/^nameserver/ { print $2; exit }' /etc/resolv.conf)
apt-get -qq update && apt-get -qq install --no-install-recommends systemd-resolved >/dev/null
mkdir -p /etc/systemd/resolved.conf.d
printf '[Resolve]\\nDNS=%s\\n' "$upstream" > /etc/systemd/resolved.conf.d/upstream.conf
systemctl unmask -q systemd-resolved && systemctl enable -q systemd-resolved && systemctl restart systemd-resolved
umount /etc/resolv.conf 2>/dev/null || true
rm -f /etc/resolv.conf && echo 'nameserver 127.0.0.53' > /etc/resolv.conf
getent ahostsv4 $(${packageHosts} | sed -n 1p) >/dev/null
systemctl stop systemd-resolved`);
    }
  },
  {
    name: 'the resolver that the server knows is no more',
    signature: 'dns_fail',
    outcome: 'gave up',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`echo 'nameserver 127.0.0.9' > /etc/resolv.conf`);
    }
  },
  {
    name: 'the way to the mirrors is cut for some minutes',
    signature: 'net_unreachable',
    outcome: 'fixed',
    repository: nodeSite(),
    sabotage: async ({ run }) => {
      await run(`addresses=$(for host in $(${packageHosts}); do getent ahostsv4 $host; done | awk '{ print $1 }' | sort -u)
for address in $addresses; do
  ip route add unreachable "$address"
  systemd-run --quiet --on-active=180 ip route del unreachable "$address"
done`);
    }
  }
];
