import type { Signature } from '../signature.ts';
import { remedy, retry } from '../ways.ts';

/** The machine and its container engine. */
export const engine: Signature[] = [
  {
    id: 'inotify',
    places: ['server', 'container'],
    pattern: /ENOSPC: System limit for number of file watchers reached|inotify_add_watch.{0,80}No space left/i,
    act: 'auto',
    cause: 'More files are watched than the kernel allows.',
    advice: 'Raise fs.inotify.max_user_watches, and start the production server instead of a development one.',
    fixes: () => [remedy({ name: 'raise-inotify' })]
  },
  {
    id: 'enospc',
    places: ['server', 'build', 'container'],
    pattern: /No space left on device|\bENOSPC\b|You don't have enough free space/i,
    general: true,
    act: 'auto',
    cause: 'The disk is full.',
    advice: 'Remove what fills the disk of the server, or take a larger tier.',
    fixes: () => [remedy({ name: 'free-disk' })]
  },
  {
    id: 'readonly_fs',
    places: ['server'],
    pattern: /Read-only file system/i,
    act: 'human',
    cause: 'The file system went read-only, which a failing disk does.',
    advice: 'Look at dmesg on the server and open a ticket with the vendor.',
    fixes: () => []
  },
  {
    id: 'docker_down',
    places: ['server'],
    pattern:
      /Cannot connect to the Docker daemon at|Is the docker daemon running\?|Unit docker\.(?:service|socket) is masked/i,
    act: 'auto',
    cause: 'The Docker engine does not answer.',
    advice: 'Look at journalctl -u docker on the server.',
    fixes: () => [remedy({ name: 'restart-docker' })]
  },
  {
    id: 'name_conflict',
    places: ['server'],
    pattern: /Conflict\. The container name "\/?([a-z0-9][a-z0-9_.-]{0,120})" is already in use/i,
    act: 'auto',
    cause: 'A container of an earlier attempt still has the name.',
    advice: 'Remove that container on the server, then resume.',
    fixes: (match) => [remedy({ name: 'remove-container', container: match[1]!.toLowerCase() })]
  },
  {
    id: 'port_allocated',
    places: ['server'],
    pattern: /Bind for [^\s]{1,60}:(\d{1,5}) failed: port is already allocated/i,
    act: 'auto',
    cause: 'Another container holds the port.',
    advice: 'Stop the container that holds the port, then resume.',
    fixes: (match) => [{ kind: 'free-port', port: Number(match[1]) }]
  },
  {
    id: 'subnet_exhausted',
    places: ['server'],
    pattern: /non-overlapping IPv4 address pool|all predefined address pools have been fully subnetted/i,
    act: 'auto',
    cause: 'There are too many Docker networks.',
    advice: 'Remove unused Docker networks on the server.',
    fixes: () => [remedy({ name: 'prune-networks' })]
  },
  {
    id: 'no_network',
    places: ['server'],
    pattern: /network [A-Za-z0-9_.-]{1,80} not found/i,
    act: 'auto',
    cause: "The project's network is gone.",
    advice: 'Create the network again with a new run.',
    fixes: () => [remedy({ name: 'create-network' })]
  },
  {
    id: 'hub_rate',
    places: ['server', 'build'],
    pattern: /toomanyrequests: (?:You have reached your|Rate exceeded)|429 Too Many Requests/i,
    act: 'auto',
    cause: 'The registry limits how many images this address may pull.',
    advice: 'Wait for some hours, or set a registry mirror.',
    fixes: () => [{ kind: 'mirror', of: 'docker', choice: 'main' }, retry(120), retry(900)]
  },
  {
    id: 'docker_sock_perm',
    places: ['server'],
    pattern: /permission denied while trying to connect to the Docker (?:daemon socket|API)/i,
    act: 'human',
    cause: 'The account on the server may not use the Docker engine.',
    advice: 'Deploy with root or an account that may use sudo.',
    fixes: () => []
  },
  {
    id: 'daemon_json',
    places: ['server'],
    pattern: /unable to configure the Docker daemon with file|directives are specified both as a flag and in the conf/i,
    act: 'human',
    cause: "The engine's settings file cannot be read or contradicts its command line.",
    advice: 'Repair /etc/docker/daemon.json (dockerd --validate says what is wrong), then resume.',
    fixes: () => []
  },
  {
    id: 'ufw_disabled',
    places: ['server'],
    pattern:
      /problem running ufw-init|iptables(?:-restore)?: .{0,80}(?:No chain\/target\/match|unable to initialize table)|iptables v[\d.]{1,12} .{0,40}nf_tables/i,
    act: 'auto',
    cause: "A reload of the firewall took the engine's own chains away.",
    advice: 'Restart the Docker engine; it makes its chains anew.',
    fixes: () => [remedy({ name: 'restart-docker' })]
  },
  {
    id: 'port_in_use_host',
    places: ['server', 'container'],
    pattern:
      /(?:listen tcp4? \S{1,60}:(\d{1,5}): bind: |EADDRINUSE: |failed to bind host port .{0,60})address already in use|Address already in use/i,
    act: 'propose',
    cause: 'A program outside of containers holds the port, or the application starts twice.',
    advice: 'Stop the program that holds the port (ss -ltnp shows it), or look why the application listens twice.',
    fixes: (match) => [
      ...(match[1] === '80' || match[1] === '443' ? [remedy({ name: 'switch-web-server-off' })] : []),
      // An engine that was started anew forgets which of its containers holds a port, and says the same of those.
      ...(match[1] === undefined ? [] : [{ kind: 'free-port' as const, port: Number(match[1]) }])
    ]
  }
];
