import type { StatedVariable } from '../detector.ts';

const placeholder =
  /^(?:<.*>|\[.*\]|\{.*\}|x{3,}|\*+|\.\.\.|-+|your|my[-_ ]|change|replace|insert|enter|todo|fixme|secret|password|passw0rd|pass|sk_test|pk_test|sk-|pk_|re_|example|sample|dummy|fake|mock|fill|put|set[-_ ]|add[-_ ]|some|xxx|test$|null$|nil$|undefined$|none$|false$|paste|generate|super[-_ ]?(?:duper|secret)|n\/a|tbd|abc|foo|bar|demo$|user(?:name)?$|admin@|root@|noreply@|no-reply@)|your[-_ ]|change[-_ ]?(?:me|this|it)|changeme|\bexample\.(?:com|org|net|edu)|\.example\b|@example|placeholder|-here$|_here$|<[^>]+>|xxxx|not[-_]?secret|insecure|domain\.(?:tld|com)|(?:my|your)(?:domain|site|app|company)|@localhost|fixme|[-_]goes[-_]here/i;

/** Whether a value only shows where one belongs. */
export const isPlaceholder = (value: string | null): boolean =>
  value === null || value.trim() === '' || (placeholder.test(value.trim()) && !/^false$/i.test(value.trim()));

/** Whether a line of compose hands a variable on without insisting on it: `${NAME}` rather than `${NAME:?}`. */
const isHandedOn = ({ origin, evidence }: StatedVariable) =>
  origin === 'compose' && !/\$\{\w+:?\?/.test(evidence.excerpt);

/** Whether a name is that of a switch, which is off where nobody turns it on. */
export const isSwitch = (name: string) =>
  /(?:^|_)(?:ENABLE|DISABLE|USE|ALLOW|SKIP|HIDE|SHOW)_|_(?:ENABLED|DISABLED)$/.test(name);

/** Whether any file insists on the variable (true), shows that it can be left out (false), or neither. */
export function isNeeded(stated: StatedVariable[]): boolean | null {
  const says = (required: boolean, ...origins: StatedVariable['origin'][]) =>
    stated.some((each) => each.required === required && origins.includes(each.origin));
  if (says(true, 'schema', 'framework')) return true;
  if (says(false, 'schema')) return false;
  const deployed = stated.filter(
    ({ origin, required }) => required === true && (origin === 'compose' || origin === 'platform')
  );
  if (deployed.some((each) => each.origin === 'compose' && !isHandedOn(each))) return true;
  const spared = says(false, 'example', 'docs') || stated.some(({ name }) => isSwitch(name));
  const without = stated.some((each) => each.origin === 'code' && each.required === false && each.default === null);
  if (deployed.length > 0) return !(spared || without || hasOwnDefault(stated));
  if (says(false, 'code', 'framework') || stated.some((each) => each.default !== null && each.origin !== 'example'))
    return false;
  if (says(true, 'code', 'example', 'docs')) return true;
  return says(false, 'example', 'compose', 'platform', 'docs') ? false : null;
}

const weight: Record<StatedVariable['origin'], number> = {
  framework: 6,
  platform: 5,
  compose: 4,
  schema: 3,
  code: 2,
  example: 1,
  docs: 0
};

/** The value that stands where nobody sets one: what a platform, a schema or the code falls back to, else what an example shows. */
export function defaultOf(stated: StatedVariable[]): string | null {
  const ordered = [...stated].sort((a, b) => weight[b.origin] - weight[a.origin]);
  return ordered.find((each) => each.default !== null && each.default !== '')?.default ?? null;
}

/** Whether the program itself has a value where nobody sets one. */
export const hasOwnDefault = (stated: StatedVariable[]): boolean =>
  stated.some((each) => (each.origin === 'schema' || each.origin === 'code') && !isPlaceholder(each.default));

/** Whether a file lists the variable among those to set: a line of an example that is neither a comment nor optional, or compose. */
export const isListed = (stated: StatedVariable[]): boolean =>
  stated.some((each) => (each.origin === 'example' || each.origin === 'compose') && each.required !== false);

/** The evidence that is worth most. */
export const bestEvidence = (stated: StatedVariable[]): StatedVariable['evidence'] =>
  [...stated].sort((a, b) => b.evidence.confidence - a.evidence.confidence)[0]!.evidence;
