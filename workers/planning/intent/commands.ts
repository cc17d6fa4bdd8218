import type { Patch } from '../../domain/artifact.ts';
import type { Service } from '../../domain/service.ts';
import { withCommand } from './dockerfiles.ts';
import { withoutSecrets } from './secret-values.ts';
import { askWhich, services } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { clauseOf, unquoted, type Clause } from './words.ts';

const health = [
  /^(?:(?:set|change|make|use|put) )?(?:(.{1,80}?) )?health(?: ?-?checks?)?(?: (?:path|url|endpoint|route))?(?: (?:of|for|in) (.{1,80}?))?(?: (?:is|to|at|=|on|be|with|:))?(?: at)? (\/\S{0,199})$/,
  /^(?:use|check) (\/\S{0,199}) (?:as|for) (?:(.{1,80}?) )?health(?: ?-?checks?)?(?: (?:path|url|endpoint))?(?: (?:of|for|in) (.{1,80}))?$/
];

/** The path that tells whether a service is alive. */
export function healthWish(clause: Clause, plans: Plans): Outcome | null {
  const match = health.map((form) => form.exec(clause.plain)).find((found) => found !== null);
  if (!match) return null;
  const parts = match.slice(1).filter((part) => part !== undefined);
  const phrase = parts.find((part) => !part.startsWith('/'));
  const path = /(?:^|[\s`"'“])(\/[^\s`"'”,;]*)/.exec(clause.raw)?.[1]?.replace(/[.!?]+$/, '');
  if (!path) return null;
  return forService(
    phrase,
    plans,
    (service) => ({
      says: `${service.name} is alive when ${path} answers.`,
      patch: [set(`/services/${service.name}/health`, path)]
    }),
    (name) => `health check of ${name} is ${path}`
  );
}

const start = [
  /^(?:start|run|launch|boot)\s{1,9}(?:the\s{1,9})?(.{1,80}?)\s{1,9}(?:with|using|by|via)\s{1,9}(?:the\s{1,9}command\s{1,9})?(\S.{0,1999})$/is,
  /^(?:(?:set|change|make|use)\s{1,9})?(?:the\s{1,9})?(?:start|run)[ -]?(?:command|script|cmd)\s{1,9}(?:of|for|in)\s{1,9}(?:the\s{1,9})?(.{1,80}?)\s{1,9}(?:to|is|=|be|as)\s{1,9}(\S.{0,1999})$/is,
  /^(?:(?:set|change|make|use)\s{1,9})?(?:the\s{1,9})?()(?:start|run)[ -]?(?:command|script|cmd)\s{1,9}(?:to|is|=|be|as)\s{1,9}(\S.{0,1999})$/is,
  /^()start\s{1,9}with\s{1,9}(\S.{0,1999})$/is
];

/** The command that starts a service. */
export function startWish(clause: Clause, plans: Plans): Outcome | null {
  const match = start.map((form) => form.exec(clause.raw)).find((found) => found !== null);
  if (!match) return null;
  const [, typed = '', text = ''] = match;
  const command = unquoted(text);
  if (withoutSecrets(command, plans.analysis) !== command)
    return tell(
      'That command holds a secret, so it is not kept. Let the program read it from a variable, and give the variable on the Services card.'
    );
  const phrase = typed === '' ? undefined : clauseOf(typed).plain;
  return forService(
    phrase,
    plans,
    (service) => startWith(service, command),
    (name) => `start ${name} with \`${command.slice(0, 300)}\``
  );
}

interface Change {
  says: string;
  patch: Patch;
}

function forService(
  phrase: string | undefined,
  plans: Plans,
  make: (service: Service) => Change,
  command: (name: string) => string
): Outcome | null {
  const found = phrase ? services(phrase, plans, command) : null;
  if (phrase && !found) return null;
  if (found?.asks) return found.asks;
  const deployed = plans.analysis.services.filter(({ acceptance }) => acceptance !== 'rejected');
  const names = found?.names ?? deployed.map(({ name }) => name);
  if (!found && names.length > 1) return askWhich('Which service:', names, command);
  const chosen = plans.analysis.services.filter(({ name }) => names.includes(name));
  if (chosen.length === 0) return tell('No service is left to change.');
  const changes = chosen.map(make);
  const patch = changes.flatMap((each) => each.patch);
  const says = changes.map((each) => each.says).join(' ');
  return patch.length === 0 ? tell(says) : change(says, { analysis: patch });
}

function startWith(service: Service, command: string): Change {
  const at = `/services/${service.name}`;
  if (service.kind === 'static' && service.dockerfile?.origin === 'generated')
    return {
      says: `${service.name} is a static site: a web server serves its files and nothing is started.`,
      patch: []
    };
  const { dockerfile } = service;
  const text = dockerfile?.origin === 'generated' ? withCommand(dockerfile.text, command) : null;
  const patch: Patch = [
    set(`${at}/startCommand`, command),
    ...(Object.hasOwn(service.evidence, 'startCommand')
      ? [{ op: 'remove', path: `${at}/evidence/startCommand` } as const]
      : []),
    ...(text === null ? [] : [set(`${at}/dockerfile/text`, text)])
  ];
  return { says: `${service.name} now starts with \`${command.slice(0, 200)}\`.`, patch };
}
