import type { EnvironmentVariable } from '../../../domain/service.ts';
import type { StatedVariable } from '../detector.ts';
import { externalOf, usesExternal } from '../externals.ts';
import { storeOfVariable, storeOfWord } from '../stores.ts';
import { isSwitch } from './values.ts';

/** A variable as it was judged, with what is stated of it. */
export interface Judged {
  variable: EnvironmentVariable;
  stated: StatedVariable[];
}

/** At most so many secrets that a service can do without are offered. */
const offers = 5;

/** So few that an example lists nothing which its author could do without. */
const fewVariables = 20;

/** So few names that all are shown. */
const handful = 6;

/** Set for every service by whoever deploys it. */
const everywhere = new Set(['PORT', 'NODE_ENV']);

const by = (stated: StatedVariable[], ...origins: StatedVariable['origin'][]) =>
  stated.some((each) => origins.includes(each.origin) && each.required !== false);

/** Whether a file that deploys the service sets the variable. */
const isDeployed = (variable: EnvironmentVariable, stated: StatedVariable[]) =>
  by(stated, 'compose', 'platform', 'framework') &&
  (variable.source === 'reference' ||
    isAddressOfStore(variable.name) ||
    (variable.default !== null &&
      variable.default !== ownDefault(stated) &&
      (storeOfVariable(variable.name) === null || leadsInside(variable.default))));

/** Whether a name holds the address of a datastore, which a person may have elsewhere where none is placed. */
const isAddressOfStore = (name: string) => storeOfVariable(name) !== null && /(?:UR[IL]|DSN|HOST)$/.test(name);

/** Whether a value says which kind of database is used, or where the service keeps its own. */
const leadsInside = (value: string) =>
  storeOfWord(value) !== null || /^(?:file|sqlite\w*):|^\/[\w/.-]+\.(?:db|sqlite3?)$/.test(value);

/** Whether the program reads the variable, as far as its code was seen. */
const isRead = (stated: StatedVariable[]) => stated.some((each) => each.origin === 'code' || each.origin === 'schema');

/** The value that the program has of itself, or null. */
const ownDefault = (stated: StatedVariable[]) =>
  stated.find((each) => (each.origin === 'code' || each.origin === 'schema') && each.default !== null)?.default ?? null;

/** Whether only a `.env` that is committed beside the code speaks of it: compose fills its own files from that. */
const isCommitted = (stated: StatedVariable[]) => stated.every((each) => /(?:^|\/)\.env$/.test(each.evidence.path));

/** Whether a variable is for compose alone, as far as is seen: a value in a committed `.env` that nothing else speaks of. */
const isForCompose = ({ source, required }: EnvironmentVariable, stated: StatedVariable[]) =>
  isCommitted(stated) && !required && (source === 'default' || source === 'person');

/** Whether a value that stands changes anything: not where the program has one of its own, or goes on without any. */
function changesAnything({ variable, stated }: Judged, listed: number): boolean {
  if (variable.default === null) return false;
  if (/^(?:file|sqlite\w*):/.test(variable.default) || /^\/[\w/.-]+\.(?:db|sqlite3?)$/.test(variable.default))
    return true;
  const own = ownDefault(stated);
  if (storeOfVariable(variable.name) !== null)
    return storeOfWord(variable.default) !== null && own !== variable.default;
  if (own !== null || stated.some((each) => each.required === false && each.origin !== 'compose')) return false;
  return isRead(stated) || (by(stated, 'example') && !isCommitted(stated) && listed <= fewVariables);
}

/** Whether a reference is a part of a connection that a URL of the same datastore holds already. */
const isHeld = ({ variable, stated }: Judged, all: Judged[]): boolean =>
  ownDefault(stated) === null &&
  !isUrl(variable.name) &&
  all.some(
    (other) =>
      other.variable.source === 'reference' &&
      isUrl(other.variable.name) &&
      storeOfVariable(other.variable.name) === storeOfVariable(variable.name)
  );

const isUrl = (name: string) => /(?:^|_)(?:UR[IL]|DSN)$/.test(name);

/** Whether a variable that can be left out is worth a line: it is filled from what is placed, or keeps something that works today. */
function isUseful(judged: Judged, all: Judged[], listed: number): boolean {
  const { variable, stated } = judged;
  if (variable.required || isDeployed(variable, stated)) return true;
  if (variable.source === 'reference') return (isRead(stated) || by(stated, 'example')) && !isHeld(judged, all);
  if (variable.source === 'generated')
    return isRead(stated) || by(stated, 'example') || /(?:^|_)ADMIN_/.test(variable.name);
  return variable.source === 'default' && changesAnything(judged, listed);
}

/** Whether nothing shows if the program goes without: it is read, and no file says more of it. */
const isOpen = ({ variable, stated }: Judged): boolean =>
  variable.source === 'person' &&
  variable.default === null &&
  isRead(stated) &&
  stated.every((each) => each.required !== false && each.default === null) &&
  externalOf(variable.name) === null &&
  storeOfVariable(variable.name) === null &&
  !isSwitch(variable.name);

/** What a secret of somebody else's is worth to a person: more where its package is there than where an example names it. */
function offered({ variable, stated }: Judged, packages: string[]): number {
  const external = externalOf(variable.name);
  if (variable.source !== 'person' || !variable.secret || storeOfVariable(variable.name) !== null) return 0;
  const listed = by(stated, 'example');
  if (external === null && !listed) return 0;
  return (external !== null && usesExternal(external, packages) ? 4 : 0) + (isRead(stated) ? 2 : 0) + (listed ? 1 : 0);
}

/**
 * The variables that a plan shows: those that are asked for, made up or filled, those that a deployment of the repository's own
 * sets, values that the program has not got of itself, and a few secrets that switch something on; all where there are few. What a
 * program does well without stays in its documents; the variables of external services are named with them.
 */
export function shownOf(all: Judged[], packages: string[]): EnvironmentVariable[] {
  const own = all.filter(({ variable, stated }) => !everywhere.has(variable.name) && !isForCompose(variable, stated));
  if (own.length <= handful) return own.map(({ variable }) => variable);
  const listed = all.filter(({ stated }) => stated.some((each) => each.origin === 'example')).length;
  const open = own.filter(isOpen);
  const useful = own.filter(
    (judged) => isUseful(judged, all, listed) || (open.length <= handful && open.includes(judged))
  );
  const more = own
    .filter((judged) => !useful.includes(judged))
    .map((judged) => ({ judged, worth: offered(judged, packages) }))
    .filter(({ worth }) => worth > 0)
    .sort((a, b) => b.worth - a.worth)
    .slice(0, offers)
    .map(({ judged }) => judged);
  return [...useful, ...more].map(({ variable }) => variable);
}
