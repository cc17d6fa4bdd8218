import type { EnvironmentVariable } from '../../domain/service.ts';
import { folderOf, nameOf } from './reading/paths.ts';
import type { SourceFile } from './reading/reader.ts';

/** Where an embedded database is kept: `folder` in the container is on a volume. */
export interface KeptDatabase {
  folder: string;
  /** The file as the code names it, below the service's folder, to be led into `folder`; null where a value leads there. */
  link: string | null;
}

/** What an image allows: that its Dockerfile is written here, or that its user may write anywhere. */
export interface Room {
  written: boolean;
  root: boolean;
}

/** The folder of a service's own data. */
const dataFolder = '/data';

const file = String.raw`[\w@./-]*[\w-]\.(?:db3?|sqlite3?)`;
const scheme = String.raw`(?:sqlite\w*(?:\+\w+)?:\/\/\/|file:(?:\/\/)?|jdbc:sqlite:|(?:Data ?Source|Filename)=)?`;
const value = new RegExp(String.raw`^(${scheme})(${file})([?;].*)?$`);
const literal = new RegExp(String.raw`(['"\x60])${scheme}(${file})(?:[?;][^'"\x60\n]*)?\1`, 'g');
const speaks = /(?:^|_)(?:DATABASE|DATASOURCE|DB|SQLITE|SQL)|^ConnectionStrings__/;

/** A folder that holds code or goes with the container: no volume belongs over it. */
const unfit = /^(?:\.|\/(?:app|code|src|srv|tmp|workspace|usr\/src\/app)(?:\/.*)?|)$/;

const stays = (path: string) => path.startsWith('/') && !unfit.test(folderOf(path));

/**
 * The folder that a volume must keep so that a redeploy finds the service's SQLite file again: as a variable names it, else as the
 * code does. Null where nothing names the file, or the image leaves no room for another place.
 */
export function keptDatabase(env: EnvironmentVariable[], code: SourceFile[], room: Room): KeptDatabase | null {
  const named = env.map((each) => pathIn(each)).filter((path) => path !== null);
  if (named.length > 0) {
    const path = named[0]!;
    if (stays(path)) return { folder: folderOf(path), link: null };
    return room.written || room.root ? { folder: dataFolder, link: null } : null;
  }
  const said = fileInCode(code);
  if (said === null) return null;
  if (said.startsWith('/')) return stays(said) ? { folder: folderOf(said), link: null } : null;
  return room.written ? { folder: dataFolder, link: said } : null;
}

/** The variables with those that name the file changed to lie in the folder that is kept. */
export const movedInto = ({ folder }: KeptDatabase, env: EnvironmentVariable[]): EnvironmentVariable[] =>
  env.map((each) => {
    const path = pathIn(each);
    if (path === null || stays(path)) return each;
    const [, before, , options = ''] = value.exec(each.default!)!;
    return { ...each, default: `${before}${folder}/${nameOf(path)}${options}` };
  });

function pathIn({ name, default: said }: EnvironmentVariable): string | null {
  return speaks.test(name) ? (value.exec(said ?? '')?.[2] ?? null) : null;
}

/** The first file of a database that the code names, from its own folder; one above it cannot be kept. */
function fileInCode(code: SourceFile[]): string | null {
  for (const { path, text } of code) {
    if (/(?:^|\/)(?:tests?|__tests__|fixtures)\/|[._]test\.|(?:^|\/)test_/.test(path)) continue;
    for (const match of text.matchAll(literal)) {
      const found = match[2]!.replace(/^(?:\.\/)+/, '');
      if (!found.split('/').includes('..') && !/test|memory|backends/i.test(found)) return found;
    }
  }
  return null;
}
