import { describe, expect, it } from 'vitest';
import { analyse } from '../../../../workers/planning/analysis/analyse.ts';
import { checkoutOf, manifest } from './checkout-of.ts';

const server = {
  'server/package.json': manifest({ scripts: { start: 'node a.js' }, dependencies: { express: '5' } }),
  'server/a.js': 'require("express")().listen(3000)'
};

/** Files that some part of the analysis reads: manifests, statements, versions, settings, code. */
const files = [
  ...[
    'package.json',
    'pnpm-workspace.yaml',
    'turbo.json',
    'nx.json',
    'lerna.json',
    'deno.json',
    'bunfig.toml',
    '.nvmrc'
  ],
  ...[
    'pyproject.toml',
    'requirements.txt',
    'Pipfile',
    'setup.py',
    'manage.py',
    'uv.lock',
    '.python-version',
    'runtime.txt'
  ],
  ...[
    'go.mod',
    'go.work',
    'main.go',
    'Cargo.toml',
    'rust-toolchain.toml',
    'src/main.rs',
    'CMakeLists.txt',
    'meson.build'
  ],
  ...[
    'Gemfile',
    'Gemfile.lock',
    'config.ru',
    'config/database.yml',
    '.ruby-version',
    'composer.json',
    'artisan',
    'index.php'
  ],
  ...[
    'pom.xml',
    'build.gradle',
    'build.gradle.kts',
    'settings.gradle',
    'gradle/libs.versions.toml',
    'build.sbt',
    'project.clj'
  ],
  ...['deps.edn', 'global.json', 'App.csproj', 'App.sln', 'appsettings.json', 'Directory.Build.props', 'Program.cs'],
  ...['src/main/resources/application.yml', 'src/main/resources/application.properties', 'conf/application.conf'],
  ...[
    'mix.exs',
    'config/runtime.exs',
    'gleam.toml',
    'shard.yml',
    'Package.swift',
    'pubspec.yaml',
    'stack.yaml',
    'app.cabal'
  ],
  ...[
    'Dockerfile',
    'compose.yaml',
    'docker-compose.yml',
    'Procfile',
    'app.json',
    'render.yaml',
    'fly.toml',
    'railway.json'
  ],
  ...[
    'railway.toml',
    'heroku.yml',
    'nixpacks.toml',
    'railpack.json',
    '.devcontainer/devcontainer.json',
    'k8s/app.yaml'
  ],
  ...[
    '.env.example',
    'README.md',
    'mise.toml',
    '.tool-versions',
    'index.html',
    'Staticfile',
    'start.sh',
    'prisma/schema.prisma'
  ]
];

const bodies: [string, string][] = [
  ['nothing in it', ''],
  ['only a brace', '{'],
  ['null for everything', 'null'],
  ['a list where an object belongs', '[[[]], 1, "x", null]'],
  ['a number', '1e999'],
  ['brackets that never close', '['.repeat(60_000)],
  ['objects that never close', '{"a":'.repeat(30_000)],
  ['elements that never close', `<project>${'<a>'.repeat(60_000)}`],
  ['an entity that grows', '<!DOCTYPE a [<!ENTITY b "&c;&c;"><!ENTITY c "&b;&b;">]><project>&b;</project>'],
  ['one line without an end', 'a'.repeat(120_000)],
  ['blanks without an end', `name ${' '.repeat(120_000)}x`],
  ['line ends without an end', `name:${'\n'.repeat(120_000)}x`],
  ['quotes without an end', `${'"\\'.repeat(100_000)}`],
  ['references without an end', '${A:-'.repeat(40_000)],
  [
    'keys that are members of every object',
    '{"__proto__": {"x": 1}, "constructor": "y", "toString": [], "scripts": {"hasOwnProperty": 1}}'
  ],
  [
    'values of the wrong kind',
    '{"name": [], "scripts": "x", "dependencies": 7, "engines": [null], "workspaces": {"packages": {"a": 1}}}'
  ],
  ['YAML of the wrong kind', 'services:\n  - a\n  - 7\nimage: {}\nname: [x]\nversion: {y: z}\n'],
  ['TOML of the wrong kind', 'project = 7\ntool = "x"\npackage = []\nworkspace = [1]\n'],
  ['control characters', 'name = "a\u0000\u0007\u001b[31m"\n\u202e\ufeff'],
  ['words of the shell', 'name: "$(reboot)"\nruby "`reboot`; reboot"\nnode = "22 && reboot"\n']
];

const groups = Array.from({ length: 6 }, (_, group) => files.filter((_file, at) => at % 6 === group));

describe.each(bodies)('a repository whose files hold %s', (_title, body) => {
  it.each(groups)('is still analysed when they are %s, %s, %s and more', async (...paths) => {
    const hostile = Object.fromEntries(paths.map((path) => [path, body]));
    const result = await analyse(
      checkoutOf({ ...server, ...hostile }),
      { kind: 'git', url: 'https://git.example/owner/shop', ref: null, subfolder: null },
      () => Promise.resolve()
    );
    const services = result.ok ? result.value.services : [];
    expect(services.map(({ path }) => path)).toContain('server');
    const text = services.map((service) => service.dockerfile?.text ?? '').join('\n');
    // what a Procfile starts is its own to say, and runs in its own container
    expect(text.replace(/^CMD .*$/gm, '')).not.toMatch(/\$\(reboot\)|`reboot`|&& reboot/);
  });
});
