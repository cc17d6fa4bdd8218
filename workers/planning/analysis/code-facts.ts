import type { Evidence } from '../../domain/evidence.ts';
import { nativePorts, nativeRoutes } from './native-facts.ts';
import { mountOf } from './mounts.ts';
import { evidenceAt } from './reading/evidence.ts';
import type { SourceFile } from './reading/reader.ts';

export interface PortFact {
  port: number;
  evidence: Evidence;
}

const portForms: [RegExp, RegExp][] = [
  [
    /\.(?:[cm]?[jt]sx?)$/,
    /(?:process\.env\.(?:\w+_)?PORT|env\.(?:\w+_)?PORT|env\(['"]PORT['"]\)|get(?:<[^>]*>)?\(['"`]PORT['"`]\))\)?\s*(?:\|\||\?\?|,|\?[^:\n]*:)\s*['"`]?(\d{2,5})/
  ],
  [/\.(?:[cm]?[jt]sx?)$/, /\bPORT\b['"]?\s*:\s*[^\n]*?(?:default\(|default\s*:\s*)\s*['"]?(\d{2,5})/],
  [/\.(?:[cm]?[jt]sx?)$/, /\.listen\(\s*(?:\{[^}]*?\bport\s*:\s*)?['"]?(\d{2,5})\b/],
  [/\.(?:[cm]?[jt]sx?)$/, /\bserve\(\s*\{[^}]*?\bport\s*:\s*(\d{2,5})/],
  [/\.(?:[cm]?[jt]sx?)$/, /\b(?:const|let|var)\s+port\s*=\s*['"]?(\d{2,5})\b/i],
  [/\.(?:[cm]?[jt]sx?)$/, /\.set\(\s*['"]port['"]\s*,[^)\n]*?(\d{2,5})\s*\)/],
  [/\.py$/, /(?:environ\.get|getenv)\(\s*['"](?:\w+_)?PORT['"]\s*,\s*['"]?(\d{2,5})/],
  [/\.py$/, /\.run\([^)]*?\bport\s*=\s*(?:int\()?\s*['"]?(\d{2,5})/],
  [/\.py$/, /^[ \t]*(?:PORT|port)\s*(?::\s*int\s*)?=\s*(\d{2,5})\b/m],
  [/\.rb$/, /^[ \t]*port\s+ENV\.fetch\(\s*['"]PORT['"]\s*\)?\s*(?:,|\{)\s*['"]?(\d{2,5})/m],
  [/\.rb$/, /^[ \t]*set\s+:port,\s*(\d{2,5})/m],
  [/\.(?:properties)$/, /^server\.port\s*=\s*(?:\$\{\w+:)?(\d{2,5})/m],
  [/\.(?:ya?ml)$/, /^server:\s*\n(?:\s+(?!port).*\n)*\s+port:\s*(?:\$\{\w+:)?(\d{2,5})/m],
  [/\.(?:java|kt)$/, /(?:port|PORT)\s*=\s*(\d{4,5})\b/],
  [/\.exs?$/, /"PORT"\)?\s*(?:\|\||,)\s*"(\d{2,5})"/],
  [/\.exs?$/, /\bhttp:\s*\[[^\]]*?\bport:\s*(\d{2,5})/],
  [/\.gleam$/, /\bmist\.port\(\s*(\d{2,5})/],
  [/\.swift$/, /\bport\s*[:=]\s*(?:Int\s*=\s*)?(\d{4,5})\b/],
  [/\.dart$/, /['"]PORT['"]\]\s*\?\?\s*'?(\d{2,5})/],
  [/\.dart$/, /\bport\s*[:=]\s*(\d{4,5})\b/],
  [/\.hs$/, /\b(?:scotty|run|setPort|runSettings)\s+(\d{4,5})\b/],
  [/\.hs$/, /"PORT"[^\n]{0,120}?\b(\d{4,5})\b/],
  [/settings\.ya?ml$/, /^port:\s*"?_env:\w+:(\d{2,5})/m],
  [/\.cr$/, /\bport\b[^\n]*?(\d{4,5})/],
  [/(?:vite|nuxt|astro)\.config\.[cm]?[jt]s$/, /\bport\s*:\s*(\d{2,5})/],
  ...nativePorts
];

/** The port that the code listens on: beside the variable PORT, or a literal; the first file that says it wins. */
export function portInCode(files: SourceFile[]): PortFact | null {
  for (const file of files) {
    for (const [path, pattern] of portForms) {
      if (!path.test(file.path)) continue;
      for (const match of file.text.matchAll(new RegExp(pattern, `${pattern.flags}g`))) {
        const port = Number(match[1] ?? match[2]);
        if (port > 0 && port < 65536 && !databasePorts.has(port))
          return { port, evidence: evidenceAt(file, match.index + match[0].length - 1, 0.85) };
      }
    }
  }
  return null;
}

const databasePorts = new Set([22, 5432, 3306, 6379, 27017, 5672, 9200, 11211, 25, 465, 587, 1025, 2525]);

const healthPath = String.raw`(\/(?:[\w-]+\/){0,4}(?:_?health(?:z|check|-check|_check)?|heartbeat|livez?|liveness|readyz?|readiness|ping|up|alive|status)\/?)`;
const routes: RegExp[] = [
  new RegExp(
    String.raw`\.(?:get|all|use|route|add_api_route|GET|HandleFunc|Handle|Get|MapGet|MapHealthChecks|UseHealthChecks|map_get)\(\s*['"\x60]${healthPath}['"\x60]`
  ),
  new RegExp(
    String.raw`@(?:\w+\.)?(?:get|route|api_route|GetMapping|RequestMapping|Get)\(\s*(?:value\s*=\s*|path\s*=\s*)?['"]${healthPath}['"]`
  ),
  new RegExp(
    String.raw`\b(?:path|re_path|url)\(\s*r?['"]\^?((?:[\w-]+/){0,4}(?:_?health(?:z|check|-check)?|livez?|readyz?|ping|up|status)/?)\$?['"]`
  ),
  new RegExp(
    String.raw`^[ \t]*(?:get|match)\s*\(?\s*['"]${healthPath.replace(String.raw`(\/`, String.raw`(\/?`)}['"]`,
    'm'
  ),
  new RegExp(String.raw`(?:#\[get\(|web::resource\(|\.route\()\s*"${healthPath}"`),
  new RegExp(String.raw`\b(?:path|url|pathname)\s*(?::|===?)\s*['"\x60]${healthPath}['"\x60]`),
  new RegExp(
    String.raw`(?:::|->)(?:get|any|match|map|add)\(\s*['"]${healthPath.replace(String.raw`(\/`, String.raw`(\/?`)}['"]`
  ),
  new RegExp(String.raw`#\[Route\(\s*(?:path:\s*)?['"]${healthPath}['"]`),
  new RegExp(String.raw`HandleFunc\(\s*"(?:GET )?${healthPath}"`),
  ...nativeRoutes(healthPath)
];

/** The path that answers whether the service is well, as its routes name it; the plainest name first. */
export function healthInCode(files: SourceFile[]): { path: string; evidence: Evidence } | null {
  const found: { path: string; evidence: Evidence }[] = [];
  for (const file of files) {
    for (const route of routes) {
      const match = route.exec(file.text);
      if (!match?.[1]) continue;
      const offset = match.index + match[0].search(/\S/);
      const path = match[1].startsWith('/') ? match[1] : `/${match[1]}`;
      found.push({ path: mountOf({ file, offset }, files) + path, evidence: evidenceAt(file, offset, 0.8) });
    }
  }
  return plainest(found);
}

/** The plainest of several routes; a `status` deep below others is that of something else. */
function plainest<Found extends { path: string }>(found: Found[]): Found | null {
  const parts = (path: string) => path.split('/').filter((part) => !/^(?:|api|v\d+|_?internal|public)$/.test(part));
  const rank = ({ path }: Found) =>
    (/health/.test(path) ? 0 : /live|ready|heartbeat|alive/.test(path) ? 1 : /\/up\/?$|ping/.test(path) ? 2 : 3) +
    path.split('/').length / 10;
  return (
    found
      .filter(({ path }) => parts(path).length <= (/(?:status|ping|up|alive)\/?$/.test(path) ? 1 : 2))
      .sort((a, b) => rank(a) - rank(b))[0] ?? null
  );
}

/** Health routes that are files of their own, by the conventions of Next, SvelteKit, Nuxt and Remix. */
export function healthRouteFile(files: string[]): { path: string; file: string } | null {
  const name = '(_?health(?:z|check|-check)?|heartbeat|livez|readyz|ping|status)';
  const forms: [RegExp, (match: RegExpExecArray) => string][] = [
    [
      new RegExp(`(?:^|/)app/((?:[\\w()@-]+/)*)${name}/route\\.[jt]s$`),
      (match) => `/${match[1]!.replace(/\([^)]*\)\//g, '')}${match[2]}`
    ],
    [new RegExp(`(?:^|/)pages/(api/(?:[\\w-]+/)*)${name}(?:/index)?\\.[jt]s$`), (match) => `/${match[1]}${match[2]}`],
    [
      new RegExp(`(?:^|/)routes/((?:[\\w()-]+/)*)${name}/\\+server\\.[jt]s$`),
      (match) => `/${match[1]!.replace(/\([^)]*\)\//g, '')}${match[2]}`
    ],
    [
      new RegExp(`(?:^|/)server/(api|routes)/((?:[\\w-]+/)*)${name}(?:\\.get)?\\.[jt]s$`),
      (match) => `/${match[1] === 'api' ? 'api/' : ''}${match[2]}${match[3]}`
    ],
    [
      new RegExp(`(?:^|/)routes/((?:[\\w-]+[/.])*)${name}(?:\\.server)?\\.[jt]sx?$`),
      (match) => `/${match[1]!.replaceAll('.', '/').replace(/_?\w*\+\//g, '')}${match[2]}`
    ],
    [new RegExp(`(?:^|/)src/pages/((?:[\\w-]+/)*)${name}\\.[jt]s$`), (match) => `/${match[1]}${match[2]}`]
  ];
  const found = files.flatMap((file) =>
    forms.flatMap(([pattern, path]) => {
      const match = pattern.exec(file);
      return match ? [{ path: path(match), file }] : [];
    })
  );
  return plainest(found);
}
