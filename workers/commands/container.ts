import { command, quote, quoteTemplate } from '../domain/shell.ts';
import { array, lines } from './text.ts';

/** A container as its step needs it. Values of `env` are templates; `words` override the image's command. */
export interface Container {
  project: string;
  service: string;
  image: string;
  network: string;
  words: string[];
  env: { name: string; value: string }[];
  volumes: { name: string; path: string }[];
  /** Published on a peer address: `${SERVER:name}` of the server itself. */
  published: { address: string; host: number; container: number }[];
  health: { test: string; interval: number; timeout: number; retries: number; startPeriod: number } | null;
  memoryMb: number;
  cpus: number | null;
}

/** Names that would change the docker client or the shell itself, were they exported: they go by the command line. */
const reserved =
  /^(PATH|HOME|PWD|OLDPWD|SHELL|IFS|ENV|UID|EUID|PPID|GROUPS|RANDOM|SECONDS|LINENO|SHLVL|OPT(ARG|IND|ERR)|BASH\w*|SHELLOPTS|POSIXLY_CORRECT|DOCKER_\w+|LD_\w+|LC_\w+|LANG|TMPDIR|XDG_\w+)$/;

/** What `docker run` and `docker create` are told, beside the name, as shell words. */
function optionWords(container: Container, mode: 'keep' | 'once' | 'cron'): string[] {
  const health = container.health;
  return [
    command('--network', container.network),
    ...(mode === 'once'
      ? []
      : [
          command('--network-alias', container.service),
          command('--log-opt', 'max-size=10m', '--log-opt', 'max-file=5')
        ]),
    command('--init', '--security-opt', 'no-new-privileges'),
    command('--memory', `${container.memoryMb}m`),
    ...(container.cpus === null ? [] : [command('--cpus', container.cpus)]),
    command('--label', `hydron.project=${container.project}`),
    ...(mode === 'once' ? [] : [command('--label', `hydron.service=${container.service}`)]),
    ...container.volumes.map((volume) => command('--volume', `${volume.name}:${volume.path}`)),
    ...container.published.map(
      (port) => `--publish ${quoteTemplate(`${port.address}:${port.host}:${port.container}`)}`
    ),
    ...(health === null
      ? []
      : [
          command('--health-cmd', health.test),
          command('--health-interval', `${health.interval}s`, '--health-timeout', `${health.timeout}s`),
          command('--health-retries', health.retries, '--health-start-period', `${health.startPeriod}s`)
        ]),
    ...container.env.map((variable) =>
      reserved.test(variable.name)
        ? `--env ${variable.name}=${quoteTemplate(variable.value)}`
        : command('--env', variable.name)
    )
  ];
}

const environment = (container: Container) => {
  const exported = container.env.filter((variable) => !reserved.test(variable.name));
  return lines(
    'environment() {',
    ...(exported.length === 0
      ? ['  :']
      : exported.map((variable) => `  export ${variable.name}=${quoteTemplate(variable.value)}`)),
    '}'
  );
};

/**
 * Shell text that sets `image`, `options` (what docker is told), `environment` (a function that exports the values) and `config`
 * (a hash over all of it and the image's id). A container labelled with the same `config` is the one that is wanted. Values go by
 * the environment, so that none is in an argument or a file of ours.
 */
export function describe(container: Container, mode: 'keep' | 'once' | 'cron'): string {
  const values = container.env
    .filter((variable) => !reserved.test(variable.name))
    .map((variable) => `"$${variable.name}"`);
  const words = container.words.map(quoteTemplate);
  return lines(
    `image=${quote(container.image)}`,
    array('options', optionWords(container, mode)),
    words.length === 0 ? 'words=()' : `words=(${words.join(' ')})`,
    environment(container),
    `config=$( (environment; printf '%s\\0' "\${options[@]}" "\${words[@]}"${values.length === 0 ? '' : ` ${values.join(' ')}`}; docker image inspect --format '{{.Id}}' "$image" 2>&1 || true) | sha256sum | cut -c -12)`
  );
}

/** The file that names the container which serves for a service now. */
export const currentFile = (project: string, service: string): string => `/srv/hydron/${project}/current/${service}`;

/** Shell text that notes `$name` as the container which serves now, by an atomic rename. */
export function noteCurrent(project: string, service: string): string {
  const path = quote(currentFile(project, service));
  return lines(`install -D /dev/null ${path}.tmp`, `printf %s "$name" > ${path}.tmp`, `mv -f ${path}.tmp ${path}`);
}
