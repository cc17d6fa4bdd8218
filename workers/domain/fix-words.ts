import type { Author } from './artifact.ts';
import type { DockerfileEdit, Fix, Remedy } from './fix.ts';

const list = (words: string[]): string =>
  words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

const seconds = (count: number) => (count % 60 === 0 && count >= 60 ? `${count / 60} min` : `${count} s`);

const stages = { build: 'to the build stage', run: 'to the last stage', both: 'to all stages' } as const;

function describeEdit(edit: DockerfileEdit): string {
  switch (edit.edit) {
    case 'add-packages':
      return `adding ${list(edit.names)} ${stages[edit.stage]}`;
    case 'set-env':
      return `setting ${edit.name}=${edit.value}`;
    case 'set-arg':
      return `giving the build argument ${edit.name} a value`;
    case 'base-image':
      return `building on ${edit.image}:${edit.tag}`;
    case 'install-command':
      return `installing with ${edit.to}`;
    case 'skip-script':
      return `leaving out the script ${edit.script}, which does not exist,`;
    case 'normalise-line-endings':
      return `giving ${list(edit.paths)} Unix line endings`;
    case 'make-executable':
      return `making ${list(edit.paths)} executable`;
    case 'own-folders':
      return `letting the application write to ${list(edit.paths)}`;
    case 'stand-in':
      return `letting a made-up value stand in for ${edit.name} while the image is built`;
    case 'keep-development':
      return 'keeping packages that are listed for development';
    case 'update-corepack':
      return 'installing a current corepack';
    case 'python-packages':
      return `adding the Python package${edit.names.length > 1 ? 's' : ''} ${list(edit.names)}`;
  }
}

const remedies: Record<Exclude<Remedy['name'], 'set-source-aside'>, string> = {
  'wait-for-apt': 'waiting until other package installations are over',
  'finish-dpkg': 'finishing the interrupted package installation',
  'refresh-package-lists': 'reading the package lists anew',
  'reinstall-archive-keys': "installing the distribution's signing keys anew",
  'remove-conflicting-engine': 'removing container packages that get in the way of each other',
  'free-disk': 'clearing build cache, unused images and old logs; volumes are kept',
  'sync-clock': 'setting the clock from the network',
  'restart-resolver': 'restarting name resolution',
  'prefer-ipv4': 'preferring IPv4',
  'restart-docker': 'restarting the Docker engine',
  'prune-networks': 'removing unused Docker networks',
  'create-network': "creating the project's network",
  'raise-inotify': 'raising the limit of watched files',
  'allow-overcommit': 'letting the kernel overcommit memory',
  'raise-map-count': 'raising the limit of memory maps',
  'switch-web-server-off': 'switching off the web server that came with the system',
  'own-volume': 'handing the volume to the user that the container runs as',
  'remove-container': 'removing a stopped container of an earlier attempt',
  'await-datastore': 'waiting until the datastore answers',
  'align-password': "setting the datastore's password to the current secret",
  'create-database': 'creating the missing database',
  'release-again': 'running the release command again'
};

const describeRemedy = (remedy: Remedy): string =>
  remedy.name === 'set-source-aside'
    ? `setting the package source ${remedy.host} aside`
    : remedy.name === 'own-volume'
      ? `handing the volume ${remedy.volume} to the user that ${remedy.service} runs as`
      : remedy.name === 'remove-container'
        ? `removing the stopped container ${remedy.container}`
        : remedies[remedy.name];

/** What a fix does, as part of a sentence: `adding libpq-dev to the build stage of api's Dockerfile`. */
export function describeFix(fix: Fix): string {
  switch (fix.kind) {
    case 'retry':
      return fix.seconds === 0 ? 'trying again' : `trying again after ${seconds(fix.seconds)}`;
    case 'packages':
      return `installing ${list(fix.names)} on the server`;
    case 'dockerfile': {
      const edits = fix.edits.map(describeEdit);
      const last = fix.edits.at(-1)?.edit === 'add-packages' ? 'of' : 'in';
      return `${list(edits)} ${last} ${fix.service}'s Dockerfile`;
    }
    case 'variable':
      return `setting ${fix.name}=${fix.value} for ${fix.service}`;
    case 'memory':
      return `letting ${fix.service} use ${fix.megabytes} MB of memory`;
    case 'swap':
      return `adding swap space, ${fix.megabytes} MB in all`;
    case 'parallelism':
      return `building with ${fix.jobs === 1 ? 'one job' : `${fix.jobs} jobs`} at a time`;
    case 'free-port':
      return `removing our container that holds port ${fix.port}`;
    case 'mirror':
      return fix.of === 'apt'
        ? `switching to the distribution's ${fix.choice === 'main' ? 'own package mirror' : 'second package mirror'}`
        : 'pulling images through another mirror';
    case 'remedy':
      return describeRemedy(fix.remedy);
    case 'ask':
      return `asking: ${fix.question}`;
    case 'script':
      return `running a script: ${fix.title}`;
    case 'give-up':
      return `giving up: ${fix.reason}`;
  }
}

/** What a fix does, with a word of it when a model thought of it. */
export const titleOfFix = ({ author, title }: { author: Author; title: string }): string =>
  author === 'model' ? `AI: ${title}` : title;
