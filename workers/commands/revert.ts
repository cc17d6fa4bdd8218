import { quote, writeFile } from '../domain/shell.ts';
import { lines } from './text.ts';

/**
 * A change that can lock everybody out is undone by a timer unless its verification, which comes over a fresh connection,
 * disarms it. `name` is a unit name's part, `script` bash that restores what was before, `seconds` how long it waits.
 */
export const arm = (name: string, script: string, seconds = 180): string =>
  lines(
    disarm(name),
    writeFile(`/var/lib/hydron/revert-${name}`, `#!/bin/bash\n${script}\n`, '0700'),
    `systemd-run -q --unit=hydron-revert-${quote(name)} --on-active=${seconds} --timer-property=AccuracySec=1s /var/lib/hydron/revert-${quote(name)}`
  );

export const disarm = (name: string): string =>
  `{ systemctl stop hydron-revert-${quote(name)}.timer 2>/dev/null || true; systemctl reset-failed hydron-revert-${quote(name)}.service 2>/dev/null || true; }`;

/** A condition: no revert waits, so that what is in place stays. */
export const settled = (name: string): string => `! systemctl is-active -q hydron-revert-${quote(name)}.timer`;
