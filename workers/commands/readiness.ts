import { quote } from '../domain/shell.ts';
import { lines } from './text.ts';

/**
 * How to tell that a started container serves: by success over HTTP, by any answer over HTTP, by an open port, by its own health
 * check, or by staying up.
 */
export type Readiness =
  | { kind: 'http'; port: number; path: string; seconds: number }
  | { kind: 'answer'; port: number; seconds: number }
  | { kind: 'port'; port: number; seconds: number }
  | { kind: 'health'; test: string; seconds: number }
  | { kind: 'running'; seconds: number };

/** A function `explain` that prints why a container is not up: its exit, its last lines, and where it listens. */
export const explain = lines(
  'explain() {',
  `  docker container inspect --format 'State: {{.State.Status}}, exit code {{.State.ExitCode}}{{if .State.OOMKilled}}, killed for want of memory{{end}}, restarts {{.RestartCount}}' "$1" || true`,
  `  local pid; pid=$(docker container inspect --format '{{.State.Pid}}' "$1" 2>/dev/null || echo 0)`,
  `  if [ "$pid" != 0 ]; then echo "It listens on: $(nsenter -t "$pid" -n ss -Hltn 2>/dev/null | awk '{ print $4 }' | grep -v '^127.0.0.11:' | sort -u | paste -sd ' ')"; fi`,
  `  docker container inspect --format '{{with .State.Health}}Health check: {{.Status}}{{range .Log}}{{println}}Health check said: {{.Output}}{{end}}{{end}}' "$1" || true`,
  '  echo "Its last lines:"',
  '  docker logs --tail 60 "$1" 2>&1 || true',
  '}'
);

// A container between two tries has no address, and bash would ask this server itself.
const opens = (port: number) => `[ -n "$address" ] && timeout 2 bash -c "</dev/tcp/$address/${port}" 2>/dev/null`;

/**
 * Servers such as gunicorn open their port before they load the application, and leave again when that fails: until then they
 * close each connection without a word. Whatever else comes back is the application's own business.
 */
const answers = (port: number) =>
  [
    `{ ${opens(port)}; } || return 1`,
    '  local code=0',
    `  curl -s -o /dev/null --max-time 15 "http://$address:${port}/" 2>/dev/null || code=$?`,
    '  case $code in 7 | 52 | 56) return 1 ;; esac'
  ].join('\n');

/** A function `ready` that succeeds once the container named by its argument serves. */
export function readyText(readiness: Readiness): string {
  const tests: Record<Readiness['kind'], () => string> = {
    http: () => {
      const { port, path } = readiness as Extract<Readiness, { kind: 'http' }>;
      return `curl -fsS -o /dev/null --max-time 5 "http://$address:${port}"${quote(path)} 2>/dev/null`;
    },
    answer: () => answers((readiness as Extract<Readiness, { kind: 'answer' }>).port),
    port: () => opens((readiness as Extract<Readiness, { kind: 'port' }>).port),
    health: () =>
      `docker exec "$1" /bin/sh -c ${quote((readiness as Extract<Readiness, { kind: 'health' }>).test)} >/dev/null 2>&1`,
    running: () => '[ "${state%% *}" = running ]'
  };
  return lines(
    'ready() {',
    '  local state address',
    `  state=$(docker container inspect --format '{{.State.Status}} {{if .State.Health}}{{.State.Health.Status}}{{end}}' "$1")`,
    ...(readiness.kind === 'health'
      ? []
      : [`  if [ "$state" = 'running starting' ] || [ "$state" = 'running unhealthy' ]; then return 1; fi`]),
    `  address=$(docker container inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}' "$1")`,
    `  ${tests[readiness.kind]()}`,
    '}'
  );
}

/** Waits for `ready`, and gives up early when the container has ended for good. Sets `up` to yes or no. */
export const waitText = (readiness: Readiness): string =>
  lines(
    'up=no',
    `deadline=$((SECONDS + ${readiness.seconds}))`,
    'while [ $SECONDS -lt $deadline ]; do',
    '  if ready "$name"; then up=yes; break; fi',
    `  case $(docker container inspect --format '{{.State.Status}}' "$name") in exited | dead) break ;; esac`,
    '  sleep 0.2',
    'done',
    readiness.kind === 'running' && settle
  );

/** A worker that dies at once looks alive for a moment: two seconds later it must still be the same process. */
const settle = lines(
  `process=$(docker container inspect --format '{{.State.Pid}}' "$name")`,
  'sleep 2',
  `if [ "$process" = 0 ] || [ "$(docker container inspect --format '{{.State.Pid}}' "$name")" != "$process" ]; then up=no; fi`
);

/** What to say of a container that did not come up, beside its last lines. */
export function notUp(service: string, readiness: Readiness): string {
  const within = `within ${readiness.seconds} seconds`;
  if (readiness.kind === 'http')
    return `${service} did not answer ${readiness.path} on port ${readiness.port} with success ${within}.`;
  if (readiness.kind === 'answer') return `${service} did not answer on port ${readiness.port} ${within}.`;
  if (readiness.kind === 'port') return `${service} did not open port ${readiness.port} on all addresses ${within}.`;
  return readiness.kind === 'health' ? `${service} was not healthy ${within}.` : `${service} did not stay up.`;
}
