import { literal, quoted, type Family } from './form.ts';

const code = /\.(?:java|kt|scala|groovy)$/;
const settings = /(?:application|bootstrap|reference|config)[\w-]*\.(?:ya?ml|properties|conf)$/;
const optional = String.raw`(?:\s{0,40}\)?\s{0,40}(?:\?:|\.orElse\(|\.getOrElse\()\s*(?:${literal}|(?<other>[^\s)])))?`;

/** Java and its kin: `System.getenv` and what stands around it, `@Value`, Scala's `sys.env`, Clojure's, and placeholders in settings. */
export const jvm: Family = {
  files:
    /\.(?:java|kt|scala|groovy|cljc?|edn)$|(?:application|bootstrap|reference|config)[\w-]*\.(?:ya?ml|properties|conf)$/,
  forms: [
    {
      files: code,
      pattern: new RegExp(String.raw`\bSystem\.getenv\(\s*${quoted}\s*\)${optional}`, 'g'),
      required: null
    },
    {
      files: code,
      pattern: new RegExp(
        String.raw`\b(?:System\.getenv\(\)|System\.getenv|sys\.env|[dD]otenv)\s*\.(?:get|getOrDefault|getOrElse|getValue)\(\s*${quoted}\s*(?:\)|,\s*(?:\w+\s*=\s*)?(?:${literal}|(?<other>[^\s)])))`,
        'g'
      ),
      required: null
    },
    {
      files: code,
      pattern: new RegExp(String.raw`\bSystem\.getenv\(\)\[\s*${quoted}\s*\]${optional}`, 'g'),
      required: null
    },
    { files: /\.scala$/, pattern: new RegExp(String.raw`\bsys\.env\(\s*${quoted}\s*\)`, 'g'), required: true },
    {
      files: code,
      pattern: /@(?:field:|param:)?Value\(\s*"\\?\$\{(?<name>[A-Z][A-Z0-9_]*)(?::(?<bare>[^}"\n]*))?\}/g,
      required: null
    },
    {
      files: settings,
      pattern: /\$\{\??(?<name>[A-Z][A-Z0-9_]*)(?::(?<bare>[^}\n]*))?\}/g,
      required: null
    },
    { files: /\.cljc?$/, pattern: /\(System\/getenv\s+"(?<name>[A-Z][A-Z0-9_]*)"\)/g, required: null },
    {
      files: /\.edn$/,
      pattern: /#(?:env|profile-env|or\s*\[\s*#env)\s+"?(?<name>[A-Z][A-Z0-9_]*)"?/g,
      required: null
    }
  ]
};
