import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const root = {
  'nx.json': '{}',
  'package.json': manifest({
    name: 'shop',
    scripts: { start: 'nx serve', build: 'nx build' },
    dependencies: { express: '4', next: '15', react: '19', '@nestjs/core': '11' },
    devDependencies: { nx: '21', vite: '6' }
  }),
  'package-lock.json': '{}'
};
const project = (executor: string, options: object = {}, more: object = {}) =>
  manifest({ projectType: 'application', targets: { build: { executor, options, ...more } } });

describe('an Nx workspace', () => {
  it('is its applications, not its root, its libraries or its tests', async () => {
    const { services } = await analysisOf({
      ...root,
      'apps/api/project.json': project('@nx/webpack:webpack', { target: 'node', outputPath: 'dist/apps/api' }),
      'apps/api/src/main.ts': "import { NestFactory } from '@nestjs/core';\n",
      'apps/shop/project.json': project('@nx/next:build', { outputPath: 'dist/apps/shop' }),
      'apps/board/project.json': project('@nx/vite:build', { outputPath: 'dist/apps/board' }),
      'apps/board/src/main.tsx': "import { createRoot } from 'react';\nimport 'react/jsx-runtime';\n",
      'apps/shop-e2e/project.json': project('@nx/vite:build'),
      'libs/words/project.json': manifest({ projectType: 'library' })
    });
    expect(services.map(({ path, kind, framework, startCommand }) => [path, kind, framework, startCommand])).toEqual([
      ['apps/api', 'web', 'nestjs', 'node dist/apps/api/main.js'],
      ['apps/board', 'static', 'react', null],
      ['apps/shop', 'web', 'nextjs', 'next start dist/apps/shop']
    ]);
  });

  it('is built from its root, for production where the project knows that', async () => {
    const service = await onlyServiceOf({
      ...root,
      'apps/api/project.json': project('@nrwl/node:webpack', {}, { configurations: { production: {} } }),
      'apps/api/src/main.ts': "import * as express from 'express';\nexpress().listen(3333);\n"
    });
    expect(service).toMatchObject({ framework: 'express', port: 3333, dockerfile: { context: '.' } });
    expect(service.dockerfile?.text).toContain('RUN npx nx build api --configuration=production');
    expect(service.dockerfile?.text).not.toContain('npm run build');
    expect(service.buildCommand).toBe('npx nx build api --configuration=production');
  });

  it('infers what it builds from the settings of a bundler', async () => {
    const service = await onlyServiceOf({
      ...root,
      'apps/mail-worker/project.json': manifest({ projectType: 'application' }),
      'apps/mail-worker/webpack.config.js':
        "module.exports = { output: { path: join(__dirname, '../../dist/apps/mail-worker') }, plugins: [new Plugin({ target: 'node' })] };\n"
    });
    expect(service).toMatchObject({ kind: 'worker', startCommand: 'node dist/apps/mail-worker/main.js' });
  });

  it('is served from where a project says that its pages go', async () => {
    const { services } = await analysisOf({
      ...root,
      'apps/board/project.json': project('@angular/build:application', {
        outputPath: { base: 'dist/board', browser: '' }
      }),
      'apps/cart/project.json': manifest({
        projectType: 'application',
        targets: { build: { outputs: ['{workspaceRoot}/dist/cart'] } }
      }),
      'apps/cart/rsbuild.config.ts': '',
      'apps/cart/src/main.tsx': "import { createRoot } from 'react';\n"
    });
    expect(services.map(({ path, framework }) => [path, framework])).toEqual([
      ['apps/board', 'angular'],
      ['apps/cart', 'react']
    ]);
    expect(services[0]?.dockerfile?.text).toContain('/app/dist/board /srv/');
    expect(services[1]?.dockerfile?.text).toContain('/app/dist/cart /srv/');
  });

  it('builds a member that has a package.json and no scripts', async () => {
    const service = await onlyServiceOf({
      'nx.json': '{}',
      'package.json': manifest({ name: 'root', dependencies: { next: '16' }, devDependencies: { nx: '23' } }),
      'pnpm-workspace.yaml': 'packages:\n  - "apps/*"\n',
      'apps/web/package.json': manifest({ name: '@shop/web', dependencies: { next: '16', react: '19' } }),
      'apps/web/next.config.js': ''
    });
    expect(service).toMatchObject({ path: 'apps/web', framework: 'nextjs', startCommand: 'next start' });
    expect(service.dockerfile?.text).toContain('RUN npx nx build @shop/web');
  });
});
