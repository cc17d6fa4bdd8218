import type { Tree } from '../../reading/tree.ts';
import type { VersionFile } from '../programs/versions.ts';

/**
 * A program that makes a site of texts. `settings` names its file of settings, `also` what must lie beside it where the name alone
 * does not tell; `output` is the folder that it writes, `stated` where the settings name another one.
 */
export interface Generator {
  name: 'hugo' | 'zola' | 'jekyll' | 'mkdocs' | 'mdbook' | 'sphinx' | 'pelican' | 'eleventy';
  language: string;
  settings: RegExp;
  also?: (tree: Tree, folder: string) => boolean;
  output: string;
  stated?: RegExp;
  versions: VersionFile[];
  /** Manifests that the generator itself is installed by: beside any other one, the site is no more than its documents. */
  installedBy: RegExp;
}

const inside = (tree: Tree, folder: string, ...names: string[]): boolean =>
  names.some((name) => tree.hasFolder(folder === '.' ? name : `${folder}/${name}`));

const python = /^(?:requirements(?:[-_.]\w+)?\.txt|pyproject\.toml|Pipfile|uv\.lock|poetry\.lock)$/;

export const generators: Generator[] = [
  {
    name: 'hugo',
    language: 'HTML',
    settings: /^hugo\.(?:toml|ya?ml|json)$|^config\.toml$/,
    also: (tree, folder) =>
      tree.names(folder).some((name) => /^hugo\.|^\.hugo_build\.lock$/.test(name)) ||
      (inside(tree, folder, 'content') &&
        inside(tree, folder, 'archetypes', 'layouts', 'themes') &&
        !inside(tree, folder, 'sass', 'templates')),
    output: 'public',
    stated: /^[ \t]*"?publishDir"?\s*[=:]\s*["']?([\w./-]+)/im,
    versions: [
      ['netlify.toml', /^[ \t]*HUGO_VERSION\s*=\s*["']([\d.]+)/m],
      ['.hugo-version', /^[ \t]*v?([\d.]+)/m]
    ],
    installedBy: /^(?:package\.json|go\.mod)$/
  },
  {
    name: 'zola',
    language: 'HTML',
    settings: /^config\.toml$/,
    also: (tree, folder) => inside(tree, folder, 'content') && inside(tree, folder, 'templates', 'themes', 'sass'),
    output: 'public',
    stated: /^[ \t]*output_dir\s*=\s*["']([\w./-]+)/m,
    versions: [['netlify.toml', /^[ \t]*ZOLA_VERSION\s*=\s*["']([\d.]+)/m]],
    installedBy: /^package\.json$/
  },
  {
    name: 'jekyll',
    language: 'Ruby',
    settings: /^_config\.ya?ml$/,
    also: (tree, folder) =>
      inside(tree, folder, '_posts', '_layouts', '_includes', '_data', '_sass') ||
      tree.names(folder).some((name) => /^(?:Gemfile|index\.(?:md|markdown|html))$/.test(name)),
    output: '_site',
    stated: /^destination\s*:\s*["']?([\w./-]+)/m,
    versions: [],
    installedBy: /^(?:Gemfile|package\.json)$/
  },
  {
    name: 'mkdocs',
    language: 'Python',
    settings: /^mkdocs\.ya?ml$/,
    output: 'site',
    stated: /^site_dir\s*:\s*["']?([\w./-]+)/m,
    versions: [],
    installedBy: python
  },
  {
    name: 'pelican',
    language: 'Python',
    settings: /^pelicanconf\.py$/,
    output: 'output',
    stated: /^OUTPUT_PATH\s*=\s*["']([\w./-]+)/m,
    versions: [],
    installedBy: python
  },
  {
    name: 'sphinx',
    language: 'Python',
    settings: /^conf\.py$/,
    also: (tree, folder) => tree.names(folder).some((name) => /^index\.(?:rst|md)$/.test(name)),
    output: '_build/html',
    versions: [],
    installedBy: python
  },
  {
    name: 'mdbook',
    language: 'HTML',
    settings: /^book\.toml$/,
    output: 'book',
    stated: /^build-dir\s*=\s*["']([\w./-]+)/m,
    versions: [],
    installedBy: /^package\.json$/
  },
  {
    name: 'eleventy',
    language: 'JavaScript',
    settings: /^(?:\.eleventy|eleventy\.config)\.[cm]?[jt]s$/,
    output: '_site',
    stated: /\boutput\s*:\s*["']([\w./-]+)/,
    versions: [],
    installedBy: /^$/
  }
];
