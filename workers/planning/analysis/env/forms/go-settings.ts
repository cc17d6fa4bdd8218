import type { StatedVariable } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';

const stated = (file: SourceFile, offset: number, name: string, more: Partial<StatedVariable>): StatedVariable => ({
  name,
  default: null,
  required: null,
  buildTime: false,
  generated: false,
  describes: '',
  origin: 'schema',
  evidence: evidenceAt(file, offset, 0.9),
  ...more
});

/** The keys and values of a struct tag. */
const tagsOf = (tag: string): Map<string, string> =>
  new Map([...tag.matchAll(/([\w-]+):"([^"]*)"/g)].map((match) => [match[1]!, match[2]!]));

/** Fields whose tags name a variable: `env`, `envconfig`, `conf` and the like, with the prefix that another struct gives theirs. */
export function taggedFields(file: SourceFile): StatedVariable[] {
  const prefixes = new Map(
    [
      ...file.text.matchAll(
        /^[ \t]*(?:\w+[ \t]+)?\*?([\w.]+)[ \t]+`[^`\n]*\b(?:envPrefix|env-prefix):"([^"\n]*)"[^`\n]*`/gm
      )
    ].map((match) => [match[1]!, match[2]!])
  );
  const structs = [...file.text.matchAll(/^type\s+(\w+)\s+struct\b/gm)];
  return [...file.text.matchAll(/`([^`\n]*\b(?:env|envconfig|conf|arg):"[^`\n]*)`/g)].flatMap((match) => {
    const tags = tagsOf(match[1]!);
    const inside = structs.filter(({ index }) => index < match.index).at(-1)?.[1] ?? '';
    const [name = '', ...options] = wordsOf(tags);
    if (!/^[A-Z][A-Z0-9_]*$/.test(name)) return [];
    const value =
      ['envDefault', 'env-default', 'default'].map((key) => tags.get(key)).find((each) => each !== undefined) ??
      options.map((each) => /^default[=:](.*)$/.exec(each)?.[1]).find((each) => each !== undefined) ??
      null;
    const insists =
      options.some((each) => each === 'required' || each === 'notEmpty') ||
      [tags.get('required'), tags.get('env-required')].some((each) => each === 'true' || each === '');
    return [
      stated(file, match.index, `${prefixes.get(inside) ?? ''}${name}`, {
        default: value === '' ? null : value,
        required: insists && value === null ? true : value === null ? null : false,
        describes: (
          tags.get('env-description') ??
          tags.get('desc') ??
          tags.get('help') ??
          tags.get('usage') ??
          ''
        ).slice(0, 200)
      })
    ];
  });
}

/** The name of the variable and the words behind it, of whichever tag names one. */
function wordsOf(tags: Map<string, string>): string[] {
  const direct = tags.get('env') ?? tags.get('envconfig');
  if (direct !== undefined) return direct.split(',').map((each) => each.trim());
  const words = (tags.get('conf') ?? tags.get('arg') ?? '').split(',').map((each) => each.trim());
  const named = words.find((each) => each.startsWith('env:'));
  return named ? [named.slice(4), ...words.filter((each) => each !== named)] : [];
}

/** Keys that viper fills from the environment: the prefix and the key in capitals. */
export function viperKeys(file: SourceFile): StatedVariable[] {
  if (!/\.AutomaticEnv\(\)/.test(file.text)) return [];
  const prefix = /\.SetEnvPrefix\(\s*"(\w+)"/.exec(file.text)?.[1];
  return [...file.text.matchAll(/\.SetDefault\(\s*"([\w.-]+)"\s*,\s*(?:"([^"\n]*)"|(\d+|true|false))?/g)].map((match) =>
    stated(file, match.index, `${prefix ? `${prefix}_` : ''}${match[1]!.replace(/[.-]/g, '_')}`.toUpperCase(), {
      default: match[2] || (match[3] ?? null),
      required: false
    })
  );
}

/** Flags of urfave/cli that a variable can stand for. */
export function commandFlags(file: SourceFile): StatedVariable[] {
  return [...file.text.matchAll(/\bcli\.\w+Flag\{((?:[^{}]|\{[^{}]*\}){0,2000})\}/g)].flatMap((match) => {
    const body = match[1]!;
    const name = /\bEnvVars?\s*:\s*(?:\[\]string\{\s*)?"([A-Z][A-Z0-9_]*)"|\bcli\.EnvVars\(\s*"([A-Z][A-Z0-9_]*)"/.exec(
      body
    );
    if (!name) return [];
    const value = /\bValue\s*:\s*(?:"([^"\n]+)"|(\d+|true|false))/.exec(body);
    return [
      stated(file, match.index, (name[1] ?? name[2])!, {
        default: value?.[1] ?? value?.[2] ?? null,
        required: /\bRequired\s*:\s*true/.test(body) ? true : false,
        describes: (/\bUsage\s*:\s*"([^"\n]*)"/.exec(body)?.[1] ?? '').slice(0, 200)
      })
    ];
  });
}

/** A table of options by the names of their variables, as files of settings hold one: at least five of them. */
export function optionMaps(file: SourceFile): StatedVariable[] {
  if (!/(?:^|\/)(?:config|options|settings|env)\w*(?:\/\w+)?\.go$/.test(file.path)) return [];
  const found = [...file.text.matchAll(/^[ \t]*"([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)*)"\s*:\s*\{([^{}]{0,400})/gm)];
  if (found.length < 5) return [];
  const names = new Set(found.map((match) => match[1]!));
  const own = found.filter((match) => !names.has(match[1]!.replace(/_FILE$/, '')) || !match[1]!.endsWith('_FILE'));
  return own.map((match) => {
    const value = /\b(?:raw|default|Default|def)\w*\s*:\s*(?:"([^"\n]+)"|(\d+|true|false))/.exec(match[2]!);
    return stated(file, match.index + match[0].indexOf('"'), match[1]!, {
      default: value?.[1] ?? value?.[2] ?? null,
      required: false
    });
  });
}
