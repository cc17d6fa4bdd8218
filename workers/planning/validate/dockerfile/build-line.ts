import { ok, refuse, type Result } from '../../../domain/result.ts';
import { plausibleCommand } from '../commands.ts';

const packages =
  /^(?:(?:DEBIAN_FRONTEND=\w+|env|exec) )*(?:apt-get|apt|apk|dnf|microdnf|yum)(?: [\w@%+=:,./~-]+| "[\w@%+=:,./~-]+")*$/;
const prefix = String.raw`(?:^|[;&|(]) ?(?:(?:env|exec|command|nohup|time|nice|xargs|\w+=\S*|(?:ba|da|z)?sh -\w*c) )*`;

const refused: { pattern: RegExp; because: string }[] = [
  { pattern: /\$\(|`|<\(|\$'|\$\{?IFS/, because: 'it makes up a part of its text while it runs' },
  { pattern: new RegExp(`${prefix}\\$`), because: 'it does not say which program it starts' },
  {
    pattern: /:\/\/(?!(?:[\w.-]*:[\w.-]*@)?(?:localhost|127\.0\.0\.1)(?:[:/ ]|$))/,
    because: 'it names an address to load from'
  },
  { pattern: /\bgit(?: -\S+)* (?:clone|fetch|pull|submodule|remote)\b|git@/, because: 'it loads code from elsewhere' },
  {
    pattern: /--(?:allow-untrusted|allow-unauthenticated|no-check-certificate|trusted-host)\b|--force-yes\b/,
    because: 'it takes packages that nobody vouches for'
  }
];

/**
 * What a RUN does while an image is built: answered as it is, or refused (`command.refused`) with the reason. Packages are
 * installed by their names; everything else is judged like any other command, with and without the quotes that could hide a word.
 */
export function plausibleBuild(command: string): Result<string> {
  for (const text of [command, command.replace(/["'\\]/g, ''), command.replace(/[[\]",]+/g, ' ')]) {
    const line = text.replace(/\s+/g, ' ').trim();
    const found = refused.find(({ pattern }) => pattern.test(line));
    if (found) return refuse('command.refused', found.because);
    const rest = line
      .split(/ ?(?:&&|\|\||;) ?/)
      .filter((part) => !packages.test(part))
      .join(' && ');
    const judged = rest === '' ? ok(rest) : plausibleCommand(rest);
    if (!judged.ok)
      return refuse('command.refused', /because ([^:]+)/.exec(judged.problem.message)?.[1] ?? judged.problem.message);
  }
  return ok(command);
}
