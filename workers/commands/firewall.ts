import { arm, disarm, settled } from './revert.ts';
import { every, lines, type StepText } from './text.ts';

/** A published port that only the plan's other servers may reach. `from` is a `${SERVER:name}` placeholder. */
export interface PeerPort {
  port: number;
  from: string;
}

const begin = '# BEGIN HYDRON';
const end = '# END HYDRON';

/**
 * Rules for the DOCKER-USER chain. Published ports are translated before the INPUT chain, so that ufw never sees them: this
 * chain is the one place where they can be refused. Matching is by the port that the outside asked for (`ctorigdstport`).
 * From Docker's manual on packet filtering: the chain is walked first, and what returns from it goes on to Docker's own rules.
 */
const dockerRules = (ports: number[], peers: PeerPort[]): string[] => [
  '-A DOCKER-USER -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN',
  '-A DOCKER-USER -i docker0 -j RETURN',
  '-A DOCKER-USER -i br-+ -j RETURN',
  ...ports.map((port) => `-A DOCKER-USER -p tcp -m conntrack --ctorigdstport ${port} --ctdir ORIGINAL -j RETURN`),
  ...peers.map(
    (peer) =>
      `-A DOCKER-USER -s ${peer.from} -p tcp -m conntrack --ctorigdstport ${peer.port} --ctdir ORIGINAL -j RETURN`
  ),
  '-A DOCKER-USER -j DROP'
];

const block = (rules: string[]) => [begin, '*filter', ':DOCKER-USER - [0:0]', ...rules, 'COMMIT', end].join('\n');

/** Puts a marked block at the end of a ufw rules file in place of the one that was there. */
const putBlock = (file: string, text: string) =>
  lines(`sed -i '/^${begin}$/,/^${end}$/d' ${file}`, `cat >> ${file} <<RULES\n${text}\nRULES`);

/** Sets `open` to the ports on which sshd listens, by one of which the relay comes in, and those of the plan, with commas. */
const openPorts = (ports: number[]) =>
  lines(
    `open=$(sshd -T 2>/dev/null | awk '$1 == "port" { print $2 }' | sort -un | paste -sd ,)`,
    `open="\${open:-22}${ports.map((port) => `,${port}`).join('')}"`
  );

const active = `ufw status 2>/dev/null | grep -x 'Status: active' >/dev/null`;
const drops = (tool: string) =>
  `[ "$(${tool} -S DOCKER-USER 2>/dev/null | awk 'NF == 4 && !seen++ { print $4 }')" = DROP ]`;

/**
 * Denies all that comes in except SSH and `ports` (TCP), for the server and for published container ports alike, over IPv4 and
 * IPv6. A timed revert switches it off again unless a new connection confirms it.
 */
export function firewall(options: { ports: number[]; peers: PeerPort[] }): StepText {
  const v4 = block(dockerRules(options.ports, options.peers));
  const v6 = block(dockerRules(options.ports, []));
  const mark = `/etc/ufw/hydron.rules`;
  const inPlace = every(
    active,
    `cmp -s ${mark} <(cat <<RULES\n${v4}\nRULES\n)`,
    drops('iptables'),
    settled('firewall'),
    `ufw status | grep -E "^$open/tcp +ALLOW" >/dev/null`
  );
  return {
    check: lines(openPorts(options.ports), inPlace),
    apply: lines(
      openPorts(options.ports),
      arm('firewall', 'ufw --force disable; iptables -F DOCKER-USER; ip6tables -F DOCKER-USER'),
      `sed -i -e 's/^IPV6=.*/IPV6=yes/' -e 's/^DEFAULT_INPUT_POLICY=.*/DEFAULT_INPUT_POLICY="DROP"/' -e 's/^DEFAULT_OUTPUT_POLICY=.*/DEFAULT_OUTPUT_POLICY="ACCEPT"/' /etc/default/ufw`,
      'ufw allow proto tcp to any port "$open" >/dev/null',
      ...options.peers.map((peer) => `ufw allow proto tcp from ${peer.from} to any port ${peer.port} >/dev/null`),
      putBlock('/etc/ufw/after.rules', v4),
      putBlock('/etc/ufw/after6.rules', v6),
      `cat > ${mark} <<RULES\n${v4}\nRULES`,
      `if ${active}; then ufw reload >/dev/null; else ufw --force enable >/dev/null; fi`,
      'systemctl enable -q ufw'
    ),
    verify: every(
      active,
      drops('iptables'),
      `iptables -S FORWARD | grep DOCKER-USER >/dev/null`,
      disarm('firewall'),
      'ufw status'
    )
  };
}
