import type { StatedVariable } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';

const attribute = String.raw`#\[(?:arg|clap|structopt)\((?<attributes>(?:[^()[\]]|\([^()]*\)|\[[^\][]*\])*)\)\]`;
const field = new RegExp(
  String.raw`(?<comment>(?:^[ \t]*///[^\n]*\n){0,12})^[ \t]*${attribute}\s*(?:#\[[^\]\n]*\]\s*)*(?:pub(?:\([\w:]+\))?\s+)?(?<field>\w+)\s*:\s*(?<type>[^,\n]+)`,
  'gm'
);

/** Arguments of clap that a variable can stand for: `#[arg(long, env = "NAME", default_value = "x")]`. */
export function argumentFields(file: SourceFile): StatedVariable[] {
  if (!/\b(?:clap|structopt)\b/.test(file.text)) return [];
  return [...file.text.matchAll(field)].flatMap((match): StatedVariable[] => {
    const { attributes = '', field: name = '', type = '', comment = '' } = match.groups ?? {};
    const env = /(?:^|[,\s])env(?:\s*=\s*"([A-Za-z_]\w*)")?(?=\s*(?:,|$))/.exec(attributes);
    if (!env) return [];
    const value = /\bdefault_value(?:_t)?\s*=\s*(?:"([^"\n]*)"|([\w.-]+))/.exec(attributes);
    const soft =
      value !== null || /\bdefault_(?:values?|missing)/.test(attributes) || /^(?:Option|Vec)\b|^bool\b/.test(type);
    return [
      {
        ...bare(file, match.index + match[0].indexOf('#['), env[1] ?? name.toUpperCase()),
        default: value?.[1] ?? value?.[2] ?? null,
        required: !soft,
        describes: comment
          .replace(/^[ \t]*\/\/\/[ \t]?/gm, '')
          .trim()
          .split('\n')[0]!
          .slice(0, 200)
      }
    ];
  });
}

/** Fields of a struct that envy or figment fill from the environment, with the prefix that the code gives. */
export function settingsStructs(file: SourceFile): StatedVariable[] {
  const found: StatedVariable[] = [];
  const calls =
    /envy::(?:from_env|prefixed\(\s*"(?<prefix>\w+)"\s*\)\s*\.from_env)(?:::<(?<type>\w+)>)?|Env::prefixed\(\s*"(?<figment>\w+)"/g;
  for (const call of file.text.matchAll(calls)) {
    const { prefix, figment, type } = call.groups ?? {};
    const block = structIn(file.text, type ?? null);
    if (block) found.push(...fieldsOf(file, block, prefix ?? figment ?? '', figment !== undefined));
  }
  return found;
}

/** The body of a struct by its name, or of the one that is made of settings where no name is given. */
function structIn(text: string, name: string | null): { body: string; offset: number } | null {
  const match = new RegExp(`\\bstruct\\s+(?:${name ?? '\\w*(?:Config|Settings|Env)\\w*'})\\s*\\{([^{}]*)\\}`).exec(
    text
  );
  return match ? { body: match[1]!, offset: match.index + match[0].indexOf('{') + 1 } : null;
}

function fieldsOf(
  file: SourceFile,
  { body, offset }: { body: string; offset: number },
  prefix: string,
  layered: boolean
): StatedVariable[] {
  return [...body.matchAll(/((?:#\[[^\]\n]*\]\s*)*)(?:pub(?:\([\w:]+\))?\s+)?\b(\w+)\s*:\s*([^,\n]+)/g)].map(
    (match) => ({
      ...bare(file, offset + match.index, `${prefix}${match[2]}`.toUpperCase()),
      required: !layered && !/\bdefault\b/.test(match[1]!) && !/^Option\b/.test(match[3]!)
    })
  );
}

const bare = (file: SourceFile, offset: number, name: string): StatedVariable => ({
  name,
  default: null,
  required: null,
  buildTime: false,
  generated: false,
  describes: '',
  origin: 'schema',
  evidence: evidenceAt(file, offset, 0.9)
});
