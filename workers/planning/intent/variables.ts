import type { Patch } from '../../domain/artifact.ts';
import type { Service } from '../../domain/service.ts';
import { isSecretVariable } from './secret-values.ts';
import { listen } from './ports.ts';
import { askWhich, named } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { clauseOf, listed, unquoted, type Clause } from './words.ts';

const lead = /^(?:(?:please|can you|could you|and|then|also|now)\s{1,9}){0,3}/i;
const assigned =
  /^(?:(?:set|change|define|add|export|put|make|use|with)\s{1,9})?(?:the\s{1,9})?(?:(?:env(?:ironment)?\s{1,9})?(?:variable|var|env)\s{1,9})?[`"']?([A-Za-z_][A-Za-z0-9_]{0,199})[`"']?\s{0,9}(?::=|=)\s{0,9}(\S.{0,4000})$/is;
const told =
  /^(?:set|change|define|make|put|switch)\s{1,9}(?:the\s{1,9})?(?:(?:env(?:ironment)?\s{1,9})?(?:variable|var|env|value\s{1,9}of)\s{1,9})?[`"']?([A-Za-z_][A-Za-z0-9_]{0,199})[`"']?(?:\s{1,9}(?:for|in|of|on)\s{1,9}([\w -]{1,80}?))?\s{1,9}(?:to|as|be)\s{1,9}(\S.{0,4000})$/is;
const cleared =
  /^(?:unset|clear|remove|delete|drop)\s{1,9}(?:the\s{1,9})?(?:value\s{1,9}of\s{1,9})?(?:(?:env(?:ironment)?\s{1,9})?(?:variable|var|env)\s{1,9})?[`"']?([A-Z][A-Z0-9_]{1,199})[`"']?$/;
const target = /^(.{0,4000}\S)\s{1,9}(?:for|in|on|of)\s{1,9}(?:the\s{1,9})?([\w][\w, -]{0,80})$/is;

/** A value for a variable of the services. Secrets are never kept: the answer says where they are given. */
export function variableWish(clause: Clause, plans: Plans): Outcome | null {
  const raw = clause.raw.replace(lead, '').replace(/[,;]+$/, '');
  const gone = cleared.exec(raw);
  if (gone && readers(gone[1]!, plans).length > 0) return unsetValue(gone[1]!, plans);
  const equals = assigned.exec(raw);
  if (equals) return assign(equals[1]!, equals[2]!, undefined, plans);
  const words = told.exec(raw);
  if (!words) return null;
  const [, name = '', unit, value = ''] = words;
  const isVariable = readers(name, plans).length > 0 || /^[A-Z][A-Z0-9_]+$/.test(name);
  return isVariable ? assign(name, value, unit, plans) : null;
}

const readers = (name: string, { analysis }: Plans): Service[] =>
  analysis.services.filter(
    ({ env, acceptance }) => acceptance !== 'rejected' && env.some((variable) => variable.name === name)
  );

function assign(name: string, typed: string, unit: string | undefined, plans: Plans): Outcome | null {
  const { value, phrase } =
    unit === undefined ? valueAndTarget(typed, plans) : { value: unquoted(typed), phrase: unit };
  if (isSecretVariable(name, value, plans.analysis)) return tell(secretAnswer(name));
  const found = phrase === null ? null : named(clauseOf(phrase).plain, plans, 'service');
  if (phrase !== null && !found) return null;
  const deployed = plans.analysis.services.filter(({ acceptance }) => acceptance !== 'rejected');
  const reading = readers(name, plans);
  const chosen = found?.units
    ? plans.analysis.services.filter((service) => found.units.some((each) => each.name === service.name))
    : reading.length > 0
      ? reading
      : deployed;
  const unclear = found?.unclear ?? (phrase === null && reading.length === 0 && deployed.length > 1 ? deployed : null);
  if (unclear)
    return askWhich(
      `No service reads ${name} yet. Which one gets it:`,
      unclear.map((each) => each.name),
      (each) => `set ${name} to \`${value.slice(0, 200)}\` for ${each}`
    );
  if (name === 'PORT' && /^\d{1,9}$/.test(value))
    return listen(listed(chosen.map((each) => each.name)), Number(value), plans);
  if (chosen.length === 0) return tell('No service is left to give it to.');
  return change(
    `${name} is ${value.length > 120 ? `${value.slice(0, 120)}…` : value} for ${listed(chosen.map((each) => each.name))}.`,
    {
      analysis: chosen.flatMap((service) => patchFor(service, name, value))
    }
  );
}

/** A typed value, and the service that is named behind it. */
function valueAndTarget(typed: string, plans: Plans): { value: string; phrase: string | null } {
  const match = target.exec(typed.trim());
  const names = match && named(clauseOf(match[2]!).plain, plans, 'service') !== null;
  return match && names ? { value: unquoted(match[1]!), phrase: match[2]! } : { value: unquoted(typed), phrase: null };
}

export const secretAnswer = (name: string): string =>
  `${name} is a secret, so its value is kept neither in the plan nor in this conversation. Give it on the Services card or under Settings, where it is encrypted, or with --env ${name}=… when you deploy from the terminal.`;

function patchFor(service: Service, name: string, value: string): Patch {
  const at = `/services/${service.name}/env/${name}`;
  if (service.env.some((variable) => variable.name === name))
    return [set(`${at}/source`, 'person'), set(`${at}/default`, value)];
  const added = {
    name,
    secret: false,
    default: value,
    source: 'person',
    required: false,
    buildTime: false,
    describes: 'Added by hand',
    evidence: {}
  };
  return [{ op: 'add', path: at, value: added }];
}

const unsetValue = (name: string, plans: Plans): Outcome =>
  change(`${name} has no value any more in ${listed(readers(name, plans).map((service) => service.name))}.`, {
    analysis: readers(name, plans).map((service) => set(`/services/${service.name}/env/${name}/default`, null))
  });
