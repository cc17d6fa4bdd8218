import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf, refusalOf } from './checkout-of.ts';

const express = { express: '^5.0.0' };

describe('an app that Yarn 1 installs', () => {
  it('is not refused for packages that know no newer Node', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ scripts: { start: 'node server.js' }, dependencies: express }),
      'yarn.lock': '',
      'server.js': 'require("express")().listen(3000)'
    });
    expect(service.dockerfile!.text).toContain('yarn install --frozen-lockfile --ignore-engines');
  });
});

describe('a Node server', () => {
  it('is a web service with its commands, port, health and manager', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({
        name: 'shop',
        scripts: { start: 'node server.js' },
        dependencies: express,
        engines: { node: '24.x' }
      }),
      'package-lock.json': '{}',
      'server.js':
        "const app = require('express')();\napp.get('/healthz', (q, r) => r.send('ok'));\napp.listen(process.env.PORT || 4100);\n"
    });
    expect(service).toMatchObject({
      name: 'shop',
      kind: 'web',
      language: 'JavaScript',
      framework: 'express',
      runtimeVersion: '24',
      packageManager: 'npm',
      startCommand: 'node server.js',
      port: 4100,
      health: '/healthz'
    });
    expect(service.evidence.port).toMatchObject({ path: 'server.js', line: 3 });
    expect(service.evidence.runtimeVersion).toMatchObject({ path: 'package.json' });
    expect(service.dockerfile?.text).toContain('FROM node:24-slim');
    expect(service.dockerfile?.text).toContain('npm ci');
    expect(service.dockerfile?.text).toContain('USER node');
  });

  it('starts without its watcher', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({
        scripts: { start: 'nodemon app.js' },
        dependencies: express,
        devDependencies: { nodemon: '3' }
      }),
      'app.js': ''
    });
    expect(service.startCommand).toBe('node app.js');
  });

  it('keeps development packages in the image when the release command is one of them', async () => {
    const files = {
      'package.json': manifest({
        scripts: { start: 'node index.js' },
        dependencies: { ...express, '@prisma/client': '6' },
        devDependencies: { prisma: '6' }
      }),
      'index.js': '',
      'prisma/schema.prisma': 'datasource db {\n  provider = "postgresql"\n  url = env("DATABASE_URL")\n}\n',
      'prisma/migrations/1/migration.sql': ''
    };
    const { services, datastores } = await analysisOf(files);
    expect(services[0]).toMatchObject({ releaseCommand: 'npx prisma migrate deploy', dependsOn: ['postgres'] });
    expect(services[0]?.dockerfile?.text).toContain('openssl');
    expect(services[0]?.dockerfile?.text).not.toContain('prune');
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required', version: '17' }]);
  });

  it('has a worker beside it when a script starts one', async () => {
    const { services } = await analysisOf({
      'package.json': manifest({
        name: 'shop',
        scripts: { start: 'node index.js', worker: 'node worker.js', 'dev:worker': 'nodemon worker.js' },
        dependencies: { ...express, bullmq: '5' }
      }),
      'index.js': '',
      'worker.js': ''
    });
    expect(services.map(({ name, kind, startCommand, port }) => ({ name, kind, startCommand, port }))).toEqual([
      { name: 'shop', kind: 'web', startCommand: 'node index.js', port: 3000 },
      { name: 'worker', kind: 'worker', startCommand: 'node worker.js', port: null }
    ]);
  });
});

describe('full-stack frameworks and sites', () => {
  it.each([
    ['next', { next: '15' }, {}, 'nextjs', 'web', 3000, 'next start'],
    ['nuxt', { nuxt: '3' }, {}, 'nuxt', 'web', 3000, 'node .output/server/index.mjs'],
    ['astro', { astro: '5' }, {}, 'astro', 'static', 8080, null],
    [
      'angular',
      { '@angular/core': '19' },
      { 'angular.json': '{"projects":{"shop":{"projectType":"application"}}}' },
      'angular',
      'static',
      8080,
      null
    ],
    ['vite with React', { react: '19', vite: '7' }, { 'index.html': '' }, 'react', 'static', 8080, null],
    [
      'create-react-app',
      { react: '18', 'react-scripts': '5' },
      { 'public/index.html': '' },
      'react',
      'static',
      8080,
      null
    ],
    ['sveltekit', { '@sveltejs/kit': '2', '@sveltejs/adapter-node': '5' }, {}, 'sveltekit', 'web', 3000, 'node build'],
    ['nest', { '@nestjs/core': '11', '@nestjs/platform-express': '11' }, {}, 'nestjs', 'web', 3000, 'node dist/main']
  ] as const)('%s', async (name, dependencies, files, framework, kind, port, startCommand) => {
    const scripts: Record<string, string> = {
      build: `${name.split(' ')[0]} build`,
      start: name === 'nest' ? 'nest start' : 'vite',
      'start:prod': 'node dist/main'
    };
    if (name === 'create-react-app')
      Object.assign(scripts, { build: 'react-scripts build', start: 'react-scripts start' });
    if (name === 'angular') scripts.build = 'ng build';
    if (name !== 'nest') delete scripts['start:prod'];
    if (name === 'next') scripts.start = 'next start';
    const service = await onlyServiceOf({ 'package.json': manifest({ scripts, dependencies }), ...files });
    expect(service).toMatchObject({ framework, kind, port, startCommand });
  });

  it('puts public variables into the build as arguments', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ scripts: { build: 'next build', start: 'next start' }, dependencies: { next: '15' } }),
      'next.config.js': "module.exports = { output: 'standalone', env: { A: process.env.NEXT_PUBLIC_TITLE } };",
      'public/logo.svg': '<svg/>'
    });
    expect(service.env.find((each) => each.name === 'NEXT_PUBLIC_TITLE')).toMatchObject({
      buildTime: true,
      secret: false
    });
    expect(service.dockerfile?.text).toContain('ARG NEXT_PUBLIC_TITLE');
    expect(service.dockerfile?.text).toContain('.next/standalone');
  });

  it('serves a site with Caddy on a port that needs no rights', async () => {
    const service = await onlyServiceOf({
      'package.json': manifest({ scripts: { build: 'vite build', dev: 'vite' }, devDependencies: { vite: '7' } }),
      'index.html': '<!doctype html>'
    });
    expect(service.dockerfile?.text).toContain('FROM caddy:2');
    expect(service.dockerfile?.text).toContain('COPY --from=build /app/dist /srv/');
    expect(service.dockerfile?.text).toContain('USER 1000:1000');
  });
});

describe('workspaces', () => {
  const member = (name: string, more: object) => manifest({ name: `@shop/${name}`, ...more });
  const files = {
    'package.json': manifest({
      name: 'shop',
      private: true,
      packageManager: 'pnpm@9.15.0',
      scripts: { build: 'turbo run build' }
    }),
    'pnpm-workspace.yaml': 'packages:\n  - apps/*\n  - packages/*\n',
    'pnpm-lock.yaml': "lockfileVersion: '9.0'\n",
    'apps/api/package.json': member('api', {
      scripts: { start: 'node index.js' },
      dependencies: { fastify: '5', '@shop/db': 'workspace:*', pg: '8' }
    }),
    'apps/api/index.js': '',
    'apps/web/package.json': member('web', {
      scripts: { build: 'next build', start: 'next start' },
      dependencies: { next: '15' }
    }),
    'apps/docs/package.json': member('docs', { scripts: { start: 'next start' }, dependencies: { next: '15' } }),
    'packages/db/package.json': member('db', { main: 'dist/index.js', scripts: { build: 'tsc' } }),
    'apps/e2e/package.json': member('e2e', { scripts: { start: 'playwright test' } })
  };

  it('give a service for each app that starts, and none for libraries, documents and tests', async () => {
    const { services } = await analysisOf(files);
    expect(services.map(({ name, path, packageManager }) => ({ name, path, packageManager }))).toEqual([
      { name: 'api', path: 'apps/api', packageManager: 'pnpm' },
      { name: 'web', path: 'apps/web', packageManager: 'pnpm' }
    ]);
  });

  it('are built from the root, with the packages that the app needs', async () => {
    const { services } = await analysisOf(files);
    const text = services[0]?.dockerfile?.text ?? '';
    expect(services[0]?.dockerfile?.context).toBe('.');
    expect(text).toContain('pnpm@9.15.0');
    expect(text).toContain('COPY packages/db/package.json packages/db/');
    expect(text.indexOf('cd packages/db && pnpm run build')).toBeGreaterThan(0);
    expect(text).toContain('WORKDIR /app/apps/api');
  });
});

describe('what is no service', () => {
  it('is a library', async () => {
    expect(
      await refusalOf({
        'package.json': manifest({ name: 'left-pad', main: 'index.js', types: 'index.d.ts' }),
        'index.js': ''
      })
    ).toBe('analysis.nothing');
  });

  it('is a front end that the server of the same repository builds', async () => {
    const { services } = await analysisOf({
      'package.json': manifest({
        name: 'shop',
        scripts: { start: 'node server.js', build: 'cd client && npm install && npm run build' },
        dependencies: express
      }),
      'server.js': '',
      'client/package.json': manifest({ scripts: { build: 'vite build' }, devDependencies: { vite: '7' } }),
      'client/index.html': ''
    });
    expect(services.map((service) => service.path)).toEqual(['.']);
  });
});

describe('the build of a framework that loads its server', () => {
  const next = (example: string) => ({
    'package.json': manifest({
      scripts: { build: 'next build', start: 'next start' },
      dependencies: { next: '15', pg: '8', stripe: '17' }
    }),
    '.env.example': example
  });
  const buildLine = async (files: Record<string, string>) =>
    (await onlyServiceOf(files)).dockerfile!.text.split('\n').find((line) => line.includes('run build'))!;

  it('is given stand-ins for what the service must have, and the image is not', async () => {
    const files = next(
      'POSTGRES_URL=postgresql://***\nSTRIPE_SECRET_KEY=sk_test_***\nAUTH_SECRET=***\nBASE_URL=http://localhost:3000\n'
    );
    const line = await buildLine(files);
    expect(line).toContain('POSTGRES_URL=postgresql://app:build@localhost:5432/app ');
    expect(line).toContain(`STRIPE_SECRET_KEY=${'0'.repeat(32)} `);
    expect(line).toContain(`AUTH_SECRET=${'0'.repeat(32)} `);
    expect(line).toContain('BASE_URL=http://localhost:3000 ');
    expect(line).toMatch(/ npm run build$/);
    const { text } = (await onlyServiceOf(files)).dockerfile!;
    expect(text.replace(line, '')).not.toMatch(/STRIPE_SECRET_KEY|POSTGRES_URL/);
  });

  it('is not given what may be left out', async () => {
    expect(await buildLine(next('# STRIPE_SECRET_KEY=\n'))).toBe('RUN npm run build');
  });

  it('gives nothing to a compiler, which runs none of the code', async () => {
    const files = {
      'package.json': manifest({
        scripts: { build: 'tsc', start: 'node dist/main.js' },
        dependencies: { ...express, stripe: '17' },
        devDependencies: { typescript: '5' }
      }),
      'src/main.ts': '',
      '.env.example': 'STRIPE_SECRET_KEY=sk_test_***\n'
    };
    expect((await onlyServiceOf(files)).env).toMatchObject([{ name: 'STRIPE_SECRET_KEY', required: true }]);
    expect(await buildLine(files)).toBe('RUN npm run build');
  });
});
