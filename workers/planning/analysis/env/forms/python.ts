import { pydanticFields } from './python-settings.ts';
import { literal, quoted, type Family } from './form.ts';

/** Python: `os.environ`, `getenv`, and the readers of environs, decouple, django-environ and Starlette. */
export const python: Family = {
  files: /\.py$/,
  forms: [
    {
      pattern: new RegExp(String.raw`\bos\.environ\[\s*${quoted}\s*\](?!\s*=[^=])`, 'g'),
      required: true
    },
    {
      pattern: new RegExp(
        String.raw`(?<![\w.])(?:os\.)?(?:environ\.get|getenv)\(\s*${quoted}(?:\s*,\s*(?:default\s*=\s*)?(?:${literal}|(?<other>[^\s)])))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`(?<![\w.])(?:env|config|environ|get_env|env_config)(?:\.(?:str|bool|int|float|list|tuple|url|db|db_url|cache|cache_url|email_url|json|dict|path|get|get_value|dj_db_url))?\(\s*${quoted}(?:\s*,\s*(?:(?:default|cast)\s*=\s*)?(?:${literal}|(?<other>[^\s)])))?`,
        'g'
      ),
      required: true
    }
  ],
  readers: [pydanticFields],
  conditional: isConditional
};

/** Whether Python code reads a variable only under a condition: below an `if` or `try`, or where it looks whether it is there. */
function isConditional(text: string, match: RegExpMatchArray): boolean {
  const before = text.slice(Math.max(0, match.index! - 4000), match.index).split('\n');
  let depth = /^\s*/.exec(before.pop() ?? '')![0].length;
  for (const line of before.reverse()) {
    const indent = /^\s*/.exec(line)![0].length;
    if (depth === 0) break;
    if (line.trim() === '' || indent >= depth) continue;
    if (/^\s*(?:if|elif|else|try|except)\b/.test(line)) return true;
    depth = /^\s*\)/.test(line) ? indent + 1 : indent;
  }
  return new RegExp(`["']${match.groups!.name}["']\\s+(?:not\\s+)?in\\s+(?:os\\.)?(?:environ|env)\\b`).test(text);
}
