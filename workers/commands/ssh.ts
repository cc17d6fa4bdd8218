import { writeFile } from '../domain/shell.ts';
import { arm, disarm, settled } from './revert.ts';
import { every, holds, lines, type StepText } from './text.ts';

/** Sorts before every other drop-in, since sshd takes the first value that it meets. */
const dropIn = '/etc/ssh/sshd_config.d/00-hydron.conf';

const rules = `# Keys only. Written by Hydron.
PasswordAuthentication no
KbdInteractiveAuthentication no
PermitRootLogin prohibit-password
PermitEmptyPasswords no
X11Forwarding no
AllowAgentForwarding no
MaxAuthTries 4
LoginGraceTime 20
`;

const reload =
  '{ systemctl reload ssh 2>/dev/null || systemctl reload sshd 2>/dev/null || systemctl try-restart ssh.socket; }';
const effective = `sshd -T 2>/dev/null | grep -x 'passwordauthentication no' >/dev/null`;

/** Turns password sign-in off. The configuration is tested before sshd reads it, and taken back unless a new connection comes in. */
export function ssh(): StepText {
  return {
    check: every(holds(dropIn, rules), effective, settled('ssh')),
    apply: lines(
      'mkdir -p /etc/ssh/sshd_config.d /run/sshd',
      `if ! grep -qiE '^[[:space:]]*Include[[:space:]]+/etc/ssh/sshd_config.d/' /etc/ssh/sshd_config; then`,
      `  sed -i '1i Include /etc/ssh/sshd_config.d/*.conf' /etc/ssh/sshd_config`,
      'fi',
      arm('ssh', `rm -f ${dropIn}; ${reload}`),
      writeFile(dropIn, rules),
      `if ! sshd -t; then rm -f ${dropIn}; echo 'sshd refuses the new settings; they were taken back.' >&2; exit 1; fi`,
      reload
    ),
    verify: every(effective, disarm('ssh'), `echo 'A new connection came in; passwords are off.'`)
  };
}
