import type { Tree } from '../../reading/tree.ts';

const folders = [
  'templates',
  'static',
  'public',
  'assets',
  'views',
  'web',
  'www',
  'content',
  'data',
  'migrations',
  'config',
  'configs',
  'configuration',
  'settings',
  'ui',
  'locales',
  'i18n',
  'resources'
];
const settings = /^(?:[Cc]onfig|[Ss]ettings|Rocket|app|log4rs|diesel)\.(?:toml|ya?ml|json|ini|hocon|ron)$/;

const at = (folder: string, name: string) => (folder === '.' ? name : `${folder}/${name}`);

const sources = /\.(?:go|rs|cc|cpp|cxx|c|h|hpp|proto)$/;

/** Folders beside a compiled program's code that it may read while it runs: pages, styles, settings, migrations. Code alone is compiled in. */
export const assetFolders = (tree: Tree, folder: string): string[] =>
  folders.filter((name) => {
    const path = at(folder, name);
    return (
      tree.hasFolder(path) &&
      tree.first(path, 'package.json') === null &&
      tree.below(path, /./).some((file) => !sources.test(file))
    );
  });

/** Files beside a compiled program's code that hold its settings. */
export const settingsFiles = (tree: Tree, folder: string): string[] =>
  tree
    .names(folder)
    .filter((name) => settings.test(name))
    .sort();
