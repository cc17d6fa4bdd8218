import { readYaml, record, type Raw } from '../../reading/formats.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** A YAML file that Rails renders first, as an object: `<%= %>` stands for the fallback that it names, other code for nothing. */
export const renderedYaml = (reader: Reader, file: SourceFile): Record<string, Raw> =>
  record(readYaml(reader, { path: file.path, text: rendered(file.text) })[0]);

function rendered(text: string): string {
  let result = '';
  let at = 0;
  for (let start = text.indexOf('<%'); start >= 0; start = text.indexOf('<%', at)) {
    const end = text.indexOf('%>', start);
    if (end < 0) break;
    result += text.slice(at, start);
    if (text[start + 2] === '=') result += fallbackIn(text.slice(start + 3, end));
    at = end + 2;
  }
  return result + text.slice(at);
}

/** The last literal of an expression such as `ENV.fetch("DB_ADAPTER", "sqlite3")`, where it is not the variable's name. */
function fallbackIn(code: string): string {
  const literals = [...code.matchAll(/["']([\w.:/@-]*)["']/g)].map((match) => match[1]!);
  const last = literals.length > 1 ? literals.at(-1)! : '';
  return last === last.toUpperCase() && /[A-Z]/.test(last) ? '' : last;
}
