import { command, quote, writeFile } from '../domain/shell.ts';
import { caddyfile, type ProxyRoute, type ProxySettings } from './caddyfile.ts';
import { every, holds, lines, type StepText } from './text.ts';

export interface Proxy extends Omit<ProxySettings, 'ownRoot'> {
  project: string;
  image: string;
  network: string;
  /** PEM text of the ACME directory's own authority, or null. */
  acmeRoot: string | null;
}

/** Where no service runs yet: an address that nothing answers and that fails at once, never the proxy itself. */
const nowhere = '255.255.255.255';

const folder = (project: string) => `/srv/hydron/${project}/proxy`;
const nameOf = (project: string) => `${project}-proxy`;
const admin = '--config /etc/caddy/Caddyfile --adapter caddyfile --address unix//run/caddy-admin.sock';

/**
 * The proxy in a container with the only ports that are open to the world. Its configuration is a mounted folder (a single
 * mounted file would pin its inode), its certificates live in a volume. A changed configuration is loaded without a restart; one that
 * it refuses is taken back.
 */
export function proxy(options: Proxy): StepText {
  const [home, name] = [folder(options.project), nameOf(options.project)];
  const text = caddyfile({ ...options, ownRoot: options.acmeRoot !== null });
  const words = [
    command('--name', name, '--network', options.network, '--restart', 'unless-stopped'),
    command('--publish', '0.0.0.0:80:80', '--publish', '0.0.0.0:443:443'),
    command(
      '--volume',
      `${home}:/etc/caddy:ro`,
      '--volume',
      `${options.project}-proxy-data:/data`,
      '--volume',
      `${options.project}-proxy-config:/config`
    ),
    command(
      '--memory',
      '256m',
      '--security-opt',
      'no-new-privileges',
      '--log-opt',
      'max-size=10m',
      '--log-opt',
      'max-file=5'
    ),
    command('--label', `hydron.project=${options.project}`),
    command(options.image, 'caddy', 'run', '--config', '/etc/caddy/Caddyfile', '--adapter', 'caddyfile')
  ];
  const running = `[ "$(docker container inspect --format '{{.State.Running}} {{.Config.Image}} {{.Image}}' ${name} 2>/dev/null)" = "true ${options.image} $(docker image inspect --format '{{.Id}}' ${quote(options.image)} 2>/dev/null)" ]`;
  const inPlace = every(
    running,
    holds(`${home}/Caddyfile`, text),
    options.acmeRoot === null ? null : holds(`${home}/acme-root.pem`, options.acmeRoot),
    `cmp -s ${home}/Caddyfile ${home}/loaded`
  );
  return {
    check: inPlace,
    apply: lines(
      `mkdir -p ${home}/routes`,
      `for unit in ${command(...new Set(options.routes.map((route) => route.unit)))}; do [ -s ${home}/routes/$unit ] || printf %s ${nowhere} > ${home}/routes/$unit; done`,
      options.acmeRoot === null ? null : writeFile(`${home}/acme-root.pem`, options.acmeRoot),
      writeFile(`${home}/Caddyfile`, text),
      `if ${running}; then`,
      `  if ! docker exec ${name} caddy reload ${admin}; then`,
      `    if [ -e ${home}/loaded ]; then cp ${home}/loaded ${home}/Caddyfile; fi`,
      `    echo 'The proxy refuses the new configuration and goes on with the one before.' >&2`,
      '    exit 1',
      '  fi',
      'else',
      `  docker rm --force ${name} >/dev/null 2>&1 || true`,
      `  docker run --detach ${words.join(' \\\n    ')}`,
      'fi',
      answers(name),
      `cp ${home}/Caddyfile ${home}/loaded`
    ),
    verify: every(inPlace, `echo 'The proxy runs with this configuration.'`)
  };
}

/** Waits until the proxy takes connections, or prints why not. */
const answers = (name: string) =>
  lines(
    'for _ in $(seq 100); do',
    '  if timeout 1 bash -c "</dev/tcp/127.0.0.1/443" 2>/dev/null; then break; fi',
    `  if [ "$(docker container inspect --format '{{.State.Status}} {{.RestartCount}}' ${name})" != 'running 0' ]; then break; fi`,
    '  sleep 0.1',
    'done',
    'if ! timeout 1 bash -c "</dev/tcp/127.0.0.1/443" 2>/dev/null; then',
    `  docker logs --tail 40 ${name} >&2`,
    `  echo 'The proxy does not take connections on port 443.' >&2`,
    '  exit 1',
    'fi'
  );

/** Where a unit runs: the container noted as current here, or another server's peer address. */
export interface Target extends ProxyRoute {
  address: string | null;
}

/**
 * Hands visitors over to the containers that are current, route by route, each by an atomic rename. Each is then asked for through the proxy;
 * if the proxy cannot reach one, all go back to where they pointed.
 */
export function switchRoutes(project: string, targets: Target[], seconds: number): StepText {
  const home = folder(project);
  const wanted = lines(
    'wanted() {',
    '  case $1 in',
    ...[...new Map(targets.map((target) => [target.unit, target])).values()].map(
      (target) =>
        `    ${target.unit}) ${target.address === null ? `cat ${quote(`/srv/hydron/${project}/current/${target.unit}`)}` : `printf %s "${target.address}"`} ;;`
    ),
    '  esac',
    '}'
  );
  const units = [...new Set(targets.map((target) => target.unit))];
  const points = every(...units.map((unit) => `[ "$(cat ${home}/routes/${unit} 2>/dev/null)" = "$(wanted ${unit})" ]`));
  const asked = (target: Target) => `reach ${quote(target.hostname)} ${quote(target.path)}`;
  const reach = lines(
    'reach() {',
    '  local status=000',
    `  for _ in $(seq ${seconds * 2}); do`,
    '    status=$(curl -sk -o /dev/null -w "%{http_code}" --max-time 15 --resolve "$1:443:127.0.0.1" "https://$1$2" || true)',
    '    case $status in 000 | 502 | 503 | 504) sleep 0.5 ;; *) echo "$1$2 answers $status through the proxy."; return 0 ;; esac',
    '  done',
    '  echo "$1$2 answers $status through the proxy." >&2',
    '  return 1',
    '}'
  );
  return {
    check: lines(wanted, points),
    apply: lines(
      wanted,
      reach,
      `cd ${home}/routes`,
      ...units.map((unit) => `cp ${unit} ${unit}.before; wanted ${unit} > ${unit}.next; mv -f ${unit}.next ${unit}`),
      `if ! { ${targets.map(asked).join(' && ')}; }; then`,
      ...units.map((unit) => `  mv -f ${unit}.before ${unit}`),
      `  docker logs --tail 20 ${nameOf(project)} >&2`,
      '  exit 1',
      'fi',
      ...units.map((unit) => `rm -f ${unit}.before`)
    ),
    verify: lines(wanted, points)
  };
}

/** Prints the root certificate of a proxy that signs for itself, for those who want to trust it. */
export function proxyRoot(project: string): StepText {
  const root = '/data/caddy/pki/authorities/local/root.crt';
  return {
    check: '',
    apply: lines(
      `for _ in $(seq 50); do docker exec ${nameOf(project)} test -s ${root} && break; sleep 0.2; done`,
      `docker exec ${nameOf(project)} cat ${root}`
    ),
    verify: `docker exec ${nameOf(project)} test -s ${root}`
  };
}
