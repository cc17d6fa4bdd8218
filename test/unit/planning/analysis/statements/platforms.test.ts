import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from '../checkout-of.ts';

const server = {
  'package.json': manifest({ name: 'shop', scripts: { start: 'node server.js' }, dependencies: { express: '5' } }),
  'server.js': "require('express')().listen(process.env.PORT || 3000)"
};
const dockerfile = 'FROM node:24-slim\nCOPY . .\nEXPOSE 3000\nCMD ["node", "server.js"]\n';

describe('app.json', () => {
  it('says what is minted, what a person gives, and what an add-on brings', async () => {
    const { services, datastores } = await analysisOf({
      ...server,
      'app.json': JSON.stringify({
        addons: ['heroku-postgresql:mini'],
        env: {
          SESSION_KEY: { description: 'Signs the cookies', generator: 'secret' },
          SHOP_TITLE: 'A shop',
          MAP_TOKEN: { description: 'Token of the maps', required: true },
          BANNER: { required: false }
        },
        scripts: { postdeploy: 'npm run migrate' }
      })
    });
    const variable = (name: string) => services[0]!.env.find((each) => each.name === name);
    expect(variable('SESSION_KEY')).toMatchObject({ source: 'generated', describes: 'Signs the cookies' });
    expect(variable('MAP_TOKEN')).toMatchObject({ source: 'person', required: true });
    expect(variable('SHOP_TITLE')?.default).toBe('A shop');
    expect(variable('BANNER')?.required).toBe(false);
    expect(datastores).toMatchObject([{ kind: 'postgres', requirement: 'required' }]);
    expect(services[0]!.releaseCommand).toBe('npm run migrate');
  });

  it('is not read where it holds the settings of a mobile app', async () => {
    const service = await onlyServiceOf({
      ...server,
      'app.json': '{ "expo": { "name": "x" }, "env": { "PHONE": "1" } }'
    });
    expect(service.env.map((each) => each.name)).not.toContain('PHONE');
  });
});

describe('render.yaml', () => {
  const blueprint = `
services:
  - type: web
    name: shop
    runtime: node
    buildCommand: npm ci
    startCommand: node server.js --cluster
    preDeployCommand: npm run migrate
    healthCheckPath: /healthz
    envVars:
      - key: SESSION_KEY
        generateValue: true
      - key: MAP_TOKEN
        sync: false
      - key: DATABASE_URL
        fromDatabase: { name: shop-db, property: connectionString }
      - fromGroup: shared
  - type: worker
    name: mailer
    runtime: node
    startCommand: node mailer.js
  - type: cron
    name: sweeper
    runtime: node
    schedule: "0 3 * * *"
    startCommand: node sweep.js
  - type: keyvalue
    name: cache
databases:
  - name: shop-db
    postgresMajorVersion: "16"
envVarGroups:
  - name: shared
    envVars:
      - key: REGION
        value: eu
`;

  it('names the services, the datastores and who provides each variable', async () => {
    const { services, datastores } = await analysisOf({ ...server, 'render.yaml': blueprint });
    expect(services.map(({ name, kind, startCommand }) => [name, kind, startCommand])).toEqual([
      ['shop', 'web', 'node server.js --cluster'],
      ['mailer', 'worker', 'node mailer.js'],
      ['sweeper', 'cron', 'node sweep.js']
    ]);
    expect(services[0]).toMatchObject({ releaseCommand: 'npm run migrate', health: '/healthz' });
    expect(services[2]!.schedule).toBe('0 3 * * *');
    const source = (name: string) => services[0]!.env.find((each) => each.name === name)?.source;
    expect(['SESSION_KEY', 'MAP_TOKEN', 'DATABASE_URL', 'REGION'].map(source)).toEqual([
      'generated',
      'person',
      'reference',
      'default'
    ]);
    expect(datastores.map(({ kind, version }) => [kind, version])).toContainEqual(['postgres', '16']);
    expect(datastores.map(({ kind }) => kind)).toContain('redis');
  });

  it('puts services where their root folder is', async () => {
    const { services } = await analysisOf({
      'api/package.json': server['package.json'],
      'api/server.js': server['server.js'],
      'jobs/package.json': server['package.json'],
      'jobs/server.js': server['server.js'],
      'render.yaml':
        'services:\n - {type: web, name: api, runtime: node, rootDir: api, startCommand: npm start}\n - {type: worker, name: jobs, runtime: node, startCommand: cd jobs && node work.js}\n'
    });
    expect(services.map(({ path, kind, startCommand }) => [path, kind, startCommand])).toEqual([
      ['api', 'web', 'npm start'],
      ['jobs', 'worker', 'node work.js']
    ]);
  });
});

describe('fly.toml', () => {
  it('says the port, the check, the release command and where data is kept', async () => {
    const service = await onlyServiceOf({
      ...server,
      Dockerfile: dockerfile,
      'fly.toml': `app = "shop"
[deploy]
release_command = "node migrate.js"
[env]
REGION = "eu"
[http_service]
internal_port = 8080
[[http_service.checks]]
path = "/up"
[mounts]
source = "data"
destination = "/data"
[[vm]]
memory = "1gb"
`
    });
    expect(service).toMatchObject({
      name: 'shop',
      port: 8080,
      health: '/up',
      releaseCommand: 'node migrate.js',
      volumes: ['/data'],
      memoryMb: 1024
    });
    expect(service.evidence.port?.path).toBe('fly.toml');
  });

  it('starts each of its processes from the one image', async () => {
    const { services } = await analysisOf({
      ...server,
      Dockerfile: dockerfile,
      'fly.toml':
        '[processes]\nweb = "node server.js"\nworker = "node worker.js"\n[http_service]\ninternal_port = 3000\nprocesses = ["web"]\n'
    });
    expect(services.map(({ kind, startCommand, port }) => [kind, startCommand, port])).toEqual([
      ['web', 'node server.js', 3000],
      ['worker', 'node worker.js', null]
    ]);
  });

  it('leaves the staging file alone', async () => {
    const service = await onlyServiceOf({ ...server, 'fly.staging.toml': '[http_service]\ninternal_port = 9999\n' });
    expect(service.port).toBe(3000);
  });
});

describe('Railway', () => {
  it('says how the app is started, checked and prepared, whether JSON or TOML', async () => {
    const json = {
      deploy: { startCommand: 'node big.js', healthcheckPath: '/ready', preDeployCommand: ['npm run migrate'] }
    };
    const wanted = { startCommand: 'node big.js', health: '/ready', releaseCommand: 'npm run migrate' };
    expect(await onlyServiceOf({ ...server, 'railway.json': JSON.stringify(json) })).toMatchObject(wanted);
    const toml =
      '[deploy]\nstartCommand = "node big.js"\nhealthcheckPath = "/ready"\npreDeployCommand = ["npm run migrate"]\n';
    expect(await onlyServiceOf({ ...server, 'railway.toml': toml })).toMatchObject(wanted);
  });

  it('makes a time table a cron service', async () => {
    const service = await onlyServiceOf({
      ...server,
      'railway.json': '{"deploy": {"startCommand": "node sweep.js", "cronSchedule": "*/5 * * * *"}}'
    });
    expect(service).toMatchObject({ kind: 'cron', schedule: '*/5 * * * *', startCommand: 'node sweep.js', port: null });
  });
});

describe('heroku.yml', () => {
  it('runs each process in the image that it names', async () => {
    const { services } = await analysisOf({
      ...server,
      'docker/web/Dockerfile': dockerfile,
      'heroku.yml':
        'build:\n  docker:\n    web: docker/web/Dockerfile\nrelease:\n  command:\n    - npm run migrate\n  image: web\nrun:\n  worker:\n    command:\n      - node worker.js\n    image: web\n'
    });
    expect(services.map(({ kind, dockerfile: from, startCommand }) => [kind, from?.path, startCommand])).toEqual([
      ['web', 'docker/web/Dockerfile', null],
      ['worker', 'docker/web/Dockerfile', 'node worker.js']
    ]);
    expect(services[0]!.releaseCommand).toBe('npm run migrate');
  });
});

describe('railpack.json and nixpacks.toml', () => {
  it('say the command and the version', async () => {
    expect(
      await onlyServiceOf({
        ...server,
        'railpack.json': '{"packages": {"node": "23"}, "deploy": {"startCommand": "node other.js"}}'
      })
    ).toMatchObject({ startCommand: 'node other.js', runtimeVersion: '23' });
    expect(
      await onlyServiceOf({
        ...server,
        'nixpacks.toml': '[variables]\nNIXPACKS_NODE_VERSION = "23"\n[start]\ncmd = "node other.js"\n'
      })
    ).toMatchObject({ startCommand: 'node other.js', runtimeVersion: '23' });
  });
});

describe('a development container', () => {
  it('gives a version only where nothing else does, and datastores only to code that has a driver', async () => {
    const container = JSON.stringify({ image: 'registry.example/devcontainers/javascript-node:1-23-bookworm' });
    expect((await onlyServiceOf({ ...server, '.devcontainer/devcontainer.json': container })).runtimeVersion).toBe(
      '23'
    );
    const pinned = await onlyServiceOf({ ...server, '.nvmrc': '24\n', '.devcontainer/devcontainer.json': container });
    expect(pinned.runtimeVersion).toBe('24');
    const { datastores } = await analysisOf({
      ...server,
      '.devcontainer/devcontainer.json': '{"dockerComposeFile": "compose.yml"} // for developers',
      '.devcontainer/compose.yml': 'services:\n  db:\n    image: postgres:16\n'
    });
    expect(datastores).toEqual([]);
  });
});

describe('several files that speak of one service', () => {
  it('are believed in their order, and fill one another in', async () => {
    const service = await onlyServiceOf({
      ...server,
      Procfile: 'web: node procfile.js\n',
      'railway.json': '{"deploy": {"startCommand": "node railway.js", "healthcheckPath": "/ready"}}',
      'fly.toml': '[http_service]\ninternal_port = 4000\n'
    });
    expect(service).toMatchObject({ startCommand: 'node procfile.js', health: '/ready', port: 4000 });
  });

  it('let a broken one be', async () => {
    const { services, filesRead } = await analysisOf({
      ...server,
      'fly.toml': '[[[',
      'render.yaml': 'a: [b',
      'app.json': '{'
    });
    expect(services).toHaveLength(1);
    expect(
      filesRead
        .filter((each) => each.note?.startsWith('is not valid'))
        .map((each) => each.path)
        .sort()
    ).toEqual(['app.json', 'fly.toml', 'render.yaml']);
  });
});
