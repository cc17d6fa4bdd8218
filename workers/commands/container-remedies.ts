import { command, quote } from '../domain/shell.ts';
import { lines } from './text.ts';

/** Restarts the engine and waits a minute for it. Containers are kept by its own settings. */
export const restartDocker = lines(
  'systemctl unmask -q docker docker.socket 2>/dev/null || true',
  'systemctl reset-failed docker docker.socket 2>/dev/null || true',
  'systemctl restart docker',
  'for _ in $(seq 60); do docker version >/dev/null 2>&1 && break; sleep 1; done',
  'docker version --format "Docker engine {{.Server.Version}} answers."'
);

/** Removes networks that no container is on. */
export const pruneNetworks = 'docker network prune --force';

/** Shell text that sets `container` to the running container of a unit, or ends with an error. */
const find = (project: string, unit: string) =>
  lines(
    `container=$(docker ps --quiet --filter ${quote(`label=hydron.project=${project}`)} --filter ${quote(`label=hydron.service=${unit}`)} | head -n 1)`,
    `if [ -z "$container" ]; then echo ${quote(`No container of ${unit} runs here.`)} >&2; exit 1; fi`
  );

/** Removes a container of the project by its name, unless it runs: what runs may be serving. */
export const removeContainer = (project: string, name: string): string =>
  lines(
    `facts=$(docker container inspect --format '{{.State.Running}} {{index .Config.Labels "hydron.project"}}' ${quote(name)} 2>/dev/null || true)`,
    'case $facts in',
    '  "") ;;',
    `  ${quote(`false ${project}`)}) ${command('docker', 'rm', name)} >/dev/null ;;`,
    `  *) echo ${quote(`The container ${name} runs, or is none of this project.`)} >&2; exit 1 ;;`,
    'esac'
  );

/**
 * Removes the containers that publish a port, if they belong to the unit at hand or to one that the project no longer has.
 * `others` are the units that keep theirs.
 */
export const freePort = (project: string, port: number, others: string[]): string =>
  lines(
    `holders=$(docker ps --all --format '{{.Names}} {{.Label "hydron.project"}} {{.Label "hydron.service"}}' --filter publish=${port})`,
    'if [ -z "$holders" ]; then echo "No container holds the port." >&2; exit 1; fi',
    'while read -r name project service; do',
    `  if [ "$project" != ${quote(project)} ]; then echo "$name is no container of this project and stays." >&2; exit 1; fi`,
    ...(others.length === 0
      ? []
      : [
          '  case $service in',
          `    ${others.map(quote).join(' | ')}) echo "$name serves for $service and stays." >&2; exit 1 ;;`,
          '  esac'
        ]),
    'done <<< "$holders"',
    'while read -r name _; do docker rm --force "$name" >/dev/null; done <<< "$holders"'
  );

/** Gives a volume to the user that an image runs as; the image's own `chown` knows that user by name. */
export const ownVolume = (volume: string, image: string): string =>
  lines(
    `user=$(docker image inspect --format '{{.Config.User}}' ${quote(image)})`,
    'if [ -z "$user" ]; then echo "The image runs as root: the volume has no other owner to be given to." >&2; exit 1; fi',
    'case $user in *:*) owner=$user ;; *) owner=$user: ;; esac',
    `docker run --rm --network none --user 0 --entrypoint chown --volume ${quote(`${volume}:/mnt/volume`)} ${quote(image)} -R "$owner" /mnt/volume`
  );

/** Waits two minutes for a datastore: until it is healthy, or runs where it has no health check. */
export const awaitDatastore = (project: string, datastore: string): string =>
  lines(
    find(project, datastore),
    `state() { docker container inspect --format '{{if .State.Health}}{{.State.Health.Status}}{{else}}{{.State.Status}}{{end}}' "$container"; }`,
    'for _ in $(seq 120); do case $(state) in healthy | running) break ;; esac; sleep 1; done',
    `case $(state) in healthy | running) ;; *) docker logs --tail 40 "$container" >&2; echo ${quote(`${datastore} is not healthy after two minutes.`)} >&2; exit 1 ;; esac`
  );

const psql = (statements: string[], options = '') =>
  lines(
    `docker exec --interactive ${options}"$container" sh -c 'psql --quiet --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres' <<'SQL'`,
    '\\set account `printenv POSTGRES_USER`',
    '\\set database `printenv POSTGRES_DB`',
    ...statements,
    'SQL'
  );

/**
 * Sets the password of a PostgreSQL's own account to a secret, over the socket inside its container. `secret` is a placeholder; its
 * value goes by the environment, never by an argument.
 */
export const alignPassword = (project: string, datastore: string, secret: string): string =>
  lines(
    find(project, datastore),
    `export WANTED_PASSWORD="${secret}"`,
    psql(
      ['\\set wanted `printenv WANTED_PASSWORD`', `ALTER ROLE :"account" PASSWORD :'wanted';`],
      '--env WANTED_PASSWORD '
    )
  );

/** Creates the database that a PostgreSQL's settings name, if it is missing. */
export const createDatabase = (project: string, datastore: string): string =>
  lines(
    find(project, datastore),
    psql([
      `SELECT format('CREATE DATABASE %I OWNER %I', :'database', :'account')`,
      `WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = :'database') \\gexec`
    ])
  );

/** Forgets that a release command has run, so that its step runs it again. */
export const forgetRelease = (project: string, service: string): string =>
  command('rm', '-f', `/var/lib/hydron/releases/${project}-${service}`);
