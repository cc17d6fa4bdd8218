import { describe, expect, it } from 'vitest';
import { firewall } from '../../../workers/commands/firewall.ts';
import { ssh } from '../../../workers/commands/ssh.ts';

const wall = firewall({ ports: [80, 443], peers: [{ port: 5432, from: '${SERVER:web}' }] });

/** The rules of DOCKER-USER in a step's text, one list for each IP version. */
const rules = [...wall.apply.matchAll(/^:DOCKER-USER .*\n([\s\S]*?)^COMMIT$/gm)].map((match) =>
  match[1]!.trim().split('\n')
);

describe('the firewall', () => {
  it('drops what no rule lets through to a container, over both IP versions', () => {
    expect(rules.length).toBeGreaterThanOrEqual(2);
    for (const list of rules) {
      expect(list.at(-1)).toBe('-A DOCKER-USER -j DROP');
      for (const port of [80, 443])
        expect(list.join('\n')).toContain(`--ctorigdstport ${port} --ctdir ORIGINAL -j RETURN`);
    }
  });

  it('opens a port of a datastore to the server that needs it and to nobody else', () => {
    const speaking = rules.flat().filter((rule) => rule.includes('5432'));
    expect(speaking.length).toBeGreaterThan(0);
    for (const rule of speaking) expect(rule).toContain('-s ${SERVER:web} ');
    expect(wall.apply).toContain('ufw allow proto tcp from ${SERVER:web} to any port 5432');
  });

  it('leaves open the ports that sshd listens on, whichever these are', () =>
    expect(wall.apply).toMatch(/open=\$\(sshd -T [\s\S]*ufw allow proto tcp to any port "\$open"/));
});

describe.each([
  ['firewall', wall, 'ufw --force enable', 'ufw --force disable'],
  ['ssh', ssh(), 'if ! sshd -t', 'rm -f /etc/ssh/sshd_config.d/00-hydron.conf']
])('the change of %s', (name, text, change, undo) => {
  it('sets a timer that undoes it before it changes anything', () => {
    const armed = text.apply.indexOf(`systemd-run -q --unit=hydron-revert-${name} --on-active=180`);
    expect(armed).toBeGreaterThan(0);
    expect(armed).toBeLessThan(text.apply.indexOf(change));
    expect(text.apply.slice(0, armed)).toContain(undo);
  });

  it('keeps it only when a new connection has verified it', () => {
    const stop = `systemctl stop hydron-revert-${name}.timer`;
    expect(text.apply.indexOf(stop)).toBeLessThan(text.apply.indexOf('systemd-run'));
    expect(text.apply.lastIndexOf(stop)).toBe(text.apply.indexOf(stop));
    expect(text.verify).toContain(stop);
    expect(text.check).toContain(`! systemctl is-active -q hydron-revert-${name}.timer`);
  });
});
