import { literal, quoted, type Family } from './form.ts';

/** Go: `os.Getenv` and its wrappers, viper, and the struct tags of env and envconfig. */
export const go: Family = {
  files: /\.go$/,
  forms: [
    {
      pattern: new RegExp(
        String.raw`\b(?:os\.(?:Getenv|LookupEnv)|viper\.(?:BindEnv|GetString|GetInt|GetBool)|env\.(?:Get|String|Int|Bool))\(\s*${quoted}`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`\b(?:getEnv|GetEnv|getenv|envOr|EnvOr|env|getEnvOrDefault|GetEnvOrDefault|lookupEnv|envString|getEnvString)\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)])))?`,
        'g'
      ),
      required: null
    },
    {
      pattern: new RegExp(
        String.raw`\b(?:env|envconfig):"(?<name>[A-Z][A-Z0-9_]*)(?<flags>(?:,\w+)*)"(?:[^\x60\n]*?\b(?:envDefault|default):"(?<double>[^"]*)")?`,
        'g'
      ),
      required: null,
      origin: 'schema'
    }
  ]
};
