import type { BuildFacts, Written } from '../detector.ts';
import type { Generator } from '../detectors/static/generators.ts';
import { aptInstall, dockerfile, ignoreText, runCached, word } from './layout.ts';
import { caddyStage } from './static.ts';

/** What the Dockerfile of a generated site is written from; `manifests` are the names of those in its folder. */
export interface GeneratedSite {
  folder: string;
  generator: Generator['name'];
  version: string | null;
  output: string;
  manifests: string[];
}

/** Makes the site in a first stage and serves it with Caddy. */
export function writeGenerated(site: GeneratedSite, facts: BuildFacts): Written {
  return {
    text: dockerfile(stageOf(site), caddyStage(`/src/${site.output}`, facts.port)),
    ignore: ignoreText(site.output, '**/node_modules', '_site', '.jekyll-cache', 'resources/_gen'),
    context: site.folder
  };
}

function stageOf(site: GeneratedSite): (string | null)[] {
  switch (site.generator) {
    case 'hugo':
      return hugo(site);
    case 'zola':
      return [
        `FROM ghcr.io/getzola/zola:v${full(site.version, '0.22.1')} AS zola`,
        '',
        'FROM debian:13-slim AS build',
        'COPY --from=zola /bin/zola /usr/local/bin/zola',
        ...sources(`zola build --output-dir ${word(`/src/${site.output}`)} --force`)
      ];
    case 'jekyll':
      return jekyll(site);
    case 'mdbook':
      return [
        'FROM rust:1 AS build',
        `RUN --mount=type=cache,target=/usr/local/cargo/registry cargo install mdbook --root /usr/local${site.version ? ` --version ${word(site.version)}` : ''}`,
        ...sources(`mdbook build --dest-dir ${word(`/src/${site.output}`)}`)
      ];
    case 'eleventy':
      return ['FROM node:24-slim AS build', ...sources(`npx --yes @11ty/eleventy@3 --output=${word(site.output)}`)];
    default:
      return python(site);
  }
}

const sources = (command: string): string[] => ['WORKDIR /src', 'COPY . .', `RUN ${command}`];

/** A version with all of its three numbers, else the fallback. */
const full = (version: string | null, fallback: string): string =>
  version && /^\d+\.\d+\.\d+$/.test(version) ? version : fallback;

/** Debian's Hugo is the extended one; a stated version is built from its module. */
function hugo({ version, output, manifests }: GeneratedSite): (string | null)[] {
  const make = `hugo --minify --destination ${word(`/src/${output}`)}`;
  const install = manifests.includes('package.json') ? 'npm install --no-audit --no-fund && ' : '';
  const tools = install ? ['nodejs', 'npm'] : [];
  if (version && /^\d+\.\d+(?:\.\d+)?$/.test(version))
    return [
      'FROM golang:1 AS build',
      aptInstall(['g++', ...tools]),
      `RUN --mount=type=cache,target=/go/pkg/mod --mount=type=cache,target=/root/.cache/go-build CGO_ENABLED=1 go install -tags extended github.com/gohugoio/hugo@v${full(version, `${version}.0`)}`,
      ...sources(`${install}${make}`)
    ];
  return [
    manifests.includes('go.mod') ? 'FROM golang:1 AS build' : 'FROM debian:13-slim AS build',
    aptInstall(['ca-certificates', 'git', 'hugo', ...tools]),
    ...sources(`${install}${make}`)
  ];
}

function jekyll({ output, manifests }: GeneratedSite): string[] {
  const gems = manifests.includes('Gemfile');
  const make = `jekyll build --destination ${word(`/src/${output}`)}`;
  return [
    'FROM ruby:3.4 AS build',
    'WORKDIR /src',
    'ENV JEKYLL_ENV=production LANG=C.UTF-8 BUNDLE_PATH=/usr/local/bundle',
    'COPY . .',
    runCached('/root/.bundle', gems ? 'bundle install' : 'gem install jekyll jekyll-feed jekyll-seo-tag minima'),
    `RUN ${gems ? 'bundle exec ' : ''}${make}`
  ];
}

const pythonTools: Record<string, { packages: string[]; command: (output: string) => string }> = {
  mkdocs: { packages: ['mkdocs', 'mkdocs-material'], command: (output) => `mkdocs build --site-dir ${output}` },
  pelican: { packages: ['pelican[markdown]'], command: (output) => `pelican content --output ${output}` },
  sphinx: { packages: ['sphinx', 'myst-parser'], command: (output) => `sphinx-build -b html . ${output}` }
};

function python({ generator, output, manifests }: GeneratedSite): (string | null)[] {
  const { packages, command } = pythonTools[generator]!;
  const requirements = manifests.find((name) => name.startsWith('requirements'));
  const what = requirements ? `-r ${word(requirements)} ${word(packages[0]!)}` : packages.map(word).join(' ');
  return [
    'FROM python:3.13-slim AS build',
    aptInstall(['git']),
    'WORKDIR /src',
    'COPY . .',
    runCached('/root/.cache/pip', `pip install ${what}`),
    `RUN ${command(word(`/src/${output}`))}`
  ];
}
