import { folderOf, nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { Crate } from './crate.ts';

const telling =
  /^(?:config|configuration|settings?|env|environment|options|opts|args|cli|server|app|lib|main|startup|routes?|router|http|web|api|handlers?|state|db|database|store|storage|mail|email|auth|health\w*)$/;

/** Source files of a crate that tell how it is configured and what it answers: those with such names, shallow ones first. */
const tellingFiles = (reader: Reader, folder: string): string[] =>
  reader.tree.below(folder === '.' ? 'src' : `${folder}/src`, /\.rs$/).filter((path) => {
    const stem = nameOf(path).replace(/\.rs$/, '');
    return telling.test(stem === 'mod' ? nameOf(folderOf(path)) : stem);
  });

/** Files that a source file names as its modules. */
function modulesOf(reader: Reader, file: SourceFile): string[] {
  const folder = folderOf(file.path);
  const own = /^(?:main|lib|mod)\.rs$/.test(nameOf(file.path)) ? folder : file.path.replace(/\.rs$/, '');
  return [...file.text.matchAll(/^[ \t]*(?:pub(?:\([\w:]+\))?\s+)?mod\s+(\w+)\s*;/gm)]
    .map((match) => reader.tree.first(own, `${match[1]}.rs`, `${match[1]}/mod.rs`))
    .filter((path) => path !== null);
}

/** Code to read of a program: its entry, the telling files of its crates, then the entry's other modules. */
export function rustEntries(reader: Reader, entries: SourceFile[], crate: Crate, internal: Crate[]): string[] {
  const own = tellingFiles(reader, crate.folder).slice(0, 14);
  const inner = internal.flatMap((each) => tellingFiles(reader, each.folder).slice(0, 4)).slice(0, 12);
  const modules = entries.flatMap((file) => modulesOf(reader, file)).slice(0, 12);
  const settings = reader.tree
    .below(
      crate.folder,
      /(?:^|\/)(?:(?:Rocket|[Cc]onfig|[Ss]ettings)|(?:config\w*|settings)\/(?:default|base|production))\.(?:toml|ya?ml)$/
    )
    .slice(0, 4);
  return [...new Set([...entries.map(({ path }) => path), ...own, ...inner, ...modules, ...settings])].slice(0, 36);
}
