import { quote } from '../domain/shell.ts';
import { lines, type StepText } from './text.ts';

/** Removes what a project no longer runs on this server: containers that were replaced, and those of services that are gone. */
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
      'sleep 2',
      'for name in $(stale); do',
      '  echo "Stopping $name, which nothing uses any more."',
      '  docker stop --time 30 "$name" >/dev/null',
      '  docker rm "$name" >/dev/null',
      'done'
    ),
    verify: lines(stale, none)
  };
}
