import type { Bodies, Stage } from '../../domain/artifact.ts';
import type { Json } from '../../domain/json.ts';
import { changesBetween } from '../../domain/patch.ts';
import type { Finding } from './finding.ts';

/** What a person wrote of their own: the message that is answered, and all that they wrote before it. */
export interface Spoken {
  now: string;
  ever: string;
}

/**
 * What is to be said against an edit that a model makes in a person's name, beyond what the validators say: the person has to have
 * spoken of what costs more, and of every address that was in no plan before. Else a text that the model read may have asked for it.
 */
export function unspoken<S extends Stage>(stage: S, before: Bodies[S], after: Bodies[S], spoken: Spoken): Finding[] {
  return [
    ...(stage === 'infrastructure'
      ? dearer(before as Bodies['infrastructure'], after as Bodies['infrastructure'], spoken)
      : []),
    ...strangers(before, after, spoken)
  ];
}

/** Words of servers and money, and words that agree to what was asked before. */
const ofServers =
  /\b(?:servers?|serv(?:eur|idor)e?s?|machines?|tiers?|regions?|region|région|memory|speicher|mémoire|memoria|ram|cpus?|vcpus?|cores?|kerne?|disks?|storage|gb|bigger|larger|largest|smaller|stronger|faster|upgrade|grö(?:ß|ss)er\w*|plus grande?|más grande|own|split|separate|apart|eigen\w*|price|cost|budget|pay|cheap\w*|expensive)\b|[€$£]/iu;
const agreeing =
  /^\s*(?:yes|yep|yeah|sure|ok(?:ay)?|do (?:it|that|so)|go ahead|please do|agreed|ja|gern\w*|oui|d'accord|sí|si|sim)\b/iu;

function dearer(before: Bodies['infrastructure'], after: Bodies['infrastructure'], { now }: Spoken): Finding[] {
  const totals = (['totalMonthly', 'totalSetup'] as const).filter((total) => after[total] > before[total]);
  if (totals.length === 0 || ofServers.test(now) || agreeing.test(now)) return [];
  const message = 'It makes the plan dearer, and the person did not speak of servers or money. Ask them first.';
  return [{ code: 'price.unasked', path: `/${totals[0]}`, message, severity: 'needs-person' }];
}

/** Words that could be a host or lead to one: behind a scheme, with a last part of letters, or four numbers. */
const address = /\/\/[^\s/?#'"]+|(?<![\w.@/-])(?:[a-z0-9_-]+\.)+[a-z]{2,24}(?![\w.(-])|\b\d{1,3}(?:\.\d{1,3}){3}\b/gi;
const host = (found: string) =>
  found
    .replace(/^\/\/(?:.*@)?/, '')
    .replace(/:\d{1,5}$/, '')
    .toLowerCase();
/** Names of containers and of the machine itself, which lead nowhere else; a number alone is an address. */
const inner = /^(?:(?!\d+$|0x)[a-z0-9_-]+|127\.0\.0\.1|0\.0\.0\.0|)$/;

function strangers(before: unknown, after: unknown, { ever }: Spoken): Finding[] {
  const said = `${JSON.stringify(before)}\n${ever}`.toLowerCase();
  return changesBetween(before, after).flatMap(({ path, after: value }) => {
    const found = textsIn(value).flatMap((text) => text.match(address) ?? []);
    const stranger = found.map(host).find((each) => !inner.test(each) && !said.includes(each));
    if (stranger === undefined || !carriesAddress.test(path)) return [];
    const message = `${stranger.slice(0, 80)} is in no plan, and the person did not name it. Ask them first.`;
    return [{ code: 'address.unasked', path, message, severity: 'needs-person' as const }];
  });
}

/** Where an address leads somewhere once the plan runs; Dockerfiles and commands have judges of their own. */
const carriesAddress = /\/(?:default|value|hostname|subnet)$|\/env(?:\/|$)/;

function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}
