import type { Reader, SourceFile } from './reader.ts';

/** An element of an XML file. `offset` is where its tag begins; `text` is what stands directly in it. */
export interface XmlElement {
  name: string;
  attributes: Map<string, string>;
  children: XmlElement[];
  text: string;
  offset: number;
}

const deepest = 200;
const tag = /<(\/?)([\w:.-]+)((?:\s+[\w:.-]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y;
const attribute = /([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g;
const entities: Record<string, string> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string) => text.replace(/&(lt|gt|amp|quot|apos);/g, (_, name: string) => entities[name]!);

/**
 * The root element of an XML file with the places of its elements, which no parser of plain values keeps; null with a note
 * where it is not XML. Types are not read and no entity but the five of XML is filled in, so a file cannot grow by being read.
 */
export function readXml(reader: Reader, file: SourceFile | null): XmlElement | null {
  if (!file) return null;
  const root = parseXml(file.text);
  if (!root) reader.note(file.path, 'is not valid XML');
  return root;
}

/** The root element of a text; null where it is not XML. */
export function parseXml(text: string): XmlElement | null {
  const top: XmlElement = { name: '', attributes: new Map(), children: [], text: '', offset: 0 };
  const open = [top];
  let at = 0;
  while (at < text.length) {
    const next = text.indexOf('<', at);
    const until = next < 0 ? text.length : next;
    open.at(-1)!.text += decoded(text.slice(at, until));
    if (next < 0) break;
    const past = skipped(text, next, open.at(-1)!) ?? element(text, next, open);
    if (past === null || open.length > deepest) return null;
    at = past;
  }
  return open.length === 1 ? (top.children[0] ?? null) : null;
}

/** The end of a comment, an instruction or a section of plain text that begins here; null where none does. */
function skipped(text: string, at: number, parent: XmlElement): number | null {
  const forms: [string, string][] = [
    ['<!--', '-->'],
    ['<![CDATA[', ']]>'],
    ['<?', '?>'],
    ['<!', '>']
  ];
  const form = forms.find(([begin]) => text.startsWith(begin, at));
  if (!form) return null;
  const [begin, finish] = form;
  const end = text.indexOf(finish, at + begin.length);
  if (end < 0) return text.length;
  if (begin === '<![CDATA[') parent.text += text.slice(at + begin.length, end);
  return end + finish.length;
}

/** Takes the tag that begins here into the tree, and says where it ends; null where it is none. */
function element(text: string, at: number, open: XmlElement[]): number | null {
  tag.lastIndex = at;
  const match = tag.exec(text);
  if (!match) return null;
  const [, closing, name, attributes, empty] = match;
  if (closing) {
    if (open.length === 1 || open.pop()!.name !== name) return null;
    return tag.lastIndex;
  }
  const found: XmlElement = {
    name: name!,
    attributes: new Map(
      [...attributes!.matchAll(attribute)].map((each) => [each[1]!, decoded(each[2] ?? each[3] ?? '')])
    ),
    children: [],
    text: '',
    offset: at
  };
  open.at(-1)!.children.push(found);
  if (!empty) open.push(found);
  return tag.lastIndex;
}

/** The elements that a path of names leads to, at every step all that fit. */
export const elements = (from: XmlElement | null, ...path: string[]): XmlElement[] =>
  path.reduce<XmlElement[]>(
    (found, name) => found.flatMap((each) => each.children.filter((child) => child.name === name)),
    from ? [from] : []
  );

/** The text of the first element that a path leads to, or null. */
export const textOf = (from: XmlElement | null, ...path: string[]): string | null =>
  elements(from, ...path)[0]?.text.trim() || null;
