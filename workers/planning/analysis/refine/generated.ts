import type { Service } from '../../../domain/service.ts';
import { ok, refuse, type Result } from '../../../domain/result.ts';
import { soundDockerfile } from '../../validate/dockerfile.ts';
import { commandLine } from '../dockerfile-writer/layout.ts';

/**
 * What a corrected field means for a Dockerfile that Hydron wrote: its text with the change, so that what is shown stays what is built.
 * A repository's own Dockerfile is never touched; its text is null here, as is that of a ready image.
 */
const textOf = ({ dockerfile }: Service): string | null =>
  dockerfile?.origin === 'generated' ? dockerfile.text : null;

/** The text with another start command, or null where there is none to change. */
export function withStart(service: Service, command: string | null): Result<string | null> {
  const text = textOf(service);
  if (text === null) return ok(null);
  if (command === null) return refuse('refine.command', 'its Dockerfile needs a command to start');
  return ok(text.replace(/^CMD .*$(?![\s\S]*^CMD )/m, () => commandLine(command)));
}

/** The text with another build command. */
export function withBuild(service: Service, command: string | null): Result<string | null> {
  const text = textOf(service);
  if (text === null) return ok(null);
  const before = service.buildCommand;
  if (before === null || command === null || !text.includes(before))
    return refuse('refine.command', 'its Dockerfile builds in another way; correct the Dockerfile itself');
  const changed = text.replaceAll(before, () => command);
  const sound = soundDockerfile(changed, text);
  return sound.ok ? sound : refuse('refine.command', sound.problem.message);
}

/** The text on images of another version of the language. Go builds on its newest release whatever the module says. */
export const withRuntime = (service: Service, version: string): string | null =>
  textOf(service)?.replace(
    /^(FROM (?:node|python|oven\/bun|ruby|php):)\d[\d.]*/gm,
    (_, image: string) => image + version
  ) ?? null;

/** The text that listens on another port. */
export const withPort = (service: Service, port: number): string | null =>
  service.port === null
    ? textOf(service)
    : (textOf(service)?.replace(
        new RegExp(`^(EXPOSE |ENV (?:.* )?PORT=)${service.port}(?!\\d)`, 'gm'),
        (_, before: string) => before + String(port)
      ) ?? null);
