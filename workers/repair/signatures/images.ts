import { imagePathSchema, type Fix } from '../../domain/fix.ts';
import type { Signature } from '../signature.ts';
import { serviceOf, unitOf, type Situation } from '../situation.ts';
import { edit, onFile, remedy, retry } from '../ways.ts';
import { programs } from './programs.ts';

/** The folder of the image that an application may not write to, as its words name it; null for one elsewhere. */
function folderIn(line: string): string | null {
  const called = /EACCES: permission denied, (\w{1,20}) '(\/app\/[^']{1,250})'/.exec(line);
  const file = called?.[2] ?? /Permission denied: '(\/app\/[^']{1,250})'/.exec(line)?.[1];
  if (file === undefined) return null;
  const folder = called?.[1] === 'mkdir' || !/\.\w{1,8}$/.test(file) ? file : file.replace(/\/[^/]*$/, '');
  return imagePathSchema.safeParse(folder).success ? folder : null;
}

/** The script that the start command or the Dockerfile names. */
const scriptIn = (situation: Situation): string | undefined =>
  /[\w./-]{1,200}\.sh\b/.exec(
    `${serviceOf(situation)?.startCommand ?? ''}\n${/^CMD .*$/m.exec(unitOf(situation)?.dockerfile?.text ?? '')?.[0] ?? ''}`
  )?.[0];

/** Hands over the volumes of the unit, or else a folder of its image. */
function writable({ input }: RegExpExecArray, situation: Situation): Fix[] {
  const unit = unitOf(situation);
  if (!unit) return [];
  const folder = folderIn(input);
  return unit.volumes.length > 0
    ? unit.volumes.map(({ name }) => remedy({ name: 'own-volume', volume: name, service: unit.name }))
    : folder === null
      ? []
      : edit(situation, { edit: 'own-folders', paths: [folder] });
}

/** Images that cannot be had, and containers that do not start from the ones that can. */
export const images: Signature[] = [
  {
    id: 'arch_mismatch',
    places: ['server', 'build'],
    pattern:
      /no match(?:ing manifest for \S{1,60} in the| for platform in) manifest|does not match the (?:detected host|specified) pl/i,
    act: 'human',
    cause: "The image is not made for the server's processor.",
    advice: 'Choose a tag that is made for this processor, or a server of the other kind.',
    fixes: () => []
  },
  {
    id: 'image_missing',
    places: ['server', 'build'],
    pattern:
      /manifest (?:for \S{1,300} not found|unknown)|repository does not exist or may require|insufficient_scope|source metadata for \S{1,300}: \S{1,300}: not found/i,
    act: 'human',
    cause: 'The image does not exist or is private.',
    advice: 'Check the name and the tag of the image; give the registry account that it is read with.',
    fixes: () => []
  },
  {
    id: 'exec_format',
    places: ['container', 'build'],
    // The second is what a shell says that was handed such a program to run.
    pattern: /exec format error|Syntax error: word unexpected \(expecting "\)"\)/i,
    act: 'human',
    cause: 'The program is made for another processor.',
    advice: "Build it for the server's processor, or take a server of the other kind.",
    fixes: () => []
  },
  {
    id: 'entry_crlf',
    places: ['container', 'build'],
    pattern:
      /exec "?(\S{1,200}\.sh)"?(?: failed)?: no such file or directory|([\w./-]{1,200}\.sh): (?:line )?\d{1,5}: .{0,200}(?:\\r['":]|Illegal option -$)|\\r'?: (?:command )?not found|Cannot find module '[^']{1,300}\\r'|env: .{1,40}\\r['’]|bad interpreter: No such file/i,
    act: 'auto',
    cause: 'A script has the line endings of Windows, names a shell that the image lacks, or is not in the image.',
    advice: 'Commit the script with Unix line endings; a .gitattributes with "*.sh text eol=lf" keeps them.',
    fixes: (match, situation) => {
      const path = match[1] ?? match[2] ?? scriptIn(situation);
      return path === undefined ? [] : onFile(situation, 'normalise-line-endings', path);
    }
  },
  {
    id: 'entry_not_found',
    places: ['container'],
    pattern:
      /exec: "([^"]{1,200})": executable file not found in \$PATH|\] exec ([\w.+-]{1,100}) failed: No such file or directory/i,
    act: 'auto',
    cause: 'The program that the container starts is not in its image.',
    advice:
      'Check the start command; a tool that is needed to run belongs into the dependencies, not those for development.',
    fixes: (match, situation) => {
      const program = (match[1] ?? match[2])!;
      const name = Object.hasOwn(programs, program) ? programs[program] : undefined;
      return name === undefined
        ? edit(situation, { edit: 'keep-development' })
        : edit(situation, { edit: 'add-packages', stage: 'run', names: [name] });
    }
  },
  {
    id: 'entry_perm',
    places: ['container'],
    pattern:
      /exec:? "?([^"\s]{1,200})"?(?: failed)?: permission denied|sh: (?:line )?\d{1,5}: ([\w./-]{1,200}): Permission denied/i,
    act: 'auto',
    cause: 'The program that the container starts is not executable.',
    advice: 'Make the file executable in the repository (git update-index --chmod=+x).',
    fixes: (match, situation) => onFile(situation, 'make-executable', (match[1] ?? match[2])!)
  },
  {
    id: 'volume_perm',
    places: ['container'],
    pattern:
      /EACCES: permission denied|cannot touch '[^']{1,200}': Permission denied|\[Errno 13\] Permission denied|could not change permissions of directory|mkdir: .{1,200}Permission denied/i,
    act: 'auto',
    cause: 'A folder belongs to another user than the container runs as.',
    advice: 'Give the volume to the user that the image runs as, or keep the files in a volume.',
    fixes: writable
  },
  {
    id: 'unhealthy',
    places: ['container', 'server'],
    pattern: /container \S{1,120} is unhealthy|dependency failed to start|^Health check: unhealthy/i,
    general: true,
    act: 'propose',
    cause: "The container's health check fails.",
    advice: 'Look at what the check runs and whether the image holds it; give a slow start more time.',
    fixes: () => [retry(60)]
  }
];
