import { describe, expect, it } from 'vitest';
import { analysisOf, manifest } from './checkout-of.ts';

const at = (folder: string) => (folder === '.' ? '' : `${folder}/`);
const server = (folder: string, more: object = {}) => ({
  [`${at(folder)}package.json`]: manifest({
    name: `@shop/${folder.split('/').at(-1)}`,
    scripts: { start: 'node server.js' },
    dependencies: { express: '5' },
    ...more
  }),
  [`${at(folder)}server.js`]: "require('express')().listen(3000)"
});
const site = (folder: string) => ({
  [`${folder}/package.json`]: manifest({
    name: folder.split('/').at(-1)!,
    scripts: { build: 'vite build', dev: 'vite' },
    dependencies: { vite: '7', react: '19' }
  }),
  [`${folder}/index.html`]: '<div></div>'
});
const root = { 'package.json': manifest({ name: 'shop', private: true, workspaces: ['apps/*', 'packages/*'] }) };
const found = async (files: Record<string, string>) => {
  const { services } = await analysisOf(files);
  return services.map(({ path, kind }) => `${path} ${kind}`).sort();
};

describe('a workspace', () => {
  it('has its apps for services, not its packages, documents, samples, tests and phones', async () => {
    const files = {
      ...root,
      ...server('apps/web'),
      ...site('apps/admin'),
      ...server('apps/docs'),
      ...server('apps/marketing'),
      ...server('apps/storybook'),
      ...server('apps/e2e'),
      ...server('apps/mobile'),
      ...server('packages/ui'),
      ...server('examples/basic')
    };
    expect(await found(files)).toEqual(['apps/admin static', 'apps/web web']);
  });

  it('keeps the pages that present the product where there is nothing else', async () => {
    expect(await found({ ...root, ...site('apps/website') })).toEqual(['apps/website static']);
  });

  it('has a package for a service that states a Dockerfile of its own', async () => {
    const dockerfile = { 'packages/gateway/Dockerfile': 'FROM node:24\nEXPOSE 3000\nCMD ["node", "server.js"]\n' };
    expect(await found({ ...root, ...server('apps/web'), ...server('packages/gateway'), ...dockerfile })).toEqual([
      'apps/web web',
      'packages/gateway web'
    ]);
  });

  it('is deployed as the one image of its name says', async () => {
    const files = {
      ...root,
      ...server('apps/web'),
      ...server('apps/open-data'),
      'docker/compose.yml': 'services:\n  shop: { image: "registry.example/shop/shop:1", ports: ["3000:3000"] }\n'
    };
    expect(await found(files)).toEqual(['apps/web web']);
  });

  it('runs the published images of its apps', async () => {
    const files = {
      ...root,
      ...server('apps/web'),
      ...server('apps/worker'),
      ...server('apps/labs'),
      'compose.yml':
        'services:\n  shop-web: { image: "registry.example/shop:3" }\n  shop-worker: { image: "registry.example/shop-worker:3" }\n'
    };
    expect((await found(files)).map((each) => each.split(' ')[0])).toEqual(['apps/web', 'apps/worker']);
  });

  it('whose image starts several apps has a service for each, from that one image', async () => {
    const { services } = await analysisOf({
      'package.json': manifest({
        name: 'shop',
        workspaces: ['apps/*'],
        scripts: { both: 'concurrently "yarn workspace @shop/web start" "yarn workspace @shop/worker start"' }
      }),
      ...server('apps/web'),
      ...server('apps/worker', { dependencies: {} }),
      Dockerfile: 'FROM node:24\nCOPY . .\nEXPOSE 3000\nCMD ["sh", "-c", "yarn both"]\n',
      'compose.yml': 'services:\n  shop: { build: . }\n'
    });
    expect(
      services.map(({ path, kind, startCommand, dockerfile }) => [path, kind, startCommand, dockerfile?.path])
    ).toEqual([
      ['apps/web', 'web', 'yarn workspace @shop/web start', 'Dockerfile'],
      ['apps/worker', 'worker', 'yarn workspace @shop/worker start', 'Dockerfile']
    ]);
  });

  it('may build an app from a Dockerfile at its root that is about it', async () => {
    const { services } = await analysisOf({
      ...root,
      ...server('apps/web'),
      ...server('apps/api'),
      'docker/Dockerfile':
        'FROM node:24\nCOPY . .\nRUN npx turbo build --filter=@shop/api\nWORKDIR /app/apps/api\nCMD ["node", "server.js"]\n'
    });
    expect(services.map(({ path, dockerfile }) => [path, dockerfile?.origin])).toEqual([
      ['apps/api', 'repository'],
      ['apps/web', 'generated']
    ]);
  });
});

describe('a front end', () => {
  const api = {
    'api/requirements.txt': 'fastapi\nuvicorn\n',
    'api/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n'
  };

  it('is a service of its own', async () => {
    expect(await found({ ...api, ...site('client') })).toEqual(['api web', 'client static']);
  });

  it('is none where the code of the back end hands it out', async () => {
    const main = `${api['api/main.py']}app.mount("/", StaticFiles(directory="../client/dist"))\n`;
    expect(await found({ ...api, 'api/main.py': main, ...site('client') })).toEqual(['api web']);
  });

  it('is none where the image of the back end takes it in', async () => {
    const files = {
      ...api,
      ...site('client'),
      Dockerfile:
        'FROM node:24 AS pages\nCOPY client/ /client\nFROM python:3.13\nCOPY api/ .\nCOPY --from=pages /client/dist ./static\nCMD ["uvicorn", "main:app"]\n',
      'compose.yml': 'services:\n  api: { build: . }\n'
    };
    expect(await found(files)).not.toContain('client static');
  });

  it('is none where it is built into the folder of the back end', async () => {
    const config = { 'client/vite.config.js': "export default { build: { outDir: '../api/static' } }" };
    expect(await found({ ...api, ...site('client'), ...config })).toEqual(['api web']);
  });
});

describe('two folders that start the same code', () => {
  it('are one service, where the manifest of the inner one states it', async () => {
    const files = {
      'pyproject.toml': '[tool.uv.workspace]\nmembers = ["backend"]\n[dependency-groups]\ndev = ["ruff"]\n',
      'backend/pyproject.toml': '[project]\nname = "backend"\ndependencies = ["fastapi", "uvicorn"]\n',
      'backend/app/main.py': 'from fastapi import FastAPI\napp = FastAPI()\n'
    };
    expect(await found(files)).toEqual(['backend web']);
  });

  it('are one service, where the manifest of the outer one states it', async () => {
    const files = {
      'requirements.txt': 'django\ngunicorn\n',
      'src/manage.py': "os.environ.setdefault('DJANGO_SETTINGS_MODULE', 'shop.settings')",
      'src/shop/settings.py': 'ROOT_URLCONF = "shop.urls"\n',
      'src/shop/wsgi.py': 'application = get_wsgi_application()\n'
    };
    expect((await found(files)).length).toBe(1);
  });
});

describe('a proxy that the repository builds', () => {
  const nginx = (text: string) => ({
    'edge/Dockerfile': 'FROM nginx:1\nCOPY default.conf /etc/nginx/conf.d/\n',
    'edge/default.conf': text
  });
  const both = (text: string) => ({
    ...server('api'),
    'api/Dockerfile': 'FROM node:24\nCMD ["node", "server.js"]\n',
    ...server('shop'),
    'shop/Dockerfile': 'FROM node:24\nCMD ["node", "server.js"]\n',
    ...nginx(text),
    'compose.yml': 'services:\n  edge: { build: ./edge }\n  api: { build: ./api }\n  shop: { build: ./shop }\n'
  });

  it('is none of its services where it leads to a single one', async () => {
    expect(await found(both('location / { proxy_pass http://shop:3000; }'))).toEqual(['api web', 'shop web']);
  });

  it('is one where it shares the site out between several', async () => {
    const text = 'location / { proxy_pass http://shop:3000; }\nlocation /api { proxy_pass http://api:3000; }';
    expect(await found(both(text))).toContain('edge static');
  });
});

describe('a worker', () => {
  it('is one by its name, though it answers checks, beside something that listens', async () => {
    expect(await found({ ...root, ...server('apps/web'), ...server('apps/mail-worker') })).toEqual([
      'apps/mail-worker worker',
      'apps/web web'
    ]);
  });
});

describe('what builds a repository', () => {
  it('may lie among its scripts where there is nothing else', async () => {
    const { services } = await analysisOf({
      ...server('.'),
      'scripts/Dockerfile': 'FROM node:24\nCOPY server.js .\nEXPOSE 3000\nCMD ["node", "server.js"]\n'
    });
    expect(services.map(({ dockerfile }) => [dockerfile?.path, dockerfile?.context])).toEqual([
      ['scripts/Dockerfile', '.']
    ]);
  });

  it('leads to the app that a command of the root goes into', async () => {
    const { services } = await analysisOf({
      ...root,
      ...server('apps/web'),
      ...server('apps/jobs'),
      'render.yaml':
        'services:\n - {type: web, name: shop, runtime: node, startCommand: npx turbo run start --filter=@shop/web, healthCheckPath: /up}\n'
    });
    expect(services.find((each) => each.path === 'apps/web')).toMatchObject({ kind: 'web', health: '/up' });
    expect(services.map((each) => each.path)).not.toContain('.');
  });
});
