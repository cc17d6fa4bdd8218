import type { StatedVariable } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { SourceFile } from '../../reading/reader.ts';

/** Members of a schema of the environment: zod, t3-env, envalid, Joi, valibot, TypeBox. */
export function schemaMembers(file: SourceFile): StatedVariable[] {
  if (!/process\.env|createEnv|cleanEnv|import\.meta\.env|ConfigModule|envSchema|EnvSchema/.test(file.text)) return [];
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
