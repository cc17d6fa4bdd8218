import { bareProcess, type App, type Detector } from '../detector.ts';
import { writeStatic } from '../dockerfile-writer/static.ts';
import { evidenceOfFile } from '../reading/evidence.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';

/** A folder of finished pages without a manifest of any other kind. */
export const site: Detector = {
  name: 'static',
  manifests: /^index\.html$/,
  detect: async (folder, reader) => (holdsPage(reader, folder) ? describe(reader, folder) : null)
};

/** Manifests that say that a page is a part of something else, in its folder or in one above it. */
const others =
  /^(?:package\.json|go\.mod|pyproject\.toml|requirements\.txt|Pipfile|manage\.py|Gemfile|composer\.json|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|mix\.exs|pubspec\.yaml|[\w.]+\.csproj|Package\.swift|shard\.yml|build\.sbt|angular\.json)$/;

function holdsPage(reader: Reader, folder: string): boolean {
  const above =
    folder === '.'
      ? ['.']
      : [folder, ...folder.split('/').map((_, index, parts) => parts.slice(0, index).join('/') || '.')];
  if (above.some((each) => reader.tree.names(each).some((name) => others.test(name)))) return false;
  return (
    folder === '.' ||
    (['public', 'src', 'site', 'www', 'html', 'web', 'docs', 'dist', 'static', 'frontend', 'client', 'app'].includes(
      nameOf(folder)
    ) &&
      folderOf(folder) === '.' &&
      !reader.tree.has('index.html'))
  );
}

function describe(reader: Reader, folder: string): App {
  const page = reader.tree.first(folder, 'index.html')!;
  const evidence = evidenceOfFile(page, 'index.html', 0.85);
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
    write: writeStatic('.', folder)
  };
}
