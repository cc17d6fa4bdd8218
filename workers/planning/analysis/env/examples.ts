import type { StatedVariable } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import type { SourceFile } from '../reading/reader.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import { depthOf, folderOf, nameOf } from '../reading/paths.ts';

const word = '(?:examples?|sample|template|tmpl|tpl|dist|defaults?|schema)';

/** Every way in which a file of variables to copy is named: `.env.example`, `.env.production.sample`, `example.env`, `env.dist` … */
const exampleName = new RegExp(
  String.raw`^\.?(?:env|environment|env\.?vars|envrc)(?:[._-][\w-]+)*[._-]${word}(?:\.[\w-]+)?$|^\.?${word}[._-]?\.?env(?:\.[\w-]+)?$|^[\w-]*\.env(?:\.[\w-]+)*[._-]${word}$`,
  'i'
);
const committedName = /^\.env(?:\.production|\.prod|\.docker|\.defaults?)?$/;

/** An example that lists all there is to set: what stands in no shorter one can be left out. */
const complete = /complete|full|all\b|advanced|extended/i;

/** Examples for tests, editors and other people's platforms. */
const foreign = /(?:^|[._-])(?:tests?|testing|ci|e2e|devcontainer|cypress|playwright|vagrant)(?:[._-]|$)|docker-dev/i;

/** The files of a folder that show which variables to set; a committed `.env` counts where there is no example. */
export function exampleFiles(tree: Tree, folder: string): string[] {
  const examples = tree.named(folder, exampleName).filter((path) => !foreign.test(nameOf(path)));
  const committed = tree.named(folder, committedName);
  return (examples.length > 0 ? examples.sort((a, b) => order(a) - order(b)) : committed).slice(0, 3);
}

/** Plain names first: `.env.example` before `.env.production.example`, and the short list before the complete one. */
const order = (path: string) =>
  (complete.test(nameOf(path)) || /prod/i.test(nameOf(path)) ? 1 : 0) + nameOf(path).length / 1000;

/** Example files that lie in folders of the deployment, such as `docker/`, for repositories that have none beside the code. */
export const distantExamples = (tree: Tree): string[] =>
  tree.files
    .filter((path) => exampleName.test(nameOf(path)) && !foreign.test(path) && !isAside(folderOf(path)))
    .filter((path) => depthOf(folderOf(path)) <= 3)
    .slice(0, 2);

const line = /^\s*(#+\s*|;\s*|\/\/\s*)?(?:export\s+|set\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*(=|:(?!\/\/)(?=\s|$))\s*(.*)$/;
const optional =
  /\boptional(?:ly)?\b|\bonly (?:needed|necessary|required|used|if|when)\b|\bnot (?:required|necessary|needed)\b|\bif you (?:want|need|plan|like)\b|\bleave (?:it )?(?:blank|empty)\b|\buncomment\b/i;
const required = /(?:^|[^\w])(?:required|mandatory|must be set|must set)\b/i;
const conditional = /\b(?:not|if|when|for|only|unless|except|by default)\b/i;
const minted =
  /openssl rand|\bgenerated?\b|random(?:ly)?[ -](?:string|secret|key|value|bytes|generated|chars)|uuidgen|key:generate|rails secret|crypto\.random|\bpwgen\b/i;
const rule = /^[^\p{L}\p{N}]*$/u;

/**
 * The variables of a file of `NAME=value` lines. The comment above or behind a line describes it, and says of the lines that
 * follow without a gap whether they can be left out; a line that is itself a comment is a variable that may be left out.
 */
export function parseEnvFile(file: SourceFile, origin: StatedVariable['origin'] = 'example'): StatedVariable[] {
  const found = new Map<string, StatedVariable & { commented: boolean }>();
  let comment: string[] = [];
  let spared = false;
  const whole = complete.test(nameOf(file.path));
  let offset = 0;
  for (const text of file.text.split('\n')) {
    const match = line.exec(text);
    const commented = match?.[1] !== undefined;
    if (match && (!commented || (match[3] === '=' && isVariable(match[2]!, match[4]!)))) {
      const { value, note } = split(match[4]!);
      const describes = note || comment.join(' ');
      if (comment.length > 0) spared = optional.test(comment.join(' '));
      if (found.get(match[2]!)?.commented ?? true)
        found.set(match[2]!, {
          commented,
          name: match[2]!,
          default: value === '' ? null : value.slice(0, 4000),
          required: whole || commented || spared || optional.test(note) ? false : insists(describes) ? true : null,
          buildTime: false,
          generated: minted.test(`${describes} ${value}`),
          describes: describes.slice(0, 300),
          origin,
          evidence: evidenceAt(file, offset, commented ? 0.6 : 0.9)
        });
      comment = [];
    } else if (/^\s*(?:#|\/\/|;)/.test(text)) {
      const said = text.replace(/^\s*(?:#|\/\/|;)+\s*/, '').trim();
      if (!rule.test(said)) comment = [...comment, said].slice(-3);
    } else {
      spared = false;
      comment = [];
    }
    offset += text.length + 1;
  }
  return [...found.values()].slice(0, 400).map(({ commented: _, ...stated }) => stated);
}

/** Whether a line of comment is a variable rather than a sentence with a colon or an equals sign in it. */
const isVariable = (name: string, value: string) => /^[A-Z][A-Z0-9_]+$/.test(name) && !/\s\S+\s\S+\s\S+/.test(value);

const insists = (describes: string) => required.test(describes) && !conditional.test(describes);

function split(raw: string): { value: string; note: string } {
  const quoted = /^(["'`])([^\n]*?)\1\s*(?:#\s*(.*))?$/.exec(raw.trim());
  if (quoted) return { value: quoted[2]!, note: quoted[3]?.trim() ?? '' };
  const hash = raw.search(/(?:^|\s)#/);
  return hash < 0
    ? { value: raw.trim(), note: '' }
    : {
        value: raw.slice(0, hash).trim(),
        note: raw
          .slice(hash)
          .replace(/^\s*#+\s*/, '')
          .trim()
      };
}
