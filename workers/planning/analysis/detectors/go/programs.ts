import { depthOf, folderOf, nameOf, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { isAside } from '../../reading/tree.ts';
import { isServerName, isTool, isWorkerName } from '../programs/names.ts';
import { reachedFrom } from './imports.ts';
import type { GoModule } from './module.ts';

/** A main package: `target` as `go build` takes it, `code` what it is made of, its own file first. */
export interface GoProgram {
  name: string;
  target: string;
  file: SourceFile;
  code: SourceFile[];
  listens: boolean;
  works: boolean;
}

const listening =
  /\bListenAndServe(?:TLS)?\(|\bhttp\.Serve(?:TLS)?\(|\bhttp\.Server\{|\bnet\.Listen\(|\.Listen\(|grpc\.NewServer\(|\bgin\.(?:Default|New)\(|\becho\.New\(|\bfiber\.New\(|\.Run\("?:|\b(?:beego|web)\.Run\(|pocketbase\.New|fasthttp\.ListenAndServe|autocert\./;

const programLimit = 10;

/** The main packages of a module, the one that listens first; generators and tools for people to run by hand are left out. */
export async function goPrograms(reader: Reader, module: GoModule): Promise<GoProgram[]> {
  const found: GoProgram[] = [];
  for (const folder of mainFolders(reader, module).slice(0, programLimit)) {
    const files = await reader.read(filesOf(reader, module, folder), 'entry point');
    const file = files.find(({ text }) => isMain(text));
    if (file) found.push(await program(reader, module, folder, file, files));
  }
  const services = found.filter(({ name }) => !isTool(name));
  return services.sort((a, b) => rank(a) - rank(b));
}

const isMain = (text: string): boolean =>
  /^package main\b/m.test(text) &&
  /^func main\(\)/m.test(text) &&
  !/^\/\/\s*\+build ignore|^\/\/go:build\s+(?:ignore|tools|mage)\b/m.test(text);

const rank = ({ works, listens, name, target }: GoProgram): number =>
  (works ? 3 : 0) + (listens ? 0 : 1) + (target === '.' || isServerName(name) ? 0 : 0.5);

/** Folders of the module, not of one inside it, in which a main package may lie: the root first, then shallow ones. */
function mainFolders(reader: Reader, module: GoModule): string[] {
  const { tree } = reader;
  const nested = tree
    .below(module.folder, /(?:^|\/)go\.mod$/)
    .map(folderOf)
    .filter((folder) => folder !== module.folder);
  const folders = tree
    .below(
      module.folder,
      /(?:^|\/)(?:main|server|app)\.go$|(?:^|\/)cmd\/(?:[^/]+\/){1,2}[^/]+\.go$|(?:^|\/)bin\/[^/]+\/[^/]+\.go$/
    )
    .map(folderOf)
    .filter((folder) => {
      const local = within(module.folder, folder) ?? folder;
      return depthOf(local) <= 4 && !isAside(local) && !nested.some((each) => within(each, folder) !== null);
    });
  const root = tree.named(module.folder, /\.go$/).length > 0 ? [module.folder] : [];
  return [...new Set([...root, ...folders])];
}

/** The files of a folder that tell whether it is a main package, and what it does. */
function filesOf(reader: Reader, module: GoModule, folder: string): string[] {
  const all = reader.tree.named(folder, /\.go$/).filter((path) => !/_test\.go$/.test(path));
  const first = ['main.go', `${nameOf(folder === '.' ? module.path : folder)}.go`, 'server.go', 'app.go'];
  const place = (path: string) => first.indexOf(nameOf(path));
  return all.sort((a, b) => (place(a) < 0 ? 9 : place(a)) - (place(b) < 0 ? 9 : place(b))).slice(0, 4);
}

async function program(
  reader: Reader,
  module: GoModule,
  folder: string,
  file: SourceFile,
  files: SourceFile[]
): Promise<GoProgram> {
  const local = within(module.folder, folder) ?? '.';
  const own = [file, ...files.filter((each) => each !== file && /^package main\b/m.test(each.text))];
  const code = await reachedFrom(reader, module, own, 18);
  const lastName =
    module.path
      .replace(/\/v\d+$/, '')
      .split('/')
      .at(-1) ?? '';
  return {
    name: local === '.' ? lastName : nameOf(local),
    target: local === '.' ? '.' : `./${local}`,
    file,
    code,
    listens: code.some(({ text }) => listening.test(text)),
    works: isWorkerName(local === '.' ? nameOf(module.folder) : nameOf(local))
  };
}
