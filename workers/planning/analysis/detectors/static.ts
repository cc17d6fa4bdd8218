import { bareProcess, type App, type Detector } from '../detector.ts';
import { writeStatic } from '../dockerfile-writer/static.ts';
import { evidenceOfFile } from '../reading/evidence.ts';
import { readYaml, record, text } from '../reading/formats.ts';
import { folderOf, joinPath, nameOf, upwards } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { holdsProgram } from './manifests.ts';
import { generatedSite } from './static/generated.ts';

/** Folders of finished pages, and of texts that a generator makes pages of, without a program beside them. */
export const site: Detector = {
  name: 'static',
  manifests:
    /^(?:index\.html|Staticfile|hugo\.(?:toml|ya?ml|json)|config\.toml|_config\.ya?ml|mkdocs\.ya?ml|pelicanconf\.py|conf\.py|book\.toml|\.eleventy\.[cm]?js|eleventy\.config\.[cm]?[jt]s)$/,
  detect: async (folder, reader) => {
    const made = await generatedSite(reader, folder);
    if (made) return made;
    const pages = await pagesOf(reader, folder);
    return pages && !isPartOfProgram(reader, folder) ? describe(reader, folder, pages.folder, pages.page) : null;
  }
};

const isPartOfProgram = (reader: Reader, folder: string): boolean =>
  upwards(folder).some((each) => holdsProgram(reader.tree, each));

const usual = ['public', 'src', 'site', 'www', 'html', 'web', 'docs', 'dist', 'static', 'frontend', 'client', 'app'];

/** Where the pages lie: as a Staticfile says, else beside their index, which is the root's or a folder of a usual name. */
async function pagesOf(reader: Reader, folder: string): Promise<{ folder: string; page: string } | null> {
  const stated = await reader.one(reader.tree.first(folder, 'Staticfile'), 'settings of the site');
  if (stated) {
    const root = text(record(readYaml(reader, stated)[0]).root);
    const pages = root === null ? folder : joinPath(folder, root);
    if (pages !== null && reader.tree.below(pages, /\.html?$/).length > 0) return { folder: pages, page: stated.path };
  }
  const page = reader.tree.first(folder, 'index.html');
  if (!page) return null;
  const taken = reader.tree.has('Staticfile') && folder !== '.';
  const fits =
    folder === '.' || (usual.includes(nameOf(folder)) && folderOf(folder) === '.' && !reader.tree.has('index.html'));
  return fits && !taken ? { folder, page } : null;
}

function describe(reader: Reader, folder: string, pages: string, page: string): App {
  const evidence = evidenceOfFile(page, nameOf(page), 0.85);
  return {
    path: folder,
    name: folder === '.' ? 'site' : nameOf(folder),
    language: 'HTML',
    framework: 'static',
    runtimeVersion: null,
    packageManager: null,
    buildCommand: null,
    releaseCommand: null,
    health: '/',
    defaultPort: 8080,
    processes: [bareProcess('static', null, { kind: evidence })],
    dependencies: [],
    entries: [],
    variables: [],
    stores: [],
    serves: [],
    evidence: {
      language: evidence,
      framework: evidence,
      port: { ...evidence, excerpt: 'the port that Caddy is given', confidence: 0.9 }
    },
    write: writeStatic('.', pages)
  };
}
