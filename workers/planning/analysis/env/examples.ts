import type { StatedVariable } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import type { SourceFile } from '../reading/reader.ts';
import type { Tree } from '../reading/tree.ts';

const exampleName =
  /^(?:\.?env|\.env\.[\w-]+|\.?environment|\.?env\.?vars)[._-](?:example|sample|template|dist|defaults?|tpl|tmpl|schema)(?:\.[\w-]+)?$|^(?:example|sample|template|default)[._-]?\.?env$|^\.env\.(?:[\w-]+\.)?(?:example|sample|template|dist)$|^(?:env|\.env)(?:\.[\w-]+)?\.(?:example|sample)$/i;

/** The files of a folder that show which variables to set; a committed `.env` counts where there is no example. */
export function exampleFiles(tree: Tree, folder: string): string[] {
  const examples = tree
    .named(folder, exampleName)
    .filter((path) => !/test|ci\b|docker-dev|devcontainer/i.test(path.slice(folder.length)));
  const committed = tree.named(folder, /^\.env(?:\.production|\.prod|\.docker|\.defaults?)?$/);
  const order = (path: string) => (/prod/i.test(path) ? 1 : 0) + path.length / 1000;
  return (examples.length > 0 ? examples.sort((a, b) => order(a) - order(b)) : committed).slice(0, 3);
}

/**
 * The variables of a file of `NAME=value` lines. The comment above a line describes it; a line that is itself a comment is
 * a variable that may be left out.
 */
export function parseEnvFile(file: SourceFile, origin: StatedVariable['origin'] = 'example'): StatedVariable[] {
  const found: StatedVariable[] = [];
  const seen = new Set<string>();
  let comment: string[] = [];
  let offset = 0;
  for (const line of file.text.split('\n')) {
    const match = /^\s*(#+\s*)?(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*[=:](?!\/\/)\s*(.*)$/.exec(line);
    const commented = match?.[1] !== undefined;
    if (match && (!commented || (/^[A-Z][A-Z0-9_]+$/.test(match[2]!) && !/\s\S+\s\S+\s\S+/.test(match[3]!)))) {
      const { value, note } = split(match[3]!);
      const describes = note || comment.join(' ');
      if (!seen.has(match[2]!))
        found.push({
          name: match[2]!,
          default: value === '' ? null : value.slice(0, 4000),
          required: commented || /\boptional\b/i.test(describes) ? false : null,
          buildTime: false,
          generated: /openssl rand|generate|random (?:string|secret|key)/i.test(`${describes} ${value}`),
          describes: describes.slice(0, 300),
          origin,
          evidence: evidenceAt(file, offset, commented ? 0.6 : 0.9)
        });
      seen.add(match[2]!);
      comment = [];
    } else if (/^\s*#/.test(line))
      comment = [...comment, line.replace(/^\s*#+\s*/, '').trim()]
        .filter((each) => each !== '' && !/^[-=*#\s]+$/.test(each))
        .slice(-3);
    else comment = [];
    offset += line.length + 1;
  }
  return found.slice(0, 300);
}

function split(raw: string): { value: string; note: string } {
  const quoted = /^(["'`])(.*?)\1\s*(?:#\s*(.*))?$/.exec(raw.trim());
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
