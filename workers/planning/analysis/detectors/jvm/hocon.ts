/** One assignment of a HOCON file; a key that is set twice stands twice, in order. */
export interface Assignment {
  key: string;
  value: string;
  offset: number;
}

const key = String.raw`((?:"[^"]*"|[\w-]+)(?:\.(?:"[^"]*"|[\w-]+))*)`;
const opening = new RegExp(String.raw`^${key}\s*[=:]?\s*\{`);
const assigning = new RegExp(String.raw`^${key}\s*(?:\+?=|:)\s*(.*)$`);
const deepest = 40;
const longest = 2000;

/**
 * The assignments of a HOCON file by their whole key. Lines are taken as people write them: a key, an object or a value on each;
 * values that span lines keep their first.
 */
export function readHocon(text: string): Assignment[] {
  const found: Assignment[] = [];
  const open: string[] = [];
  let offset = 0;
  for (const line of text.split('\n')) {
    if (line.length <= longest) takeLine(found, open, line, offset);
    offset += line.length + 1;
    if (open.length > deepest || found.length > 3000) break;
  }
  return found;
}

function takeLine(found: Assignment[], open: string[], line: string, offset: number): void {
  let rest = line.replace(/(^|\s)(?:#|\/\/).*$/, '').trim();
  while (rest !== '') {
    const object = opening.exec(rest);
    const value = object ? null : assigning.exec(rest);
    if (object) {
      open.push(bare(object[1]!));
      rest = rest.slice(object[0].length).trim();
    } else if (value) {
      const end = closing(value[2]!);
      found.push({ key: [...open, bare(value[1]!)].join('.'), value: unquoted(value[2]!.slice(0, end)), offset });
      rest = value[2]!.slice(end).trim();
    } else if (rest.startsWith('}')) {
      open.pop();
      rest = rest.slice(1).trim();
    } else return;
  }
}

const bare = (said: string) => said.replaceAll('"', '');

/** Where a value ends that shares its line with the end of its object. */
function closing(value: string): number {
  if (value.startsWith('"') || value.startsWith('[')) return value.length;
  const brace = value.replace(/\$\{[^}]*\}/g, (whole) => '_'.repeat(whole.length)).search(/[},]/);
  return brace < 0 ? value.length : brace;
}

const unquoted = (value: string) =>
  value
    .trim()
    .replace(/^"(.*)"$/, '$1')
    .replace(/,$/, '');
