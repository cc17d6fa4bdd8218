import { nameOf } from '../reading/paths.ts';

const holder =
  /^\.env|\.env$|^(?:env|\.?envrc|\.?environment)(?:(?!.*\.(?:[cm]?[jt]sx?|py|go|rb|php|java|rs|md|html?|svelte|vue)$)[._-].+)?$|^\.npmrc$|^\.pypirc$|^\.yarnrc(?:\.yml)?$|^\.dev\.vars|^\.?secrets?(?:[._-][\w.-]+)?\.(?:ya?ml|json|toml|ini|properties)$|\.tfvars$/i;
const key =
  /\.(?:pem|key|p12|pfx|jks|keystore|kdbx|ovpn|asc|gpg)$|^id_(?:rsa|dsa|ecdsa|ed25519)|^\.(?:netrc|pgpass|htpasswd|git-credentials)$|^(?:credentials|service-?account[\w-]*)\.json$|^(?:master|production)\.key$/i;

/** Whether a file holds values by name, such as `.env`, of which a model sees the names alone. */
export const isHolder = (path: string): boolean => holder.test(nameOf(path));

/** Whether a file is a secret as a whole, such as a private key, of which a model sees nothing. */
export const isKey = (path: string): boolean => key.test(nameOf(path));

export const struckValue = '[value kept back]';
/** Names as people write them: a line of a key in base64 is none. */
const assignment =
  /^(\s*(?:#+\s*)?(?:-\s+)?(?:export\s+)?["']?(?:[A-Z_][A-Z0-9_]{0,120}|[a-z_][a-z0-9_.-]{0,120}|[a-z]{2,20}(?:[A-Z][a-z]{1,20}){1,6})["']?\s*[=:])\s*(.*)$/;

/** A line of such a file with its name and without its value; prose in comments stays, and anything else goes. */
export function struckLine(line: string): string {
  const match = assignment.exec(line);
  if (match) return match[2] === '' ? match[1]! : `${match[1]}${struckValue}`;
  return /^\s*(?:#.*)?$/.test(line) ? line : struckValue;
}

/** The text of such a file, line by line, so that lines keep their numbers. A quoted value of several lines goes as a whole. */
export function struckText(text: string): string {
  let open: string | null = null;
  return text
    .split(/\r?\n/)
    .map((line) => {
      if (open !== null) {
        if (line.includes(open)) open = null;
        return struckValue;
      }
      const quote = /[=:]\s*(["'`])/.exec(line)?.[1] ?? null;
      if (quote && !line.slice(line.indexOf(quote) + 1).includes(quote)) open = quote;
      return struckLine(line);
    })
    .join('\n');
}
