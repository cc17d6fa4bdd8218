import { quote } from '../domain/shell.ts';
import { lines, type StepText } from './text.ts';

/** How long requests and sockets that a replaced container still serves may take to end; seconds. */
const patience = 30;

/**
 * Removes what a project no longer runs on this server: containers that were replaced, and those of services that are gone. Each is
 * told to stop once the proxy has no connection to it any more: it keeps unused ones for a few seconds alone, so what stays is a
 * request or a socket that somebody waits for.
 */
export function retire(project: string, services: string[]): StepText {
  const stale = lines(
    'stale() {',
    '  local id name service',
    `  docker ps --all --filter ${quote(`label=hydron.project=${project}`)} --format '{{.ID}} {{.Names}} {{.Label "hydron.service"}}' |`,
    '    while read -r id name service; do',
    `      if [ -z "$service" ] || { [[ ${quote(` ${services.join(' ')} `)} == *" $service "* ]] && [ "$(cat ${quote(`/srv/hydron/${project}/current`)}/"$service" 2>/dev/null)" = "$name" ]; }; then continue; fi`,
    '      echo "$name"',
    '    done',
    '}'
  );
  const none = '[ -z "$(stale)" ]';
  return {
    check: lines(stale, none),
    apply: lines(
      stale,
      'visits() {',
      '  local proxy address',
      `  proxy=$(docker container inspect --format '{{.State.Pid}}' ${quote(`${project}-proxy`)} 2>/dev/null) || return 0`,
      '  [ "$proxy" -gt 0 ] || return 0',
      `  for address in $(docker container inspect --format '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}' "$1"); do`,
      '    nsenter --target "$proxy" --net ss -Htn state established dst "$address" || true',
      '  done',
      '}',
      'sleep 1',
      `until=$((SECONDS + ${patience}))`,
      'for name in $(stale); do',
      '  while [ -n "$(visits "$name")" ] && [ "$SECONDS" -lt "$until" ]; do sleep 0.3; done',
      '  left=$(visits "$name" | wc -l)',
      `  if [ "$left" -gt 0 ]; then echo "$name still serves $left connections after ${patience} seconds; they end now."; fi`,
      '  echo "Stopping $name, which nothing uses any more."',
      '  docker stop --time 30 "$name" >/dev/null',
      '  docker rm "$name" >/dev/null',
      'done'
    ),
    verify: lines(stale, none)
  };
}
