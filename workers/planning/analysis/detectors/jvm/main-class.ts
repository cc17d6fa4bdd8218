import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { nameOf, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** A class that starts a program. */
export interface MainClass {
  name: string;
  file: SourceFile;
  /** It is a Spring application, rather than any program. */
  spring: boolean;
  evidence: Evidence;
}

const sources = /^(?:(?:src\/(?:main|jvmMain)\/(?:java|kotlin|groovy|scala))|src|app)\/.*\.(?:java|kt|groovy)$/;
const telling = /(?:Application|App|Main|Server|Launcher|Bootstrap|Starter|Service|Verticle)\.(?:java|kt|groovy)$/i;
const testing = /(?:^|\/)(?:test|it|integrationTest|testFixtures)\/|(?:Tests?|IT|Spec)\.\w+$/;

/** Files that may hold the class that starts a module, the likeliest first. */
function candidates(reader: Reader, folder: string, stated: string | null): string[] {
  const known = stated?.replace(/Kt$/, '').replaceAll('.', '/') ?? null;
  const local = reader.tree
    .below(folder, /\.(?:java|kt|groovy)$/)
    .filter((path) => sources.test(within(folder, path) ?? '') && !testing.test(within(folder, path) ?? ''));
  const rank = (path: string) =>
    (known && path.replace(/\.\w+$/, '').endsWith(known) ? -20 : 0) +
    (telling.test(path) ? 0 : 10) +
    (/Application\.|Main\./.test(nameOf(path)) ? 0 : 1) +
    path.split('/').length / 100;
  const likely = local.length <= 6 ? local : local.filter((path) => rank(path) < 10);
  return likely.sort((a, b) => rank(a) - rank(b)).slice(0, 4);
}

const starts =
  /\bstatic\s+(?:final\s+)?(?:synchronized\s+)?void\s+main\s*\(|^[ \t]*(?:public\s+)?(?:suspend\s+)?fun\s+main\s*\(|^[ \t]*void\s+main\s*\(|@JvmStatic\s+fun\s+main\b/m;
const spring =
  /@SpringBootApplication|@EnableAutoConfiguration|\bSpringApplication(?:Builder)?\b|\bSpringBootServletInitializer\b|\brunApplication\s*</;

/** The class that starts a module: the one that its build states, else one that has a main method. */
export async function mainClassOf(reader: Reader, folder: string, stated: string | null): Promise<MainClass | null> {
  const files = await reader.read(candidates(reader, folder, stated), 'entry point');
  const found = files.find((file) => spring.test(file.text)) ?? files.find((file) => starts.test(file.text));
  if (!found) return null;
  const name = stated ?? classIn(found);
  const marked = spring.exec(found.text);
  const at = marked ?? starts.exec(found.text)!;
  return {
    name,
    file: found,
    spring: marked !== null,
    evidence: evidenceAt(found, at.index + at[0].search(/\S/), 0.9)
  };
}

/** The name of the class as the runtime knows it: functions of a Kotlin file live in a class named after the file. */
function classIn(file: SourceFile): string {
  const scope = /^[ \t]*package\s+([\w.]+)/m.exec(file.text)?.[1];
  const base = nameOf(file.path).replace(/\.\w+$/, '');
  const topLevel = file.path.endsWith('.kt') && /^(?:suspend\s+)?fun\s+main\s*\(/m.test(file.text);
  const held = /@file:JvmName\(\s*"(\w+)"/.exec(file.text)?.[1];
  const name = topLevel ? (held ?? `${base.charAt(0).toUpperCase()}${base.slice(1)}Kt`) : base;
  return scope ? `${scope}.${name}` : name;
}
