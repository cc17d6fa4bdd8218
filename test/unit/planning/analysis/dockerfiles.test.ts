import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const app = {
  'package.json': manifest({ name: 'shop', scripts: { start: 'node server.js' }, dependencies: { express: '5' } }),
  'server.js': "require('express')().listen(3000)"
};
const site = {
  'package.json': manifest({
    name: 'site',
    scripts: { dev: 'vite', build: 'vite build' },
    dependencies: { vite: '7', react: '19' }
  }),
  'index.html': '<div></div>',
  'vite.config.js': 'export default {}'
};
const of = (text: string, more: Record<string, string> = {}) => onlyServiceOf({ ...app, Dockerfile: text, ...more });

describe('a Dockerfile', () => {
  it('is read to its last line, whatever its escapes, heredocs and arguments', async () => {
    const service = await of(
      '# syntax=docker/dockerfile:1\nARG LINE=24\nARG FLAVOUR=slim\nFROM node:${LINE}-${FLAVOUR} AS base\nRUN <<EOF\necho EXPOSE 1\nEOF\nFROM base\nARG INNER=8123\nEXPOSE 53/udp ${INNER}/tcp\nENTRYPOINT ["node"]\nCMD [ "server.js", \\\n  "--quiet" ]\nHEALTHCHECK --interval=5s CMD curl -f http://localhost:8123/ready || exit 1\n'
    );
    expect(service).toMatchObject({ port: 8123, health: '/ready', runtimeVersion: '24' });
    expect(service.dockerfile?.origin).toBe('repository');
  });

  it('exposes a range by its first port', async () => {
    expect((await of('FROM node:24\nEXPOSE 8100-8110\nCMD ["node", "server.js"]\n')).port).toBe(8100);
  });

  it('names its port in its command where it exposes none', async () => {
    expect((await of('FROM node:24\nCMD ./serve --host 0.0.0.0 --port 8200\n')).port).toBe(8200);
  });

  it('serves port 80 where its base does', async () => {
    const { services } = await analysisOf({ Dockerfile: 'FROM php:8.4-apache\nCOPY . /var/www/html\n' });
    expect(services).toMatchObject([{ kind: 'web', port: 80 }]);
  });

  it.each([
    ['curl -f localhost:3000/up', '/up'],
    ['wget --spider http://127.0.0.1:${PORT:-3000}/health', '/health'],
    [`node -e "require('http').get({ port: 3000, path: '/alive' })"`, '/alive'],
    [`node -e "fetch('http://localhost:' + process.env.PORT + '/live')"`, '/live'],
    ['curl http://localhost:3000', '/'],
    ['pgrep node', null]
  ])('is asked after its health as in `%s`', async (check, path) => {
    const service = await of(`FROM node:24\nEXPOSE 3000\nHEALTHCHECK CMD ${check}\nCMD ["node", "server.js"]\n`);
    expect(service.health).toBe(path);
  });

  it('ends for production where a stage says so, not with the stage for tests', async () => {
    const service = await of(
      'FROM node:24 AS base\nFROM base AS release\nEXPOSE 3100\nCMD ["node", "server.js"]\nFROM base AS test\nEXPOSE 3999\nCMD ["npm", "test"]\nFROM scratch AS artifacts\nCOPY --from=base /x /x\n'
    );
    expect(service).toMatchObject({ port: 3100, dockerfile: { target: 'release' } });
  });

  it('is reused with a note where nobody mends its base any more', async () => {
    const service = await of('FROM node:14-alpine\nEXPOSE 3000\nCMD ["node", "server.js"]\n');
    expect(service.dockerfile?.origin).toBe('repository');
    expect(service.evidence.dockerfile?.excerpt).toContain('nobody mends Node.js 14');
  });

  it.each([
    ['FROM node:24\nCOPY . .\n', 'it states no command'],
    ['FROM node:24\nCOPY dist/ .\nCMD ["node", "."]\n', 'it copies dist'],
    [
      'FROM python:3.7-buster\nRUN apt-get update && apt-get install -y git\nCMD ["python"]\n',
      'can no longer be installed'
    ],
    ['FROM node:24\nCMD ["npx", "nodemon", "server.js"]\n', 'development server']
  ])('is replaced, and why is said: %s', async (text, why) => {
    const service = await of(text);
    expect(service.dockerfile?.origin).toBe('generated');
    expect(service.evidence.dockerfile).toMatchObject({ path: 'Dockerfile', excerpt: expect.stringContaining(why) });
  });

  it('is replaced where it builds with an older Java than the code asks for', async () => {
    const pom =
      '<project><artifactId>shop</artifactId><properties><java.version>21</java.version></properties><parent><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-parent</artifactId></parent><dependencies><dependency><groupId>org.springframework.boot</groupId><artifactId>spring-boot-starter-web</artifactId></dependency></dependencies><build><plugins><plugin><groupId>org.springframework.boot</groupId><artifactId>spring-boot-maven-plugin</artifactId></plugin></plugins></build></project>';
    const service = await onlyServiceOf({
      'pom.xml': pom,
      'src/main/java/App.java':
        '@SpringBootApplication\npublic class App { public static void main(String[] a) { SpringApplication.run(App.class); } }',
      Dockerfile: 'FROM eclipse-temurin:8\nCOPY . .\nCMD ["java", "App"]\n'
    });
    expect(service.dockerfile?.origin).toBe('generated');
    expect(service.evidence.dockerfile?.excerpt).toContain('Java 8');
  });

  it('for developers gives way to the one for production', async () => {
    const service = await onlyServiceOf({
      ...app,
      'Dockerfile.dev': 'FROM node:24\nCMD ["npm", "run", "dev"]\n',
      Dockerfile: 'FROM node:24\nEXPOSE 3000\nCMD ["node", "server.js"]\n',
      'compose.yml': 'services:\n  shop: { build: { context: ., dockerfile: Dockerfile.dev } }\n'
    });
    expect(service.dockerfile).toMatchObject({ origin: 'repository', path: 'Dockerfile' });
  });

  it('with a development server for finished files is replaced by a file server', async () => {
    const files = { ...site, Dockerfile: 'FROM node:24\nCOPY . .\nCMD ["npm", "run", "dev"]\n' };
    expect(await onlyServiceOf(files)).toMatchObject({ kind: 'static', dockerfile: { origin: 'generated' } });
  });

  it('keeps a development server that hands requests on to a back end', async () => {
    const files = {
      ...site,
      'vite.config.js': "export default { server: { proxy: { '/api': 'http://api:3000' } } }",
      Dockerfile:
        'FROM node:24 AS development\nCOPY . .\nEXPOSE 5173\nCMD ["npm", "run", "dev"]\nFROM nginx\nCOPY --from=development /x /y\n',
      'compose.yml': 'services:\n  site: { build: { context: ., target: development }, ports: ["5173:5173"] }\n'
    };
    expect(await onlyServiceOf(files)).toMatchObject({
      kind: 'web',
      port: 5173,
      dockerfile: { origin: 'repository', target: 'development' }
    });
  });
});
