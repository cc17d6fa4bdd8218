import type { Analysis } from '../../domain/analysis.ts';
import { isSecret } from '../analysis/env/secret.ts';

/** What stands in the conversation where somebody wrote a secret. */
export const notKept = '[not kept]';

/** Whether a variable's value must not be kept in a plan: as the analysis says, and by its looks. */
export function isSecretVariable(name: string, value: string | null, analysis: Analysis | null): boolean {
  const known = (analysis?.services ?? []).flatMap(({ env }) => env.filter((variable) => variable.name === name));
  if (known.some(({ secret }) => secret) || isSecret('', value) || hidden(value ?? '') !== (value ?? '')) return true;
  return known.length === 0 && isSecret(name.toUpperCase(), value);
}

const assignment =
  /([A-Za-z_][A-Za-z0-9_]{0,99})(?:["'`]?\s{0,9}(?::=|[=:])\s{0,9}|["'`]?\s{1,9}(?:to|is|as|be|with|value)\s{1,9})(?=\S)/g;
const bare = /\b(?:set|use|add|export|put|with)\s{1,9}["'`]?([A-Z][A-Z0-9]{0,49}_[A-Z0-9_]{1,99})["'`]?\s{1,9}(?=\S)/g;
const looks = [
  /-----BEGIN[\s\S]*?(?:-----END[^\n-]*-----|$)/g,
  /\b(?:sk|pk|rk|whsec|ghp|gho|ghs|github_pat|glpat|xox[abps]|AKIA|ASIA|SG|eyJ|hf|npm|dop_v1)[-_.A-Za-z0-9]{12,}/g
];

const hidden = (text: string): string =>
  looks
    .reduce((left, pattern) => left.replace(pattern, notKept), text)
    .replace(/(:\/\/)[^/\s:@]{1,200}:[^@\s/]{1,400}@/g, `$1${notKept}@`);

/**
 * A message without the secrets in it: what follows the name of a secret variable up to the end of its line, and whatever looks like
 * a credential wherever it stands. In doubt more is taken out than was needed.
 */
export const withoutSecrets = (text: string, analysis: Analysis | null): string =>
  hidden(text)
    .split('\n')
    .map((line) => cut(line, analysis))
    .join('\n');

function cut(line: string, analysis: Analysis | null): string {
  for (const pattern of [assignment, bare])
    for (const match of line.matchAll(pattern)) {
      const value = line.slice(match.index + match[0].length);
      if (value !== '' && isSecretVariable(match[1]!, null, analysis))
        return `${line.slice(0, line.length - value.length)}${notKept}`;
    }
  return line;
}
