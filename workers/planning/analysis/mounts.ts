import { folderOf, joinPath, within } from './reading/paths.ts';
import type { SourceFile } from './reading/reader.ts';

/** Where a route is written: its file, and the offset in it. */
interface Place {
  file: SourceFile;
  offset: number;
}

/** The path below which the router of a route is mounted, such as `/api/v2`; empty where it is at the root or unknown. */
export function mountOf(place: Place, files: SourceFile[]): string {
  const { path } = place.file;
  if (/\.[cm]?[jt]s$/.test(path)) return scriptMount(place, files, 0);
  if (path.endsWith('.py')) return pythonMount(place, files, 0);
  return path.endsWith('.go') ? goGroup(place) : '';
}

const lineUpTo = ({ file, offset }: Place) => file.text.slice(file.text.lastIndexOf('\n', offset) + 1, offset + 200);

const settled = (path: string) => {
  const parts = path.split('/').filter((part) => part !== '');
  return parts.length > 0 && parts.every((part) => /^[\w.-]+$/.test(part)) ? `/${parts.join('/')}` : '';
};

const roots = /^(?:app|server|fastify|express|api_app|application|r|e|mux)$/;

/** Express, Hono, Koa and Fastify: `app.use('/api', router)`, `app.route('/api', router)`, `register(routes, { prefix })`. */
function scriptMount(place: Place, files: SourceFile[], depth: number): string {
  const owner = /(\w+)\s*\.\w+\($/.exec(lineUpTo(place).split(/['"`]/)[0]!.trimEnd())?.[1] ?? '';
  if (owner === '' || roots.test(owner) || depth > 2) return '';
  const exported = new RegExp(String.raw`(\w+)\s*:\s*${owner}\b`).exec(place.file.text)?.[1] ?? owner;
  for (const file of files) {
    for (const match of file.text.matchAll(
      /\.(?:use|route)\(\s*['"`](\/[\w./-]*)['"`]\s*,\s*(?:[\w.]+,\s*){0,4}(\w+)(?:\.(\w+))?\s*\)/g
    )) {
      const [, prefix, name, member] = match as unknown as [string, string, string, string | undefined];
      const here =
        file === place.file ? name === owner : leadsTo(file, name, place.file) && (member ?? exported) === exported;
      if (here) return settled(scriptMount({ file, offset: match.index + 1 }, files, depth + 1) + prefix);
    }
  }
  return '';
}

/** Whether a name in a file is imported from another file, or from the folder that this one is the index of. */
function leadsTo(from: SourceFile, name: string, to: SourceFile): boolean {
  const form = new RegExp(
    String.raw`(?:import|const|let|var)\s[^;'"]{0,200}\b${name}\b[^;'"]{0,200}(?:from|require\()\s*['"](\.[^'"]{1,200})['"]`
  );
  const said = form.exec(from.text)?.[1];
  const target = said === undefined ? null : joinPath(folderOf(from.path), said.replace(/\.[cm]?[jt]s$/, ''));
  return target !== null && (to.path.startsWith(`${target}.`) || within(target, to.path) !== null);
}

/** FastAPI's routers, Flask's blueprints and Django's includes. */
function pythonMount(place: Place, files: SourceFile[], depth: number): string {
  if (depth > 2) return '';
  const before = lineUpTo(place);
  if (/^\s*@/.test(before)) return decorated(place, files, /@(\w+)/.exec(before)?.[1] ?? '');
  const list = [...place.file.text.slice(0, place.offset).matchAll(/^(\w+)\s*(?::[^=\n]{0,80})?=\s*\[/gm)].at(-1)?.[1];
  if (list === undefined) return '';
  const module = place.file.path.replace(/\.py$/, '').replaceAll('/', '.');
  const includes = files.flatMap((file) =>
    [...file.text.matchAll(/path\(\s*['"]([\w./-]*)['"]\s*,\s*include\(\s*(?:['"]([\w.]+)['"]|(\w+))/g)].map(
      (match) => ({ file, match })
    )
  );
  const here = includes.filter(
    ({ file, match }) =>
      (match[3] === list && file === place.file) ||
      (list === 'urlpatterns' && match[2] !== undefined && (module === match[2] || module.endsWith(`.${match[2]}`)))
  );
  const last = here.at(-1);
  return last
    ? settled(`${pythonMount({ file: last.file, offset: last.match.index }, files, depth + 1)}/${last.match[1]}`)
    : '';
}

/** The prefix that a router is made with, behind the one that it is included with. */
function decorated({ file }: Place, files: SourceFile[], router: string): string {
  if (router === '' || roots.test(router)) return '';
  const made =
    new RegExp(String.raw`\b${router}\s*=\s*\w+\([^)]{0,300}?(?:url_)?prefix\s*=\s*['"]([\w./-]*)['"]`).exec(
      file.text
    )?.[1] ?? '';
  const module = file.path.split('/').at(-1)!.replace(/\.py$/, '');
  const outer = files.flatMap((each) =>
    [...each.text.matchAll(/(\w+)\.(?:include_router|register_blueprint)\(\s*([\w.]+)([^)]{0,300})\)/g)].filter(
      ([, , named]) => named === `${module}.${router}` || (each === file && named === router)
    )
  )[0];
  if (!outer) return settled(made);
  const own = valueOf(/prefix\s*=\s*([\w."'/-]+)/.exec(outer[3]!)?.[1], files);
  const above = roots.test(outer[1]!) ? '' : includedAs(outer[1]!, files);
  return settled(`${above}/${own}/${made}`);
}

/** The prefix with which a router of that name is included somewhere. */
function includedAs(router: string, files: SourceFile[]): string {
  for (const { text } of files) {
    const said = new RegExp(String.raw`include_router\(\s*(?:\w+\.)?${router}\s*,([^)]{0,300})\)`).exec(text)?.[1];
    if (said !== undefined) return valueOf(/prefix\s*=\s*([\w."'/-]+)/.exec(said)?.[1], files);
  }
  return '';
}

/** A literal, or the literal that a setting of that name has. */
function valueOf(said: string | undefined, files: SourceFile[]): string {
  if (said === undefined) return '';
  const literal = /^['"]([\w./-]*)['"]$/.exec(said)?.[1];
  if (literal !== undefined) return literal;
  const name = said.split('.').at(-1)!.replace(/\W/g, '');
  const form = new RegExp(String.raw`^\s*${name}\s*(?::\s*\w+\s*)?=\s*['"]([\w./-]*)['"]`, 'm');
  return files.map(({ text }) => form.exec(text)?.[1]).find((each) => each !== undefined) ?? '';
}

/** `v1 := router.Group("/api/v1")` before `v1.GET("/health", ...)`, groups in groups. */
function goGroup(place: Place): string {
  let owner = /(\w+)\.\w+\($/.exec(lineUpTo(place).split('"')[0]!.trimEnd())?.[1];
  let path = '';
  for (let depth = 0; owner !== undefined && depth < 4; depth++) {
    const made = new RegExp(String.raw`\b${owner}\s*:?=\s*(\w+)\.(?:Group|Route|PathPrefix)\(\s*"([\w./-]*)"`).exec(
      place.file.text
    );
    if (!made) break;
    path = `${made[2]}/${path}`;
    owner = made[1];
  }
  return settled(path);
}
