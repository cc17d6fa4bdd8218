import { describe, expect, it } from 'vitest';
import { analysisOf, manifest } from '../checkout-of.ts';

const app = (folder: string, name = folder) => ({
  [`${folder}/package.json`]: manifest({ name, scripts: { start: 'node server.js' }, dependencies: { express: '5' } }),
  [`${folder}/server.js`]: "require('express')().listen(3000)",
  [`${folder}/Dockerfile`]: 'FROM node:24\nCOPY . .\nEXPOSE 3000\nCMD ["node", "server.js"]\n'
});
const names = async (compose: string, more: Record<string, string> = {}) => {
  const { services, datastores } = await analysisOf({ ...app('api'), 'compose.yml': compose, ...more });
  return { services: services.map((each) => each.name), stores: datastores.map((each) => each.kind), all: services };
};

describe('a compose file', () => {
  it('of the first form has its services at the top', async () => {
    const found = await names(
      'api:\n  build: ./api\n  ports: ["4000:4000"]\ndb:\n  image: postgres:16\nx-note:\n  image: redis\n'
    );
    expect(found).toMatchObject({ services: ['api'], stores: ['postgres'] });
    expect(found.all[0]!.port).toBe(4000);
  });

  it('may include others, and extend services of theirs', async () => {
    const found = await names(
      'include:\n  - path: infra/stores.yml\nservices:\n  api:\n    extends: { file: infra/base.yml, service: web }\n    environment: { EXTRA: "1" }\n',
      {
        'infra/stores.yml': 'services:\n  cache:\n    image: valkey/valkey:8\n',
        'infra/base.yml':
          'services:\n  web:\n    build: ../api\n    environment: { BASE: "1" }\n    ports: ["5000:5000"]\n'
      }
    );
    expect(found).toMatchObject({ services: ['api'], stores: ['valkey'] });
    expect(found.all[0]).toMatchObject({ path: 'api', port: 5000 });
    expect(found.all[0]!.env.map((each) => each.name)).toEqual(expect.arrayContaining(['BASE', 'EXTRA']));
  });

  it('does not follow files that include one another for ever', async () => {
    const found = await names('include: [other.yml]\nservices:\n  api: { build: ./api }\n', {
      ...app('jobs'),
      'other.yml': 'include: [compose.yml]\nservices:\n  jobs: { build: ./jobs }\n'
    });
    expect(found.services.sort()).toEqual(['api', 'jobs']);
  });

  it('shares fragments by anchors', async () => {
    const found = await names(
      'x-base: &base\n  restart: always\n  environment: &env { SHARED: "1" }\nservices:\n  api:\n    <<: *base\n    build: ./api\n  jobs:\n    <<: *base\n    build: ./jobs\n    environment:\n      <<: *env\n      OWN: "1"\n',
      app('jobs')
    );
    expect(found.services).toEqual(['api', 'jobs']);
    expect(found.all[1]!.env.map((each) => each.name)).toEqual(expect.arrayContaining(['SHARED', 'OWN']));
  });

  it('leaves services of other profiles out', async () => {
    const found = await names(
      'services:\n  api: { build: ./api }\n  jobs: { build: ./jobs, profiles: [debug] }\n  mail: { image: axllent/mailpit }\n',
      app('jobs')
    );
    expect(found.services).toEqual(['api']);
    const marked = await names(
      'services:\n  api: { build: ./api, profiles: [prod] }\n  jobs: { build: ./jobs, profiles: [dev] }\n',
      app('jobs')
    );
    expect(marked.services).toEqual(['api']);
  });

  it('fills values in from the file beside it', async () => {
    const found = await names('services:\n  api:\n    build: ./${WHERE}\n    ports: ["80:${INNER:-9}"]\n', {
      '.env': 'WHERE=api\nINNER=4100\n'
    });
    expect(found.all[0]).toMatchObject({ path: 'api', port: 4100 });
  });

  it('says ports and checks in long forms too', async () => {
    const found = await names(
      'services:\n  api:\n    build: ./api\n    ports:\n      - { target: 9229, published: 9229 }\n      - { target: 53, protocol: udp }\n      - { target: 4200, published: "80" }\n    healthcheck:\n      test: [CMD-SHELL, "wget -q --spider localhost:$$PORT/ready || exit 1"]\n'
    );
    expect(found.all[0]).toMatchObject({ port: 4200, health: '/ready' });
  });

  it('has nothing to say of a check that is switched off', async () => {
    const off =
      'services:\n  api:\n    build: ./api\n    healthcheck: { disable: true, test: curl http://localhost/up }\n';
    expect((await names(off)).all[0]!.health).toBeNull();
  });

  it('takes what runs to its end first for the release command', async () => {
    const found = await names(
      'services:\n  prepare:\n    build: ./api\n    command: node migrate.js\n  api:\n    build: ./api\n    depends_on:\n      prepare: { condition: service_completed_successfully }\n'
    );
    expect(found.services).toEqual(['api']);
    expect(found.all[0]).toMatchObject({ releaseCommand: 'node migrate.js', dependsOn: [] });
  });

  it('asks a person for the secrets that it takes from the environment', async () => {
    const found = await names(
      'services:\n  api:\n    build: ./api\n    secrets: [licence]\nsecrets:\n  licence: { environment: LICENCE_KEY }\n'
    );
    expect(found.all[0]!.env.find((each) => each.name === 'LICENCE_KEY')).toMatchObject({
      secret: true,
      required: true
    });
  });

  it('may hold a Dockerfile itself', async () => {
    const found = await names(
      'services:\n  api:\n    build:\n      context: ./api\n      dockerfile_inline: |\n        FROM node:24-slim\n        COPY . .\n        EXPOSE 4321\n        CMD ["node", "server.js"]\n'
    );
    expect(found.all[0]!.dockerfile).toMatchObject({ origin: 'generated', context: 'api' });
    expect(found.all[0]!.dockerfile!.text).toContain('EXPOSE 4321');
    expect(found.all[0]!.port).toBe(4321);
  });

  it('for production is laid over the plain one', async () => {
    const over = await names(
      'services:\n  api: { build: ./api, ports: ["3000:3000"] }\n  db: { image: postgres:16 }\n',
      {
        'compose.prod.yml': 'services:\n  api: { ports: ["8080:8080"] }\n'
      }
    );
    expect(over).toMatchObject({ services: ['api'], stores: ['postgres'] });
    expect(over.all[0]!.port).toBe(8080);
  });

  it('for tests or developers does not count', async () => {
    const found = await names('services:\n  api: { build: ./api }\n', {
      'docker-compose.test.yml': 'services:\n  jobs: { build: ./jobs }\n  db: { image: mysql:8 }\n'
    });
    expect(found).toMatchObject({ services: ['api'], stores: [] });
  });

  it('does not make services of proxies, consoles and bare languages with the code mounted in', async () => {
    const found = await names(
      'services:\n  api: { build: ./api }\n  edge: { image: "traefik:3" }\n  admin: { image: adminer }\n  watch: { image: "node:24", command: npm run watch, volumes: [".:/app"] }\n  metrics: { image: prom/prometheus }\n'
    );
    expect(found.services).toEqual(['api']);
  });
});
