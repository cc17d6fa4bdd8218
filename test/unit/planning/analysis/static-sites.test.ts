import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

describe('a folder of pages', () => {
  it('is served as it is', async () => {
    const service = await onlyServiceOf({ 'index.html': '<p>hello</p>', 'style.css': 'p {}' });
    expect(service).toMatchObject({ kind: 'static', framework: 'static', port: 8080, health: '/' });
  });

  it('lies where a Staticfile says', async () => {
    const service = await onlyServiceOf({ Staticfile: 'root: site\n', 'site/index.html': '<p>hello</p>' });
    expect(service.kind).toBe('static');
    expect(service.dockerfile).toMatchObject({ context: 'site' });
  });

  it('that a Staticfile names outside the repository is not taken', async () => {
    await expect(analysisOf({ Staticfile: 'root: ../../etc\n', 'notes.txt': 'x' })).rejects.toThrow('analysis.nothing');
  });

  it('below the manifest of a program is a part of that', async () => {
    const files = { 'Cargo.toml': '[package]\nname = "lib"\n', 'src/lib.rs': '', 'docs/index.html': '<p></p>' };
    await expect(analysisOf(files)).rejects.toThrow('analysis.nothing');
  });
});

describe('a generated site', () => {
  it.each<[string, string, Record<string, string>, RegExp]>([
    [
      'hugo',
      'HTML',
      { 'hugo.toml': 'baseURL = "https://example.org/"\n', 'content/_index.md': '# Hello' },
      /install .*\bhugo\b[\s\S]*hugo --minify --destination \/src\/public/
    ],
    [
      'hugo',
      'HTML',
      { 'config.toml': 'title = "x"\n', 'content/a.md': 'x', 'layouts/index.html': '<p></p>' },
      /hugo --minify/
    ],
    [
      'zola',
      'HTML',
      { 'config.toml': 'base_url = "https://example.org"\n', 'content/a.md': 'x', 'templates/index.html': '<p></p>' },
      /zola build --output-dir \/src\/public/
    ],
    [
      'jekyll',
      'Ruby',
      { '_config.yml': 'title: x\n', Gemfile: 'gem "jekyll"\n', '_posts/2026-01-01-a.md': 'x' },
      /bundle exec jekyll build --destination \/src\/_site/
    ],
    [
      'mkdocs',
      'Python',
      { 'mkdocs.yml': 'site_name: x\nsite_dir: out\n', 'docs/index.md': 'x' },
      /mkdocs build --site-dir \/src\/out/
    ],
    [
      'mdbook',
      'HTML',
      { 'book.toml': '[book]\ntitle = "x"\n', 'src/SUMMARY.md': 'x' },
      /mdbook build --dest-dir \/src\/book/
    ],
    [
      'pelican',
      'Python',
      { 'pelicanconf.py': 'AUTHOR = "x"\n', 'content/a.md': 'x' },
      /pelican content --output \/src\/output/
    ],
    [
      'sphinx',
      'Python',
      { 'conf.py': 'project = "x"\n', 'index.rst': 'x' },
      /sphinx-build -b html \. \/src\/_build\/html/
    ],
    [
      'eleventy',
      'JavaScript',
      { '.eleventy.js': 'module.exports = {}\n', 'index.md': 'x' },
      /@11ty\/eleventy@3 --output=_site/
    ]
  ])('by %s is made and served', async (framework, language, files, makes) => {
    const service = await onlyServiceOf(files);
    expect(service).toMatchObject({ kind: 'static', framework, language, port: 8080 });
    expect(service.dockerfile!.text).toMatch(makes);
    expect(service.dockerfile!.text).toMatch(/COPY --from=build \/src\/[\w/]+ \/srv\//);
  });

  it('is made by the version that is stated', async () => {
    const files = {
      'hugo.toml': '',
      'content/a.md': 'x',
      'netlify.toml': '[build.environment]\nHUGO_VERSION = "0.148.2"\n'
    };
    const service = await onlyServiceOf(files);
    expect(service.runtimeVersion).toBe('0.148.2');
    expect(service.dockerfile!.text).toContain('github.com/gohugoio/hugo@v0.148.2');
  });

  it('that documents a package is no service', async () => {
    const files = {
      'mkdocs.yml': 'site_name: x\n',
      'docs/index.md': 'x',
      'pyproject.toml': '[build-system]\nrequires = ["hatchling"]\n\n[project]\nname = "x"\n'
    };
    await expect(analysisOf(files)).rejects.toThrow('analysis.nothing');
  });

  it('beside a program is not the service', async () => {
    const service = await onlyServiceOf({
      'book.toml': '[book]\n',
      'go.mod': 'module example.com/shop\n\ngo 1.24\n',
      'main.go': 'package main\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n',
      'package.json': manifest({ private: true })
    });
    expect(service.language).toBe('Go');
  });
});
