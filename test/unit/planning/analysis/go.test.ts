import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const main = { 'main.go': 'package main\nfunc main() { http.ListenAndServe(":8080", nil) }\n' };
const dockerfileOf = async (files: Record<string, string>) =>
  (await onlyServiceOf({ ...main, ...files })).dockerfile!.text;

const module = (version: string, ...requires: string[]) =>
  `module example.com/shop\n\ngo ${version}\n\nrequire (\n${requires.map((line) => `\t${line}\n`).join('')})\n`;
const sums = (version: string, kind: string) => `github.com/mattn/go-sqlite3 ${version}${kind} h1:aGFzaA==\n`;
const program = (body: string) => `package main\n\nfunc main() {\n\t${body}\n}\n`;

describe('a Go program', () => {
  it('is built without C', async () => {
    const text = await dockerfileOf({ 'go.mod': module('1.24', 'github.com/gin-gonic/gin v1.10.0') });
    expect(text).toContain('CGO_ENABLED=0');
    expect(text).not.toContain('gcc');
  });

  it.each([
    ['requires', 'github.com/mattn/go-sqlite3 v1.14.15'],
    ['gets from a driver', 'github.com/mattn/go-sqlite3 v1.14.15 // indirect']
  ])('is built with a C compiler when it %s SQLite in C', async (_, line) => {
    const text = await dockerfileOf({ 'go.mod': module('1.22', 'gorm.io/driver/sqlite v1.5.0', line) });
    expect(text).toContain('CGO_ENABLED=1');
    expect(text).toMatch(/apt-get install .*gcc libc6-dev/);
  });

  it('of an old go.mod, which keeps silent about what others require, is judged by its sums', async () => {
    const old = { 'go.mod': module('1.15', 'github.com/jinzhu/gorm v1.9.16') };
    expect(await dockerfileOf({ ...old, 'go.sum': sums('v1.14.0', '') })).toContain('CGO_ENABLED=1');
    expect(await dockerfileOf({ ...old, 'go.sum': sums('v1.14.0', '/go.mod') })).toContain('CGO_ENABLED=0');
  });
});

describe('the framework of a Go program', () => {
  it.each([
    ['gin', 'github.com/gin-gonic/gin v1.10.0', 8080],
    ['echo', 'github.com/labstack/echo/v4 v4.13.0', 1323],
    ['fiber', 'github.com/gofiber/fiber/v2 v2.52.0', 3000],
    ['chi', 'github.com/go-chi/chi/v5 v5.2.0', 8080],
    ['gorilla', 'github.com/gorilla/mux v1.8.1', 8080],
    ['beego', 'github.com/beego/beego/v2 v2.3.0', 8080],
    ['buffalo', 'github.com/gobuffalo/buffalo v1.1.0', 3000]
  ])('is %s where go.mod requires it', async (framework, line, port) => {
    const files = { 'go.mod': module('1.24', line), 'main.go': program('run()') };
    expect(await onlyServiceOf(files)).toMatchObject({ kind: 'web', framework, port });
  });

  it('is the one that rests on others where several are required', async () => {
    const files = {
      'go.mod': module('1.24', 'github.com/go-chi/chi/v5 v5.2.0', 'github.com/danielgtaylor/huma/v2 v2.30.0'),
      'main.go': program('run()')
    };
    expect((await onlyServiceOf(files)).framework).toBe('huma');
  });

  it('is none that only others require', async () => {
    const files = { ...main, 'go.mod': module('1.24', 'github.com/gin-gonic/gin v1.10.0 // indirect') };
    expect((await onlyServiceOf(files)).framework).toBeNull();
  });
});

describe('the version of Go', () => {
  const versionOf = async (mod: string, files: Record<string, string> = {}) =>
    (await onlyServiceOf({ ...main, 'go.mod': mod, ...files })).runtimeVersion;

  it('is that of a version manager before the toolchain and the language of go.mod', async () => {
    const mod = 'module example.com/shop\n\ngo 1.22.0\n\ntoolchain go1.23.4\n';
    expect(await versionOf(mod, { '.go-version': '1.25.1\n' })).toBe('1.25');
    expect(await versionOf(mod, { '.tool-versions': 'golang 1.24.2\n' })).toBe('1.24');
    expect(await versionOf(mod)).toBe('1.23');
    expect(await versionOf(module('1.22'))).toBe('1.22');
  });
});

describe('the programs of a Go module', () => {
  it('are found below cmd under any file name, tools and generators left out', async () => {
    const { services } = await analysisOf({
      'go.mod': module('1.24'),
      'cmd/shopd/shopd.go': program('http.ListenAndServe(":9000", nil)'),
      'cmd/mail-worker/main.go': program('consume()'),
      'cmd/shopctl/main.go': program('fmt.Println("shop")'),
      'gen.go': '//go:build ignore\n\npackage main\n\nfunc main() {}\n'
    });
    expect(services.map(({ kind, port }) => `${kind} ${port}`)).toEqual(['web 9000', 'worker null']);
    expect(services.map(({ dockerfile }) => /(\.\/cmd\/[\w-]+)/.exec(dockerfile!.text)![1])).toEqual([
      './cmd/shopd',
      './cmd/mail-worker'
    ]);
  });

  it('listen where what they import does', async () => {
    const service = await onlyServiceOf({
      'go.mod': module('1.24'),
      'main.go': 'package main\n\nimport (\n\t"example.com/shop/internal/server"\n)\n\nfunc main() { server.Run() }\n',
      'internal/server/server.go': 'package server\n\nfunc Run() { http.ListenAndServe(":7070", mux) }\n'
    });
    expect(service).toMatchObject({ kind: 'web', port: 7070 });
  });

  it('are workers where nothing listens, and nothing where a person runs them with arguments', async () => {
    const silent = { 'main.go': program('loop()') };
    expect((await onlyServiceOf({ ...silent, 'go.mod': module('1.24') })).kind).toBe('worker');
    const cli = { ...silent, 'go.mod': module('1.24', 'github.com/spf13/cobra v1.9.0') };
    await expect(analysisOf(cli)).rejects.toThrow('analysis.nothing');
  });

  it('need no go.mod where the repository is one file', async () => {
    const service = await onlyServiceOf({ 'main.go': program('http.ListenAndServe(":8080", nil)') });
    expect(service).toMatchObject({ kind: 'web', language: 'Go', port: 8080 });
    expect(service.dockerfile!.text).toContain('go mod init app && go mod tidy && go build');
    expect(service.dockerfile!.text).not.toContain('COPY go.mod');
  });

  it('take pages and settings along, and neither code nor the sources of pages', async () => {
    const text = await dockerfileOf({
      'go.mod': module('1.24'),
      'templates/index.html': '<p></p>',
      'config/config.go': 'package config\n',
      'web/package.json': '{}',
      'config.yaml': 'port: 8080\n'
    });
    expect(text).toContain('/src/templates ./templates');
    expect(text).toContain('/src/config.yaml ./');
    expect(text).not.toMatch(/\/src\/(?:config|web) /);
  });

  it('lie where a Procfile looks for them', async () => {
    const text = await dockerfileOf({ 'go.mod': module('1.24'), Procfile: 'web: bin/shop\n' });
    expect(text).toContain('COPY --from=build /out/app /app/bin/shop');
    expect(text).toContain('CMD ["bin/shop"]');
  });
});

describe('Go modules that are built together', () => {
  it('are built from the folder of their go.work', async () => {
    const service = await onlyServiceOf({
      'go.work': 'go 1.24\n\nuse (\n\t./api\n\t./shared\n)\n',
      'api/go.mod': module('1.24'),
      'api/main.go': program('http.ListenAndServe(":8080", nil)'),
      'shared/go.mod': 'module example.com/shared\n\ngo 1.24\n',
      'shared/shared.go': 'package shared\n'
    });
    expect(service.dockerfile).toMatchObject({ context: '.' });
    expect(service.dockerfile!.text).toContain('WORKDIR /src/api');
    expect(service.dockerfile!.text).not.toContain('go mod download');
  });

  it('are built from the folder that holds what go.mod replaces', async () => {
    const service = await onlyServiceOf({
      'services/api/go.mod': `${module('1.24')}\nreplace example.com/shared => ../../shared\n`,
      'services/api/go.sum': '',
      'services/api/main.go': program('http.ListenAndServe(":8080", nil)'),
      'shared/go.mod': 'module example.com/shared\n',
      'shared/shared.go': 'package shared\n'
    });
    expect(service).toMatchObject({ path: 'services/api', dockerfile: { context: '.' } });
    expect(service.dockerfile!.text).toContain('WORKDIR /src/services/api');
  });
});

describe('pages that a Go program has built into it', () => {
  const pages = {
    'ui/package.json': manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '8' } }),
    'ui/package-lock.json': '{}',
    'ui/index.html': '<div id="root"></div>'
  };
  const embeds = (folder: string) =>
    `package main\n\n//go:embed all:${folder}\nvar pages embed.FS\n\nfunc main() { http.ListenAndServe(":8080", nil) }\n`;

  it('are made by Node first, and their folder is no service', async () => {
    const service = await onlyServiceOf({ ...pages, 'go.mod': module('1.24'), 'main.go': embeds('ui/dist') });
    expect(service).toMatchObject({ path: '.', language: 'Go' });
    expect(service.dockerfile!.text).toMatch(/FROM node:\d+-slim AS pages\nWORKDIR \/src\/ui\n/);
    expect(service.dockerfile!.text).toContain('RUN npm run build');
    expect(service.dockerfile!.text).toContain('COPY --from=pages /src/ui/dist /src/ui/dist');
  });

  it('are laid where the program looks for them when that is elsewhere', async () => {
    const service = await onlyServiceOf({
      ...pages,
      'go.mod': module('1.24'),
      'main.go':
        'package main\n\nimport "example.com/shop/web/embedded"\n\nfunc main() { http.ListenAndServe(":8080", embedded.Pages) }\n',
      'web/embedded/embed.go': 'package embedded\n\n//go:embed dist/*\nvar Pages embed.FS\n'
    });
    expect(service.dockerfile!.text).toContain('COPY --from=pages /src/ui/dist /src/web/embedded/dist');
  });

  it('need no Node where the repository holds them', async () => {
    const script = 'x'.repeat(4000);
    const files = { 'go.mod': module('1.24'), 'main.go': embeds('static'), 'static/app.js': script };
    expect((await onlyServiceOf(files)).dockerfile!.text).not.toContain('node:');
  });
});
