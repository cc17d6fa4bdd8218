import type { StatedVariable } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import type { SourceFile } from '../reading/reader.ts';
import type { Tree } from '../reading/tree.ts';

const telling =
  /^(?:docs?|documentation|website\/docs|docs\/docs)\/(?:[\w-]+\/){0,2}[\w.-]*(?:config|environment|env-?var|self-?host|docker|deploy|install|setup|production)[\w.-]*\.(?:md|mdx|rst|adoc|txt)$/i;

/** The documents of a repository that are likely to name its variables: its README, then a few of its guides. */
export function documentsOf(tree: Tree, folder: string): string[] {
  const own = tree.named(
    folder,
    /^(?:readme|configuration|config|install|self-?hosting|deploy(?:ment)?)\.(?:md|mdx|rst|adoc|txt)$/i
  );
  const guides =
    folder === '.'
      ? tree.files.filter(
          (path) =>
            telling.test(path) && !/(?:^|\/)(?:[a-z]{2}(?:-[A-Z]{2})?|i18n|versioned_docs|versions?)\//.test(path)
        )
      : [];
  return [...own, ...guides.sort((a, b) => rank(a) - rank(b))].slice(0, 3);
}

const rank = (path: string) => (/env|config/i.test(path) ? 0 : /docker|host/i.test(path) ? 1 : 2) + path.length / 1000;

const name = String.raw`[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+`;
const row = new RegExp(String.raw`^\s*\|?\s*(?:\[?\x60|<code>|\*\*)?(${name})(?:\x60|</code>|\*\*)?[^|\n]*\|(.*)$`);
const item = new RegExp(
  String.raw`^\s*(?:[-*+]|\d+\.)\s+(?:\*\*)?\x60(${name})(?:=[^\x60]*)?\x60(?:\*\*)?(?:\s*[/,]\s*\x60(${name})\x60)?(.*)$`
);
const passed = new RegExp(String.raw`(?:^|\s)(?:-e|--env)[ =]["']?(${name})=([^\s"'\\]*)`, 'g');
const exported = new RegExp(String.raw`^\s*(?:export\s+|set\s+)?(${name})=(.*)$`);
const told = new RegExp(
  String.raw`(?:\b[Ss]et|\b[Pp]rovide|\b[Cc]onfigure|\b[Ss]pecify|\b[Dd]efine)\b[^\x60\n]{0,60}\x60(${name})\x60|\x60(${name})\x60[^\x60\n]{0,20}environment variable`,
  'g'
);
const lenient = /\boptional|less common|might also|may also|advanced|additional|\bif you\b|other settings|instead/i;
const insists = /(?:^|[^\w-])(?:required|mandatory|must (?:be )?set)\b/i;
const doubts = /\bnot required|\brequired (?:if|when|for|only|by)|\bif\b[^.|]*required|optional/i;

/**
 * The variables that a document names in a table, in a list, in the commands it gives or in a sentence that says to set them.
 * A row that says `required` makes one required, a section or a sentence before a list that says `optional` makes its names so.
 */
export function variablesInDocument(file: SourceFile): StatedVariable[] {
  const found = new Map<string, StatedVariable>();
  let [section, lead, head, fenced, offset] = ['', '', [] as string[], false, 0];
  const add = (variable: string | undefined, value: string, says: string, required: boolean | null, at: number) => {
    if (variable === undefined || found.has(variable) || found.size >= 200) return;
    const soft = lenient.test(section) || lenient.test(lead);
    found.set(variable, {
      name: variable,
      default: null,
      required: required ?? (soft ? false : null),
      buildTime: false,
      generated: false,
      describes: plain(says).slice(0, 300),
      origin: 'docs',
      evidence: evidenceAt(file, at, 0.6)
    });
  };
  for (const text of file.text.split('\n').slice(0, 3000)) {
    const at = offset;
    offset += text.length + 1;
    if (/^\s*(?:```|~~~)/.test(text)) {
      fenced = !fenced;
      continue;
    }
    if (text.length > 1000) continue;
    for (const match of text.matchAll(passed)) add(match[1], match[2]!, '', null, at);
    if (fenced) {
      const match = exported.exec(text);
      if (match) add(match[1], match[2]!, '', null, at);
      continue;
    }
    if (/^#{1,6}\s/.test(text)) [section, lead, head] = [text, '', []];
    else if (/^\s*\|/.test(text) && head.length === 0) head = cells(text);
    const cell = row.exec(text);
    const listed = item.exec(text);
    if (cell) add(cell[1], '', cell[2]!, requirementOf(text, head), at);
    else if (listed) {
      const required =
        insists.test(listed[3]!) && !doubts.test(listed[3]!)
          ? true
          : /default|optional/i.test(listed[3]!)
            ? false
            : null;
      for (const each of [listed[1], listed[2]]) add(each, '', listed[3]!, required, at);
    } else {
      for (const match of text.matchAll(told)) add(match[1] ?? match[2], '', '', null, at);
      if (/\S/.test(text) && !/^\s*\|/.test(text)) lead = text;
      if (!/^\s*\|/.test(text)) head = [];
    }
  }
  return [...found.values()];
}

const cells = (text: string): string[] =>
  text
    .trim()
    .replace(/^\|/, '')
    .replace(/\|$/, '')
    .split('|')
    .map((cell) => cell.trim());

/** What a row of a table says of whether its variable must be set: in a column of that name, else in words. */
function requirementOf(text: string, head: string[]): boolean | null {
  const column = head.findIndex((cell) => /^\W*(?:required|mandatory|optional)\b/i.test(cell));
  const value = column >= 0 ? (cells(text)[column] ?? '') : '';
  if (/^\W*(?:yes|true|required|y|✅|✔|✓|x|☑|mandatory|\*)/iu.test(value)) return !/optional/i.test(head[column]!);
  if (column >= 0) return false;
  return insists.test(text) && !doubts.test(text) ? true : /\boptional|\bdefault/i.test(text) ? false : null;
}

const plain = (text: string) =>
  text
    .split('|')
    .map((cell) =>
      cell
        .replace(/[`*_<>[\]]/g, ' ')
        .replace(/\s+/g, ' ')
        .trim()
    )
    .filter((cell) => !/^(?:yes|no|required|optional|string|number|boolean|true|false|-|\W*)$/i.test(cell))
    .sort((a, b) => b.length - a.length)[0]
    ?.replace(/^[-–—:\s]+/, '') ?? '';
