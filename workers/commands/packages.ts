import { command } from '../domain/shell.ts';
import { every, lines, type StepText } from './text.ts';

/** Waits for other users of dpkg, never asks, takes no recommendations. */
const apt = 'apt-get -q -y -o DPkg::Lock::Timeout=300 -o APT::Update::Error-Mode=any';

/** A condition: all these packages are installed. */
export const installed = (names: string[]): string =>
  `[ "$(dpkg-query -W -f '\${db:Status-Status}\\n' ${command(...names)} 2>/dev/null | grep -cx installed)" = ${names.length} ]`;

/** Shell text that reads the package lists, again when the network or another reader of them is in the way. */
const update = lines(
  'for try in 1 2 3 4 5 6 7 8; do',
  `  if ${apt} update; then break; fi`,
  '  if [ "$try" = 8 ]; then echo "The package lists cannot be read." >&2; exit 1; fi',
  '  sleep $((try * 2))',
  'done'
);

/** Shell text that installs packages of the distribution; `names` are shell words already. */
export const install = (names: string): string => `${apt} install --no-install-recommends ${names}`;

/** Shell text that reads the package lists unless that was done within the hour. */
export const updateOnce = lines(
  'if [ -z "$(find /var/lib/apt/lists -maxdepth 1 -name "*_*" -mmin -60 -print -quit 2>/dev/null)" ]; then',
  update,
  'fi'
);

/** The tools that later steps use. The one step that reads the package lists; waits for cloud-init, which installs packages too. */
export function packages(names: string[]): StepText {
  return {
    check: installed(names),
    apply: lines(
      'if command -v cloud-init >/dev/null; then cloud-init status --wait >/dev/null || true; fi',
      update,
      install(command(...names))
    ),
    verify: every(installed(names))
  };
}
