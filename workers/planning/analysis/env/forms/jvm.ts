import { quoted, type Family } from './form.ts';

/** Java and its kin: `System.getenv`, and placeholders in the settings of Spring and HOCON. */
export const jvm: Family = {
  files: /\.(?:java|kt|scala|groovy)$|(?:application|bootstrap)[\w-]*\.(?:ya?ml|properties|conf)$/,
  forms: [
    {
      files: /\.(?:java|kt|scala|groovy)$/,
      pattern: new RegExp(String.raw`\bSystem\.getenv\(\s*${quoted}`, 'g'),
      required: null
    },
    {
      files: /(?:application|bootstrap)[\w-]*\.(?:ya?ml|properties|conf)$/,
      pattern: new RegExp(String.raw`\$\{\??(?<name>[A-Z][A-Z0-9_]*)(?::(?<bare>[^}\n]*))?\}`, 'g'),
      required: null
    }
  ]
};
