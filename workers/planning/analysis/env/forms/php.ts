import { literal, quoted, type Family } from './form.ts';

/** What a web server puts among the variables of a request itself. */
const ofRequest =
  'REQUEST_|HTTP_|HTTPS|SERVER_|REMOTE_|DOCUMENT_ROOT|DOCUMENT_URI|SCRIPT_|QUERY_STRING|PATH_|PHP_|CONTENT_|GATEWAY_|ORIG_|REDIRECT_|AUTH_TYPE|argv';

/** PHP: `env`, `getenv`, `$_ENV` and `$_SERVER`, and the references of Symfony's settings. */
export const php: Family = {
  files:
    /\.php$|\/config\/(?:services|routes|packages\/(?:\w+\/)?[\w-]+)\.ya?ml$|^config\/(?:services|routes|packages\/(?:\w+\/)?[\w-]+)\.ya?ml$/,
  forms: [
    {
      files: /\.php$/,
      pattern: new RegExp(String.raw`\b(?:env|getenv)\(\s*${quoted}(?:\s*,\s*(?:${literal}|(?<other>[^\s)])))?`, 'g'),
      required: null
    },
    {
      files: /\.php$/,
      pattern: new RegExp(
        String.raw`\$_(?:ENV|SERVER)\[\s*['"](?<name>(?!${ofRequest})[A-Z][A-Z0-9_]*)['"]\s*\](?:\s*\?\?\s*(?:${literal}|(?<other>\S)))?`,
        'g'
      ),
      required: null
    },
    {
      files: /\.ya?ml$/,
      pattern: /%env\((?:[\w:.]{0,100}:)?(?<name>[A-Z][A-Z0-9_]*)\)%/g,
      required: null
    }
  ]
};
