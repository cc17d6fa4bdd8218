import type { Found } from './redact.ts';
import { findPrivateKeys } from './private-keys.ts';

/**
 * A form of secret: a pattern whose first group is the secret, or all of it where there is none. Text is hostile, so each
 * pattern either begins with fixed characters and counts how far it looks, or begins where no such run goes on before it:
 * otherwise a long line would be read once for each of its characters.
 */
interface Form {
  name: string;
  pattern: RegExp;
  /** Says whether what stands in the group is one: placeholders and plain words are not. */
  counts?: (secret: string) => boolean;
}

const stringOf = (value: string): boolean => !isPlaceholder(value);

const tokens: [name: string, pattern: RegExp][] = [
  ['Anthropic key', /sk-ant-[\w-]{16,300}/dg],
  ['OpenAI key', /\bsk-(?:proj-|svcacct-|admin-)?[A-Za-z0-9_-]{20,300}/dg],
  ['GitHub token', /gh[pousr]_[A-Za-z0-9]{30,255}|github_pat_\w{22,255}/dg],
  ['GitLab token', /gl(?:pat|dt|rt|cbt|ptt|ft|soat|agent)-[\w-]{20,300}/dg],
  ['Slack token', /xox[abeoprs]-[\w-]{10,300}|xapp-[\w-]{10,300}/dg],
  ['Slack webhook', /hooks\.slack\.com\/(?:services|workflows)\/([\w/-]{20,200})/dg],
  ['Stripe key', /(?:[sr]k_(?:live|test)|whsec)_[A-Za-z0-9+/=]{16,300}/dg],
  ['AWS key', /\b(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}\b/dg],
  ['Google key', /AIza[\w-]{35}|GOCSPX-[\w-]{20,60}|\bya29\.[\w-]{20,512}/dg],
  ['npm token', /\bnpm_[A-Za-z0-9]{30,60}/dg],
  ['PyPI token', /\bpypi-[\w-]{50,512}/dg],
  ['Hugging Face token', /\bhf_[A-Za-z0-9]{30,60}/dg],
  ['DigitalOcean token', /\bdo[opr]_v1_[a-f0-9]{64}/dg],
  ['SendGrid key', /\bSG\.[\w-]{16,40}\.[\w-]{30,60}/dg],
  ['age key', /AGE-SECRET-KEY-1[A-Z0-9]{58}/dg],
  ['JWT', /(?<![\w-])eyJ[\w-]{8,8000}\.eyJ[\w-]{8,8000}\.[\w-]{8,8000}/dg]
];

const forms: Form[] = [
  ...tokens.map(([name, pattern]) => ({ name, pattern })),
  {
    name: 'Authorization header',
    pattern:
      /authorization["']?\s{0,4}[:=]\s{0,4}["'`]?(?:(?:basic|bearer|token|digest|apikey)\s{1,4})?([^\s"'`,;<>]{8,4096})/dgi,
    counts: stringOf
  },
  { name: 'bearer token', pattern: /\bbearer\s{1,4}([\w.~+/=-]{20,4096})/dgi, counts: (value) => looksRandom(value) },
  {
    name: 'password in a URL',
    pattern: /(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{1,30}:\/\/[^\s:@/"'`<>]{0,128}:([^\s@/"'`<>]{1,256})@/dgi,
    counts: stringOf
  },
  {
    name: 'password in a connection string',
    pattern: /(?:;\s{0,4}(?:password|pwd|accountkey|sharedaccesskey)\s{0,4}=\s{0,4})([^\s;"'`<>]{1,512})/dgi,
    counts: stringOf
  },
  {
    name: 'password in a connection string',
    pattern:
      /\bhost=[^\s"'`]{1,128}(?:[ \t]{1,4}\w{1,30}=[^\s"'`]{1,128}){0,6}?[ \t]{1,4}password=([^\s"'`;]{1,256})/dgi,
    counts: stringOf
  },
  {
    name: 'npm password',
    pattern: /_(?:authToken|auth|password)\s{0,4}=\s{0,4}["']?([^\s"'`]{8,512})/dg,
    counts: stringOf
  },
  {
    name: 'password',
    pattern: /\bmachine\s{1,4}\S{1,128}\s{1,4}login\s{1,4}\S{1,128}\s{1,4}password\s{1,4}(\S{1,256})/dgi
  },
  {
    name: 'value',
    pattern:
      /(?:pass(?:word|wd|phrase)|pwd|secret|token|api[_-]?key|access[_-]?key|private[_-]?key|encryption[_-]?key|credential|auth)[\w-]{0,30}["'`\]]{0,2}[ \t]{0,8}(?:=>|:=|[:=])[ \t]{0,8}["'`]?([^\s"'`,;&<>(){}]{12,1024})(?![(\w])/dgi,
    counts: (value) => looksRandom(value)
  }
];

/** What has the form of a secret in a text, in no order. */
export function findForms(text: string): Found[] {
  return [...findPrivateKeys(text), ...forms.flatMap((form) => findForm(text, form))];
}

function findForm(text: string, { name, pattern, counts }: Form): Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(pattern)) {
    const group = match[1] === undefined ? 0 : 1;
    const [start, end] = match.indices![group]!;
    if (!counts || counts(match[group]!)) found.push({ start, end, name });
  }
  return found;
}

/** What stands where a secret belongs without being one: `${NAME}`, `$NAME`, `<password>`, `{{ name }}`, `%s`, `***`. */
const isPlaceholder = (value: string): boolean =>
  /^(?:[$<{%]|\[secret |\*+$|x+$|\.{3}|your|change|example|process\.|os\.|env\b)/i.test(value);

/** Whether a value is more likely made by a machine than a word, a path, a name in code or a version. */
function looksRandom(value: string): boolean {
  if (isPlaceholder(value) || /^[./~@^]|:\/\//.test(value)) return false;
  if (/^[A-Za-z_$][\w$]*(?:[.[][\w$'\]]+)+$/.test(value) || /^[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+$/.test(value)) return false;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && entropyOf(value) >= 3;
}

/** Shannon's entropy of the characters, in bits for each. */
function entropyOf(value: string): number {
  const counts = new Map<string, number>();
  for (const character of value) counts.set(character, (counts.get(character) ?? 0) + 1);
  let bits = 0;
  for (const count of counts.values()) bits -= (count / value.length) * Math.log2(count / value.length);
  return bits;
}
