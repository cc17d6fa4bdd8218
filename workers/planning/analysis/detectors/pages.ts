import { joinPath, nameOf, within } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { buildScriptOf, expandScript } from './node/commands.ts';
import { frameworkOf } from './node/frameworks.ts';
import { readPackage, type NodePackage } from './node/package.ts';
import { nodeVersionOf } from './node/runtime.ts';
import { workspaceOf, type Workspace } from './node/workspace.ts';

/**
 * Pages that a program has built into it or serves from a folder, and that Node must make first. `made` is the folder that the build
 * script writes, `wanted` the one that the program takes them from; both from the repository's root.
 */
export interface BuiltPages {
  app: NodePackage;
  workspace: Workspace;
  script: string;
  version: string | null;
  made: string;
  wanted: string;
}

/** Folders that code embeds (`go:embed`, `rust-embed`, `include_dir!`) or hands out as files. */
const taken: RegExp[] = [
  /^\/\/go:embed\s+(?:all:)?["`]?([\w./-]+?)["`]?(?:\/\*{1,2})?(?:\s|$)/gm,
  /#\[folder\s*=\s*"(?:\$CARGO_MANIFEST_DIR\/)?([\w./-]+)"\]/g,
  /include_dir!\(\s*"(?:\$CARGO_MANIFEST_DIR\/)?([\w./-]+)"/g,
  /(?:http\.Dir|os\.DirFS|ServeDir::new|Files::new\([^,)\n]*,|FileServer::from|StaticFile|\.Static\([^,)\n]*,)\(?\s*"([\w./-]+)"/g
];

const outputs =
  /(?:^|\/)(?:dist|build|out|public|static|assets|browser|www|site|html|pages|spa|webui|frontend|ui|client)(?:\/|$)/;

/** The pages that the code of a program takes from folders that the repository does not hold. */
export async function builtPages(reader: Reader, root: string, code: SourceFile[]): Promise<BuiltPages[]> {
  const wanted = new Set(code.flatMap((file) => foldersTaken(reader, root, file)));
  if (wanted.size === 0) return [];
  const sites = await sitesOf(reader, root);
  const found: BuiltPages[] = [];
  for (const folder of wanted) {
    const made = sites.map((site) => makerOf(site, folder, sites.length)).find((each) => each !== null);
    if (!made || found.some(({ app }) => app === made.app)) continue;
    const workspace = await workspaceOf(reader, made.app);
    const version = await nodeVersionOf(reader, made.app, workspace.rootPackage);
    found.push({ ...made, workspace, version: version?.version ?? null, wanted: folder });
  }
  return found.slice(0, 2);
}

function foldersTaken(reader: Reader, root: string, file: SourceFile): string[] {
  const here = file.path.includes('/') ? file.path.slice(0, file.path.lastIndexOf('/')) : '.';
  return taken
    .flatMap((pattern) => [...file.text.matchAll(pattern)].map((match) => match[1]!))
    .flatMap((name) => [
      joinPath(here, name),
      joinPath(root, name),
      joinPath(here.replace(/\/?src(?:\/.*)?$/, '') || '.', name)
    ])
    .filter((path): path is string => path !== null && outputs.test(path) && !holdsPages(reader, path));
}

/** Whether the repository itself holds the pages: more than a file that keeps the folder. */
const holdsPages = (reader: Reader, folder: string): boolean =>
  reader.tree
    .below(folder, /\.(?:html?|js|css|tmpl|gohtml)$/)
    .some((path) => reader.tree.bytes(path) > 1500 || reader.tree.below(folder, /./).length > 3);

interface Site {
  app: NodePackage;
  config: SourceFile[];
}

async function sitesOf(reader: Reader, root: string): Promise<Site[]> {
  const paths = reader.tree.below(root, /(?:^|\/)package\.json$/).slice(0, 6);
  const sites: Site[] = [];
  for (const path of paths) {
    const app = await readPackage(reader, path.replace(/\/?package\.json$/, '') || '.');
    if (!app || buildScriptOf(app) === null) continue;
    const config = reader.tree.named(
      app.folder,
      /^(?:vite|vue|next|nuxt|svelte|astro|webpack|rsbuild)\.config\.[cm]?[jt]s$/
    );
    sites.push({ app, config: await reader.read(config.slice(0, 2), 'framework settings') });
  }
  return sites;
}

/** How a site makes the folder that is wanted: as its settings or a script of its own say, else by the folder that its framework writes. */
function makerOf(
  { app, config }: Site,
  wanted: string,
  among: number
): Pick<BuiltPages, 'app' | 'script' | 'made'> | null {
  const script = buildScriptOf(app)!;
  for (const name of [script, ...Object.keys(app.scripts).filter((each) => /^(?:build|release|prod)/.test(each))]) {
    const out = outputIn(expandScript(app, name));
    if (out && joinPath(app.folder, out) === wanted) return { app, script: name, made: wanted };
  }
  const stated = config.map((file) => outputIn(file.text)).find((each) => each !== null);
  const usual = frameworkOf(app.dependencies.map(({ name }) => name))?.framework.output ?? 'dist';
  const made = joinPath(app.folder, stated ?? outputIn(expandScript(app, script)) ?? usual);
  if (made === null) return null;
  const fits =
    made === wanted ||
    within(app.folder, wanted) !== null ||
    (among === 1 && /^(?:dist|build|out|static|public|www|frontend|webui)$/.test(nameOf(wanted)));
  return fits ? { app, script, made } : null;
}

const outputIn = (text: string): string | null =>
  /--out-?[dD]ir[= ]["']?([\w./-]+)|\boutDir\s*:\s*["'`]([\w./-]+)["'`]|\bassets\s*:\s*["'`]([\w./-]+)["'`]/
    .exec(text)
    ?.slice(1)
    .find((each) => each !== undefined) ?? null;
