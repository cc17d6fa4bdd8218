import { commandFlags, optionMaps, taggedFields, viperKeys } from './go-settings.ts';
import { literal, quoted, type Family } from './form.ts';

/** What a program does where a variable is empty and it cannot go on. */
const stops = String.raw`\s*\n\s*if\s+\k<held>\s*==\s*""\s*\{\s*(?:\n\s*)?(?:log\.(?:Fatal|Panic)|\w+\.(?:Fatal|Panic)|panic\(|os\.Exit|return\s+(?:\w+,\s*)?(?:errors\.New|fmt\.Errorf))`;

/** Go: `os.Getenv` and its wrappers, viper, flags that a variable stands for, and the struct tags of env, envconfig and cleanenv. */
export const go: Family = {
  files: /\.go$/,
  forms: [
    {
      pattern: new RegExp(String.raw`\b(?<held>\w+)\s*:?=\s*os\.Getenv\(\s*${quoted}\s*\)${stops}`, 'g'),
      required: true
    },
    {
      pattern: new RegExp(String.raw`\b[mM]ust\w*[eE]nv\w*\(\s*(?:&?[\w.]+\s*,\s*)?${quoted}`, 'g'),
      required: true
    },
    {
      pattern: new RegExp(
        String.raw`\b(?:os\.(?:Getenv|LookupEnv)|viper\.(?:GetString|GetInt|GetBool)|env\.(?:Get|String|Int|Bool))\(\s*${quoted}`,
        'g'
      ),
      required: null
    },
    { pattern: new RegExp(String.raw`\bBindEnv\(\s*(?:"[\w.-]+"\s*,\s*)?${quoted}`, 'g'), required: null },
    {
      pattern: new RegExp(
        String.raw`\b(?:getEnv|GetEnv|getenv|envOr|EnvOr|env|getEnvOrDefault|GetEnvOrDefault|lookupEnv|envString|getEnvString|[gG]etEnv(?:As)?(?:Int|Bool|Duration|String|With\w+|Or\w+))\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)])))?`,
        'g'
      ),
      required: null
    }
  ],
  readers: [taggedFields, viperKeys, commandFlags, optionMaps]
};
