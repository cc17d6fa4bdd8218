import type { BuildFacts, Written } from '../detector.ts';
import { aptInstall, commandLine, dockerfile, ignoreText } from './layout.ts';

/** What the Dockerfile of a script is written from; `scripts` is the text whose commands the image must hold. */
export interface ShellBuild {
  folder: string;
  interpreter: 'sh' | 'bash' | 'zsh';
  scripts: string;
}

/** Commands that a slim Debian lacks, with the package that brings each. */
const packages: [RegExp, string][] = [
  [/\bcurl\b/, 'curl'],
  [/\bwget\b/, 'wget'],
  [/\bhttps:\/\//, 'ca-certificates'],
  [/\bjq\b/, 'jq'],
  [/\bgit\b/, 'git'],
  [/\bcowsay\b/, 'cowsay'],
  [/\b(?:nc|netcat)\b/, 'netcat-openbsd'],
  [/\bncat\b/, 'ncat'],
  [/\bsocat\b/, 'socat'],
  [/\bpython3?\b/, 'python3'],
  [/\bnginx\b/, 'nginx-light'],
  [/\brsync\b/, 'rsync'],
  [/\bffmpeg\b/, 'ffmpeg'],
  [/\bpsql\b|\bpg_dump\b/, 'postgresql-client'],
  [/\bredis-cli\b/, 'redis-tools'],
  [/\bmysql(?:dump)?\b/, 'default-mysql-client'],
  [/\bsqlite3\b/, 'sqlite3'],
  [/\bunzip\b/, 'unzip'],
  [/\benvsubst\b/, 'gettext-base'],
  [/\bopenssl\b/, 'openssl'],
  [/\bps\b|\bpgrep\b/, 'procps']
];

/** A script on a slim Debian with the packages of the commands that it names. */
export function writeShell(build: ShellBuild, facts: BuildFacts): Written {
  const spoken = build.scripts.replace(/^[ \t]*#.*$/gm, '');
  const needed = packages.filter(([command]) => command.test(spoken)).map(([, name]) => name);
  return {
    text: dockerfile([
      'FROM debian:13-slim',
      aptInstall([...(build.interpreter === 'zsh' ? ['zsh'] : []), ...needed]),
      'RUN useradd --uid 10001 --create-home app && mkdir /app && chown app:app /app',
      'WORKDIR /app',
      'COPY --chown=app:app . .',
      facts.process.kind === 'web' ? `ENV PATH=/usr/games:$PATH PORT=${facts.port}` : 'ENV PATH=/usr/games:$PATH',
      'USER app',
      facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
      commandLine(facts.process.command ?? `${build.interpreter} start.sh`)
    ]),
    ignore: ignoreText('tmp'),
    context: build.folder
  };
}
