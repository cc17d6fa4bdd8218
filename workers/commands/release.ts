import { quote } from '../domain/shell.ts';
import { describe, type Container } from './container.ts';
import { lines, type StepText } from './text.ts';

/** Runs a command once in a service's image with its environment, such as migrations, whenever image, command or values changed. */
export function runOnce(container: Container): StepText {
  const mark = `/var/lib/hydron/releases/${container.project}-${container.service}`;
  const done = `[ "$(cat ${quote(mark)} 2>/dev/null)" = "$config" ]`;
  const settings = lines(
    describe(container, 'once'),
    `name=${quote(`${container.project}-${container.service}-release`)}`
  );
  return {
    check: lines(settings, done),
    apply: lines(
      settings,
      'docker rm --force "$name" >/dev/null 2>&1 || true',
      '(environment; exec docker run --rm --name "$name" --entrypoint /bin/sh "${options[@]}" "$image" -c "${words[0]}")',
      `mkdir -p "$(dirname ${quote(mark)})"`,
      `printf %s "$config" > ${quote(mark)}`
    ),
    verify: lines(settings, done)
  };
}
