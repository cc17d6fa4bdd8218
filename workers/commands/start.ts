import { quote } from '../domain/shell.ts';
import { currentFile, describe, noteCurrent, type Container } from './container.ts';
import { explain, notUp, readyText, waitText, type Readiness } from './readiness.ts';
import { every, lines, type StepText } from './text.ts';

const labelled = `"$(docker container inspect --format '{{.State.Running}} {{index .Config.Labels "hydron.config"}}' "$name" 2>/dev/null)"`;

/** Three tries at starting; once it serves, it is kept running for good, over reboots too. */
const runText =
  '(environment; exec docker run --detach --restart on-failure:3 --name "$name" --label "hydron.config=$config" "${options[@]}" "$image" "${words[@]}")';
/** A container that ends in this very moment cannot be kept: it did not come up. */
const keepText = 'if [ $up = yes ]; then docker update --restart unless-stopped "$name" >/dev/null || up=no; fi';

/** Prints why the new container is not up, removes it, and ends the step with `message` unless it ended by itself. */
const giveUp = (service: string, readiness: Readiness, restore: string | null) =>
  lines(
    'if [ $up = no ]; then',
    '  explain "$name" >&2',
    `  code=$(docker container inspect --format '{{if ne .State.Status "running"}}{{.State.ExitCode}}{{end}}' "$name")`,
    '  docker rm --force "$name" >/dev/null',
    restore,
    `  if [ -n "$code" ]; then echo ${quote(`${service} ended with exit code`)} "$code." >&2; else echo ${quote(notUp(service, readiness))} >&2; fi`,
    '  exit 1',
    'fi'
  );

/**
 * Starts a container beside the one that runs now, for services that the proxy can switch between. Its name ends with its
 * configuration's hash; the name that is current is noted for the proxy. One that does not come up is removed, and the old one
 * stays.
 */
export function startBeside(container: Container, readiness: Readiness): StepText {
  const current = currentFile(container.project, container.service);
  const settings = lines(
    describe(container, 'keep'),
    `name=${quote(`${container.project}-${container.service}`)}-$config`
  );
  const inPlace = every(
    `[ ${labelled} = "true $config" ]`,
    `[ "$(cat ${quote(current)} 2>/dev/null)" = "$name" ]`,
    'ready "$name"'
  );
  return {
    check: lines(readyText(readiness), settings, inPlace),
    apply: lines(
      readyText(readiness),
      explain,
      settings,
      'docker rm --force "$name" >/dev/null 2>&1 || true',
      runText,
      waitText(readiness),
      keepText,
      giveUp(container.service, readiness, null),
      noteCurrent(container.project, container.service)
    ),
    verify: lines(readyText(readiness), settings, inPlace)
  };
}

const putBack =
  '  if docker rename "$name-before" "$name" 2>/dev/null; then docker start "$name" >/dev/null; echo "The one before runs again." >&2; fi';

/**
 * Replaces a container: datastores, workers, and whatever holds a volume or a published port must not run twice. The old one
 * is kept aside, and comes back when the new one does not come up.
 */
export function startInstead(container: Container, readiness: Readiness): StepText {
  const settings = lines(describe(container, 'keep'), `name=${quote(`${container.project}-${container.service}`)}`);
  const inPlace = every(`[ ${labelled} = "true $config" ]`, 'ready "$name"');
  return {
    check: lines(readyText(readiness), settings, inPlace),
    apply: lines(
      readyText(readiness),
      explain,
      settings,
      'if docker container inspect "$name" >/dev/null 2>&1; then',
      '  docker rm --force "$name-before" >/dev/null 2>&1 || true',
      '  docker stop --time 30 "$name" >/dev/null',
      '  docker rename "$name" "$name-before"',
      'fi',
      runText,
      waitText(readiness),
      keepText,
      giveUp(container.service, readiness, putBack),
      'docker rm --force "$name-before" >/dev/null 2>&1 || true',
      noteCurrent(container.project, container.service)
    ),
    verify: lines(readyText(readiness), settings, inPlace)
  };
}
