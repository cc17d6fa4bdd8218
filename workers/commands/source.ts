import { quote } from '../domain/shell.ts';
import { digest, every, lines, type StepText } from './text.ts';

/**
 * The checkout on the server, with the plan's own files laid over it. The files are sent by the relay before `apply` runs; what is
 * left is to see that they are there and to remove the checkouts of older runs.
 */
export function source(folder: string, overlays: { path: string; text: string }[]): StepText {
  const there = every(
    `[ -d ${quote(folder)} ]`,
    ...overlays.map(
      (file) => `echo ${quote(`${digest(file.text)}  ${folder}/${file.path}`)} | sha256sum --check --status`
    )
  );
  const parent = folder.replace(/\/[^/]+$/, '');
  return {
    check: there,
    apply: lines(
      `touch ${quote(folder)}`,
      `cd ${quote(parent)}`,
      `ls -1dt -- */ | tail -n +4 | xargs -r -d '\\n' rm -rf --`
    ),
    verify: every(there, `du -sh ${quote(folder)}`)
  };
}
