import type { StatedVariable } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import type { SourceFile } from '../reading/reader.ts';

/** One way in which a language reads its environment. Groups of the pattern: `name`, and `value` for a literal default. */
interface Form {
  files: RegExp;
  pattern: RegExp;
  /** What the form says when no default follows: true where the program stops without it. */
  required: boolean | null;
  buildTime?: boolean;
  origin?: StatedVariable['origin'];
}

const js = /\.(?:[cm]?[jt]sx?|vue|svelte|astro)$/;
const literal = String.raw`(?:'(?<single>[^'\n]*)'|"(?<double>[^"\n]*)"|\x60(?<back>[^\x60$\n]*)\x60|(?<plain>\d+|true|false|True|False))`;
const name = String.raw`(?<name>[A-Z][A-Z0-9_]*)`;
const quoted = String.raw`['"\x60]${name}['"\x60]`;

const forms: Form[] = [
  {
    files: js,
    pattern: new RegExp(
      String.raw`(?:process\.env|Bun\.env|\benv)(?:\.|\[['"\x60])${name}(?:['"\x60]\])?(?<bang>!)?(?:\s*\)?\s*(?:\|\||\?\?)\s*\(?(?:${literal}|(?<other>\S)))?`,
      'g'
    ),
    required: null
  },
  {
    files: js,
    pattern: new RegExp(String.raw`import\.meta\.env\.${name}(?:\s*(?:\|\||\?\?)\s*${literal})?`, 'g'),
    required: null,
    buildTime: true
  },
  {
    files: js,
    pattern: new RegExp(
      String.raw`\b(?:Deno\.env\.get|requireEnv|requiredEnv|mustEnv|getRequiredEnv|getOrThrow(?:<[^>]*>)?)\(\s*${quoted}`,
      'g'
    ),
    required: true
  },
  {
    files: js,
    pattern: new RegExp(
      String.raw`\b(?:getEnv|getenv|envOr|readEnv|env|config(?:Service)?\.get(?:<[^>]*>)?)\(\s*${quoted}(?:\s*,\s*${literal})?`,
      'g'
    ),
    required: null
  },
  {
    files: /\.py$/,
    pattern: new RegExp(String.raw`\bos\.environ\[\s*${quoted}\s*\](?!\s*=[^=])`, 'g'),
    required: true
  },
  {
    files: /\.py$/,
    pattern: new RegExp(
      String.raw`(?<![\w.])(?:os\.)?(?:environ\.get|getenv)\(\s*${quoted}(?:\s*,\s*(?:default\s*=\s*)?(?:${literal}|(?<other>[^\s)])))?`,
      'g'
    ),
    required: null
  },
  {
    files: /\.py$/,
    pattern: new RegExp(
      String.raw`(?<![\w.])(?:env|config|environ|get_env|env_config)(?:\.(?:str|bool|int|float|list|tuple|url|db|db_url|cache|cache_url|email_url|json|dict|path|get|get_value|dj_db_url))?\(\s*${quoted}(?:\s*,\s*(?:(?:default|cast)\s*=\s*)?(?:${literal}|(?<other>[^\s)])))?`,
      'g'
    ),
    required: true
  },
  {
    files: /\.go$/,
    pattern: new RegExp(
      String.raw`\b(?:os\.(?:Getenv|LookupEnv)|viper\.(?:BindEnv|GetString|GetInt|GetBool)|env\.(?:Get|String|Int|Bool))\(\s*${quoted}`,
      'g'
    ),
    required: null
  },
  {
    files: /\.go$/,
    pattern: new RegExp(
      String.raw`\b(?:getEnv|GetEnv|getenv|envOr|EnvOr|env|getEnvOrDefault|GetEnvOrDefault|lookupEnv|envString|getEnvString)\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)])))?`,
      'g'
    ),
    required: null
  },
  {
    files: /\.go$/,
    pattern: new RegExp(
      String.raw`\b(?:env|envconfig):"${name}(?<flags>(?:,\w+)*)"(?:[^\x60\n]*?\b(?:envDefault|default):"(?<double>[^"]*)")?`,
      'g'
    ),
    required: null,
    origin: 'schema'
  },
  {
    files: /\.rb$|Rakefile$|config\.ru$/,
    pattern: new RegExp(
      String.raw`\bENV\.fetch\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)]))|\s*\)\s*(?<block>\{|do))?`,
      'g'
    ),
    required: true
  },
  {
    files: /\.rb$|\.yml$|Rakefile$|config\.ru$/,
    pattern: new RegExp(String.raw`\bENV\[\s*${quoted}\s*\](?:\s*\|\|\s*(?:${literal}|(?<other>\S)))?`, 'g'),
    required: null
  },
  {
    files: /\.php$/,
    pattern: new RegExp(String.raw`\b(?:env|getenv)\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)])))?`, 'g'),
    required: null
  },
  {
    files: /\.(?:java|kt|scala|groovy)$/,
    pattern: new RegExp(String.raw`\bSystem\.getenv\(\s*${quoted}`, 'g'),
    required: null
  },
  {
    files: /(?:application|bootstrap)[\w-]*\.(?:ya?ml|properties|conf)$/,
    pattern: new RegExp(String.raw`\$\{\??${name}(?::(?<bare>[^}\n]*))?\}`, 'g'),
    required: null
  },
  {
    files: /\.rs$/,
    pattern: new RegExp(
      String.raw`\benv::var(?:_os)?\(\s*${quoted}\s*\)(?:\s*\.(?:unwrap_or(?:_else)?|unwrap_or_default)\((?:\|_\|\s*)?(?:${literal})?)?`,
      'g'
    ),
    required: null
  },
  {
    files: /\.cs$/,
    pattern: new RegExp(String.raw`\bGetEnvironmentVariable\(\s*${quoted}\s*\)(?:\s*\?\?\s*${literal})?`, 'g'),
    required: null
  },
  { files: /\.exs?$/, pattern: new RegExp(String.raw`\bSystem\.fetch_env!\(\s*${quoted}`, 'g'), required: true },
  {
    files: /\.exs?$/,
    pattern: new RegExp(
      String.raw`\bSystem\.get_env\(\s*${quoted}(?:\s*,\s*${literal})?(?:\s*\)?\s*\|\|\s*(?:\n\s*)?(?<other>raise)?)?`,
      'g'
    ),
    required: null
  },
  { files: /schema\.prisma$|\.prisma$/, pattern: new RegExp(String.raw`\benv\("${name}"\)`, 'g'), required: true },
  { files: /\.(?:cr)$/, pattern: new RegExp(String.raw`\bENV\[\s*${quoted}\s*\](?<other>\?)?`, 'g'), required: null },
  {
    files: /\.swift$/,
    pattern: new RegExp(
      String.raw`\bEnvironment\.get\(\s*${quoted}\s*\)(?:\s*(?:\?\?|\.flatMap\([^)]*\)\s*\?\?)\s*(?:${literal}|(?<other>\S)))?`,
      'g'
    ),
    required: null
  }
];

/** The variables that a file of code reads, each with its literal default where one stands beside it. */
export function variablesInCode(file: SourceFile): StatedVariable[] {
  const found = forms
    .filter((form) => form.files.test(file.path))
    .flatMap((form) => [...file.text.matchAll(form.pattern)].map((match) => stated(file, form, match)));
  return [...found, ...destructured(file), ...pydanticFields(file), ...schemaMembers(file)]
    .filter((each) => each.name.length > 1)
    .slice(0, 400);
}

function stated(file: SourceFile, form: Form, match: RegExpMatchArray): StatedVariable {
  const groups = match.groups ?? {};
  const value = groups.single ?? groups.double ?? groups.back ?? groups.plain ?? groups.bare ?? null;
  const flagged = /,required|,notEmpty/.test(groups.flags ?? '');
  const softened =
    value !== null || (groups.other !== undefined && groups.other !== 'raise') || groups.block !== undefined;
  const insists = form.required === true && !(file.path.endsWith('.py') && isConditional(file.text, match));
  const required =
    flagged || groups.bang === '!' || groups.other === 'raise' ? true : softened ? false : insists ? true : null;
  return {
    name: groups.name!,
    default: value === '' ? null : value,
    required,
    buildTime: form.buildTime ?? false,
    generated: false,
    describes: '',
    origin: form.origin ?? 'code',
    evidence: evidenceAt(file, match.index!, 0.85)
  };
}

/** Whether Python code reads a variable only under a condition: below an `if` or `try`, or where it looks whether it is there. */
function isConditional(text: string, match: RegExpMatchArray): boolean {
  const before = text.slice(Math.max(0, match.index! - 4000), match.index).split('\n');
  let depth = /^\s*/.exec(before.pop() ?? '')![0].length;
  for (const line of before.reverse()) {
    const indent = /^\s*/.exec(line)![0].length;
    if (depth === 0) break;
    if (line.trim() === '' || indent >= depth) continue;
    if (/^\s*(?:if|elif|else|try|except)\b/.test(line)) return true;
    depth = indent;
  }
  return new RegExp(`["']${match.groups!.name}["']\\s+(?:not\\s+)?in\\s+(?:os\\.)?(?:environ|env)\\b`).test(text);
}

/** `const { A, B = 'x' } = process.env`. */
function destructured(file: SourceFile): StatedVariable[] {
  if (!js.test(file.path)) return [];
  return [...file.text.matchAll(/\{([^{}]*)\}\s*=\s*(?:process\.env|import\.meta\.env|Bun\.env)\b/g)].flatMap((match) =>
    [...match[1]!.matchAll(/\b([A-Z][A-Z0-9_]+)\b(?:\s*:\s*\w+)?(?:\s*=\s*(?:'([^'\n]*)'|"([^"\n]*)"|(\d+)))?/g)].map(
      (member): StatedVariable => {
        const value = member[2] ?? member[3] ?? member[4] ?? null;
        return {
          name: member[1]!,
          default: value,
          required: value === null ? null : false,
          buildTime: false,
          generated: false,
          describes: '',
          origin: 'code',
          evidence: evidenceAt(file, match.index, 0.85)
        };
      }
    )
  );
}

/** Fields of pydantic settings: an annotation without a value must be set. */
function pydanticFields(file: SourceFile): StatedVariable[] {
  if (!file.path.endsWith('.py')) return [];
  const found: StatedVariable[] = [];
  for (const block of file.text.matchAll(
    /^class\s+\w+\((?:\w+\.)?(?:\w*BaseSettings|\w*Settings)\)\s*:\n((?:[ \t]+.*\n?|\n)*)/gm
  )) {
    const start = block.index + block[0].indexOf('\n') + 1;
    const prefix = /env_prefix\s*=\s*["'](\w+)["']/i.exec(block[1]!)?.[1] ?? '';
    for (const field of block[1]!.matchAll(/^(?: {4}|\t)([A-Za-z]\w*)\s*:\s*([^=\n]+?)(?:\s*=\s*(.+))?$/gm)) {
      if (/^(?:model_config|ClassVar)/.test(field[1]!) || /ClassVar/.test(field[2]!)) continue;
      const value = field[3]?.trim();
      const text = /^(?:["'](.*)["']|(\d+|True|False))\s*(?:#.*)?$/.exec(value ?? '');
      const open = value === undefined || /^Field\(\s*\.\.\./.test(value);
      found.push({
        name: `${prefix}${field[1]}`.toUpperCase(),
        default: text ? (text[1] ?? text[2] ?? null) : null,
        required: open && !/Optional|\bNone\b/.test(field[2]!),
        buildTime: false,
        generated: /token_(?:urlsafe|hex)/.test(value ?? ''),
        describes: '',
        origin: 'schema',
        evidence: evidenceAt(file, start + field.index, 0.9)
      });
    }
  }
  return found;
}

/** Members of a schema of the environment: zod, t3-env, envalid, Joi, valibot, TypeBox. */
function schemaMembers(file: SourceFile): StatedVariable[] {
  if (
    !js.test(file.path) ||
    !/process\.env|createEnv|cleanEnv|import\.meta\.env|ConfigModule|envSchema|EnvSchema/.test(file.text)
  )
    return [];
  const members =
    /^[ \t]*['"]?([A-Z][A-Z0-9_]+)['"]?\s*:\s*((?:z|v|t|Joi|joi|yup|s|type)\.[\s\S]*?|(?:str|url|num|port|bool|email|host|json|makeValidator)\([\s\S]*?)(?=,?\s*\n\s*(?:['"]?[A-Z][A-Z0-9_]+['"]?\s*:|[})]|\/\/|\/\*)|,?\s*$(?![\s\S]))/gm;
  return [...file.text.matchAll(members)].map((match): StatedVariable => {
    const rule = match[2]!;
    const value =
      /(?:\.default\(|\bdefault\s*:\s*|\bdevDefault\s*:\s*|\.prefault\()\s*(?:'([^'\n]*)'|"([^"\n]*)"|(\d+|true|false))/.exec(
        rule
      );
    const soft =
      /\.optional\(|\.nullish\(|\.nullable\(|\.default\(|\bdefault\s*:|\.catch\(|\.prefault\(|allow\(''\)|v\.optional/.test(
        rule
      ) ||
      (/^Joi/i.test(rule) && !/\.required\(/.test(rule));
    return {
      name: match[1]!,
      default: value ? (value[1] ?? value[2] ?? value[3] ?? null) : null,
      required: !soft,
      buildTime: false,
      generated: false,
      describes: /(?:\bdesc|\.describe\()\s*:?\s*['"]([^'"\n]+)/.exec(rule)?.[1] ?? '',
      origin: 'schema',
      evidence: evidenceAt(file, match.index + match[0].search(/\S/), 0.95)
    };
  });
}
