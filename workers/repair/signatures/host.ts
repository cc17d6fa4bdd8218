import type { Signature } from '../signature.ts';
import { edit, remedy, retry } from '../ways.ts';

/** The engine itself asked a registry: packages that an image or a server installs do not change whom it trusts. */
const ofRegistry = /\/v2\/|source metadata/;

/** The server's system: names, routes, clock, services, settings. */
export const host: Signature[] = [
  {
    id: 'tls_clock',
    places: ['server', 'build'],
    pattern: /certificate (?:has expired or )?is not yet valid/i,
    act: 'auto',
    cause: "A certificate is judged by a clock that is wrong: the server's.",
    advice: 'Set the clock of the server, then resume.',
    fixes: () => [remedy({ name: 'sync-clock' })]
  },
  {
    id: 'ca_missing',
    places: ['server', 'build'],
    pattern: /unable to get local issuer certificate|SSL certificate problem|certificate signed by unknown authority/i,
    act: 'auto',
    cause: 'The list of authorities that sign certificates is missing, or lacks the one that signed here.',
    advice: 'Install ca-certificates where the request is made; name an authority of your own with HYDRON_EXTRA_CA.',
    fixes: ({ input }, situation) =>
      ofRegistry.test(input)
        ? []
        : situation.step?.kind === 'build'
          ? edit(situation, { edit: 'add-packages', stage: 'both', names: ['ca-certificates'] })
          : [{ kind: 'packages', names: ['ca-certificates'] }]
  },
  {
    id: 'dns_fail',
    places: ['server', 'build'],
    pattern:
      /Temporary failure (?:in name resolution|resolving)|Could not resolve host|Name or service not known|EAI_AGAIN|server misbehaving|no such host/i,
    act: 'auto',
    cause: 'A name cannot be resolved on the server.',
    advice: 'Check the resolver of the server and that the name is right.',
    fixes: () => [remedy({ name: 'restart-resolver' }), retry(60)]
  },
  {
    id: 'net_unreachable',
    places: ['server', 'build'],
    pattern: /Network is unreachable|No route to host|Connection timed out after \d{1,9} milliseconds/i,
    general: true,
    act: 'auto',
    cause: 'An address cannot be reached, often because the server has no working IPv6.',
    advice: "Check the server's routes; a server without IPv4 needs a gateway to it.",
    fixes: () => [remedy({ name: 'prefer-ipv4' }), retry(120)]
  },
  {
    id: 'sudo_tty',
    places: ['server'],
    pattern: /sudo: a (?:terminal|password) is required/i,
    act: 'human',
    cause: 'The account on the server may not use sudo without a password.',
    advice: 'Allow it with a file in /etc/sudoers.d that visudo -cf accepts, or deploy with root.',
    fixes: () => []
  },
  {
    id: 'unit_start_limit',
    places: ['server'],
    pattern:
      /(?:(docker)\S{0,20}: )?Start request repeated too quickly|start-limit-hit|Job for (?:(docker)|\S{1,60})\.service failed because start of the service was attempted too often/i,
    act: 'auto',
    cause: 'A system service crashed too often and is no longer restarted.',
    advice: 'Look at the log of that service with journalctl -u, repair it, then run systemctl reset-failed.',
    evidence: ({ output }) => !/unable to configure the Docker daemon/.test(output.slice(-64 * 1024)),
    fixes: (match) => ((match[1] ?? match[2]) ? [remedy({ name: 'restart-docker' })] : [])
  },
  {
    id: 'unit_failed',
    places: ['server'],
    pattern: /Job for (\S{1,100}) failed because|Failed to start (?:(docker)|\S.{0,100})\.(?:service|socket)/i,
    general: true,
    act: 'auto',
    cause: 'A system service does not start.',
    advice: 'Look at the log of that service with journalctl -u, then resume.',
    fixes: (match) =>
      (match[1] ?? match[2])?.startsWith('docker') ? [remedy({ name: 'restart-docker' })] : [retry(30)]
  },
  {
    id: 'sshd_bad_config',
    places: ['server'],
    pattern: /\/etc\/ssh\/sshd_config\S{0,100},? line \d{1,5}|Bad configuration option:/i,
    act: 'human',
    cause: 'The settings of the SSH server hold an option that it does not know.',
    advice: 'Repair the file that the message names; sshd -t says when it is right. Then resume.',
    fixes: () => []
  },
  {
    id: 'pip_pep668',
    places: ['server', 'build'],
    pattern: /error: externally-managed-environment/i,
    act: 'auto',
    cause: "pip may not install beside the distribution's own Python packages.",
    advice: 'Install into a virtual environment.',
    fixes: (_, situation) =>
      edit(situation, { edit: 'set-env', stage: 'build', name: 'PIP_BREAK_SYSTEM_PACKAGES', value: '1' })
  }
];
