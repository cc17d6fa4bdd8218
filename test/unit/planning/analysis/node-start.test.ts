import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf, refusalOf } from './checkout-of.ts';

describe('a Node package that no script starts', () => {
  it('is started by its main file, as a web service where that file listens', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ name: 'clock', main: 'src/clock.js' }),
      'src/clock.js': "require('http').createServer((q, r) => r.end('12:00')).listen(process.env.PORT);\n"
    });
    expect(service).toMatchObject({ name: 'clock', kind: 'web', startCommand: 'node src/clock.js' });
  });

  it('is a worker where its entry file only works', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ main: 'gone.js', scripts: { test: 'exit 1' } }),
      'index.js': 'setInterval(() => console.log("tick"), 1000);\n'
    });
    expect(service).toMatchObject({ kind: 'worker', startCommand: 'node index.js', port: null });
  });

  it('is nothing that runs when it is published or has no entry file', async () => {
    const library = { name: 'pad', main: 'index.js', files: ['index.js'] };
    expect(await refusalOf({ 'package.json': manifest(library), 'index.js': '' })).toBe('analysis.nothing');
    expect(await refusalOf({ 'package.json': manifest({ main: 'index.js' }) })).toBe('analysis.nothing');
  });

  it('starts with Bun where Bun installs it, its sources being the module', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ module: 'index.ts', private: true, workspaces: ['packages/*'] }),
      'packages/words/package.json': manifest({ name: 'words', main: 'index.ts' }),
      'packages/words/index.ts': 'export const hello = 1;\n',
      'bun.lock': '{}',
      'index.ts': 'Bun.serve({ port: 3000, fetch: () => new Response("hello") });\n'
    });
    expect(service).toMatchObject({ kind: 'web', packageManager: 'bun', startCommand: 'bun index.ts', port: 3000 });
  });
});

describe('a package.json5', () => {
  const text = (name: string) =>
    `{\n  // what pnpm starts: it's "plain"\n  name: '${name}',\n  scripts: { start: "node main.js // loud", },\n  /* the line */\n  engines: { node: '24.1.0', },\n}\n`;

  it('is read as the package.json that it stands for', async () => {
    const service = await onlyServiceOf({
      'package.json5': text('clock'),
      'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
      'main.js': ''
    });
    expect(service).toMatchObject({ name: 'clock', runtimeVersion: '24', packageManager: 'pnpm' });
    expect(service.startCommand).toBe('node main.js // loud');
    expect(service.dockerfile?.text).toContain('package.json5');
  });

  it('that is broken gives a note', async () => {
    const { filesRead } = await analysisOf({ 'package.json5': '{ name: [', 'index.html': '' });
    expect(filesRead.find(({ path }) => path === 'package.json5')?.note).toContain('is not valid YAML');
  });
});

describe('what the start of a Node app needs', () => {
  it('is srvx for TanStack Start without nitro, and put into the image', async () => {
    const base = { scripts: { build: 'vite build' }, dependencies: { '@tanstack/react-start': '1', react: '19' } };
    const plain = await onlyServiceOf({ 'package.json': manifest(base), 'vite.config.ts': 'tanstackStart()\n' });
    expect(plain.startCommand).toBe('srvx --prod -s ../client dist/server/server.js');
    expect(plain.dockerfile?.text).toContain('npm install -g srvx@1');
    const nitro = await onlyServiceOf({
      'package.json': manifest(base),
      'vite.config.ts': "import { nitro } from 'nitro/vite';\n"
    });
    expect(nitro.startCommand).toBe('node .output/server/index.mjs');
  });

  it('is Bun for a script that says so, whatever installs the packages', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ scripts: { start: 'bun app.js' }, dependencies: { hono: '4' } }),
      'package-lock.json': '{}',
      'app.js': 'export default { fetch: () => new Response("hello") };\n'
    });
    expect(service.startCommand).toBe('bun app.js');
    expect(service.dockerfile?.text).toContain('npm install -g bun@1');
  });

  it('is no server where the settings leave it out, whatever the template’s Dockerfile says', async () => {
    const files = (ssr: boolean) => ({
      'package.json': manifest({
        scripts: { build: 'react-router build', start: 'react-router-serve ./build/server/index.js' },
        dependencies: { 'react-router': '8', '@react-router/serve': '8' },
        devDependencies: { '@react-router/dev': '8' }
      }),
      'react-router.config.ts': `export default { ssr: ${ssr} };\n`,
      Dockerfile:
        'FROM node:22-alpine\nCOPY . /app\nWORKDIR /app\nRUN npm ci && npm run build\nCMD ["npm", "run", "start"]\n'
    });
    const pages = await onlyServiceOf(files(false));
    expect(pages).toMatchObject({ kind: 'static', dockerfile: { origin: 'generated' } });
    expect(pages.dockerfile?.text).toContain('/app/build/client');
    expect((await onlyServiceOf(files(true))).dockerfile?.origin).toBe('repository');
  });

  it('is nothing for an Expo app whose web export is finished pages', async () => {
    const dependencies = { expo: '56', react: '19', 'react-native': '0.85', 'react-native-web': '0.21' };
    const service = await onlyServiceOf({
      'package.json': manifest({ scripts: { build: 'expo export --platform web', start: 'expo start' }, dependencies })
    });
    expect(service).toMatchObject({ kind: 'static', framework: 'expo', startCommand: null });
    expect(service.dockerfile?.text).toContain('/app/dist');
  });

  it('is no server for an Expo app of phones', async () => {
    const dependencies = { expo: '56', react: '19', 'react-native': '0.85' };
    const files = { 'package.json': manifest({ scripts: { start: 'expo start' }, dependencies }), 'index.js': '' };
    expect(await refusalOf(files)).toBe('analysis.nothing');
  });
});
