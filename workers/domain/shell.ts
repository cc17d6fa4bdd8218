/**
 * The one place that quotes. Whatever comes from a repository, a user or a model becomes shell text here or nowhere.
 *
 * Placeholders stand in the shown text for what is known only when a step runs: `${SECRET:NAME}` is a secret's value,
 * `${SERVER:name}` the address under which the other servers of the plan reach that server. The relay turns both into
 * environment variables of the exec (SECRET_NAME, SERVER_NAME), so neither ever becomes part of the script.
 */

export const secretName = /^[A-Z][A-Z0-9_]{0,99}$/;
const placeholder = /\$\{(SECRET):([A-Z][A-Z0-9_]{0,99})\}|\$\{(SERVER):([a-z0-9][a-z0-9-]{0,39})\}/g;
const plain = /^[A-Za-z0-9_@%+=:,./-]+$/;

/** One shell word that yields exactly `text`. Throws on NUL, which no argument can hold. */
export function quote(text: string): string {
  if (text.includes('\0')) throw new Error('a shell word cannot hold a NUL character');
  return plain.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`;
}

/** A command line of several quoted words. */
export const command = (...words: (string | number)[]): string => words.map((word) => quote(String(word))).join(' ');

/** One shell word from a template: literal parts are quoted, placeholders stay placeholders, inside double quotes. */
export function quoteTemplate(template: string): string {
  const parts: string[] = [];
  let at = 0;
  for (const match of template.matchAll(placeholder)) {
    if (match.index > at) parts.push(quote(template.slice(at, match.index)));
    parts.push(`"${match[0]}"`);
    at = match.index + match[0].length;
  }
  if (at < template.length || parts.length === 0) parts.push(quote(template.slice(at)));
  return parts.join('');
}

/** Names of the secrets that a shell text or a template refers to, without repeats. */
export function secretsIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(placeholder), (match) => match[2]).filter((name) => name !== undefined))];
}

/** Names of the servers that a shell text or a template refers to, without repeats. */
export function serversIn(text: string): string[] {
  return [...new Set(Array.from(text.matchAll(placeholder), (match) => match[4]).filter((name) => name !== undefined))];
}

/** `${SECRET:NAME}`, the way a plan writes a secret. Throws on a name that is no secret name. */
export function secretReference(name: string): string {
  if (!secretName.test(name)) throw new Error(`not a secret's name: ${name}`);
  return `\${SECRET:${name}}`;
}

/**
 * Shell text that writes `content` to `path` (temporary name, mode, rename), the content readable as it will stand in the
 * file. `mode` is octal text such as `0644`. Placeholders in `content` are filled in; a last newline is added if missing.
 */
export function writeFile(path: string, content: string, mode = '0644'): string {
  if (content.includes('\0')) throw new Error('a file written by a step cannot hold a NUL character');
  const target = quote(path);
  return [
    `install -D -m ${quote(mode)} /dev/null ${target}.tmp`,
    `cat > ${target}.tmp ${hereDocument(content.endsWith('\n') ? content : `${content}\n`)}`,
    `mv -f ${target}.tmp ${target}`
  ].join('\n');
}

function hereDocument(content: string): string {
  let end = 'END';
  while (content.split('\n').includes(end)) end += '_';
  if (content.search(placeholder) < 0) return `<<'${end}'\n${content}${end}`;
  let body = '';
  let at = 0;
  const literal = (text: string) => text.replace(/[\\$`]/g, '\\$&');
  for (const match of content.matchAll(placeholder)) {
    body += literal(content.slice(at, match.index)) + match[0];
    at = match.index + match[0].length;
  }
  return `<<${end}\n${body}${literal(content.slice(at))}${end}`;
}
