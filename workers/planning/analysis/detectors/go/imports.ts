import { nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { GoModule } from './module.ts';

const telling =
  /^(?:config\w*|settings?|env\w*|conf|options?|flags?|server|serve|app|main|root|run|routes?|router|routing|http|api|web|handlers?|database|db|store|health\w*|start\w*|boot\w*|init|daemon|listen\w*|mux)\.go$/;

/** Files of the module's own packages that a file imports, telling names first, a few of each package. */
function importedBy(reader: Reader, module: GoModule, file: SourceFile): string[] {
  if (module.path === '') return [];
  const own = [...file.text.matchAll(/^[ \t]*(?:import\s+)?(?:[\w.]+\s+)?"([\w.~/-]+)"\s*$/gm)]
    .map((match) => match[1]!)
    .filter((path) => path.startsWith(`${module.path}/`))
    .map((path) => path.slice(module.path.length + 1));
  return [...new Set(own)].flatMap((local) =>
    reader.tree
      .named(module.folder === '.' ? local : `${module.folder}/${local}`, /\.go$/)
      .filter((path) => !/_test\.go$|\.pb\.go$|_gen(?:erated)?\.go$/.test(path))
      .sort((a, b) => weight(a, local) - weight(b, local))
      .slice(0, 4)
  );
}

const weight = (path: string, local: string): number =>
  telling.test(nameOf(path)) ? 0 : nameOf(path) === `${nameOf(local)}.go` ? 1 : 2;

/** What a program is made of: its own files, then what they import, then what that imports, until `most` files were read. */
export async function reachedFrom(
  reader: Reader,
  module: GoModule,
  start: SourceFile[],
  most: number
): Promise<SourceFile[]> {
  const found = new Map(start.map((file) => [file.path, file]));
  let layer = start;
  for (let depth = 0; depth < 3 && layer.length > 0 && found.size < most; depth++) {
    const next = [...new Set(layer.flatMap((file) => importedBy(reader, module, file)))]
      .filter((path) => !found.has(path))
      .sort((a, b) => Number(telling.test(nameOf(b))) - Number(telling.test(nameOf(a))))
      .slice(0, Math.max(0, most - found.size));
    layer = await reader.read(next, 'imported by an entry point');
    for (const file of layer) found.set(file.path, file);
  }
  return [...found.values()];
}
