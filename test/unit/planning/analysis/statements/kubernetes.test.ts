import { describe, expect, it } from 'vitest';
import { analysisOf, manifest } from '../checkout-of.ts';

const deployment = (name: string, more = '') => `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
spec:
  template:
    spec:
      containers:
        - name: main
          image: registry.example/shop/${name}:1
${more}`;

const app = (name: string) => ({
  [`src/${name}/package.json`]: manifest({
    name,
    scripts: { start: 'node server.js' },
    dependencies: { express: '5' }
  }),
  [`src/${name}/server.js`]: "require('express')().listen(3000)",
  [`src/${name}/Dockerfile`]: 'FROM node:24\nCOPY . .\nCMD ["node", "server.js"]\n'
});

describe('Kubernetes manifests', () => {
  it('state the services whose images the repository builds, with ports, checks and variables', async () => {
    const { services, datastores } = await analysisOf({
      ...app('catalog'),
      ...app('mailer'),
      'k8s/catalog.yaml': deployment(
        'catalog',
        `          ports: [{ containerPort: 7000 }]
          readinessProbe: { httpGet: { path: /ready, port: 7000 } }
          resources: { limits: { memory: 256Mi } }
          env:
            - { name: REGION, value: eu }
            - { name: API_KEY, valueFrom: { secretKeyRef: { name: s, key: k } } }
            - { name: POD_IP, valueFrom: { fieldRef: { fieldPath: status.podIP } } }
`
      ),
      'k8s/mailer.yaml': deployment('mailer'),
      'k8s/cache.yaml': deployment('cache').replace('registry.example/shop/cache:1', 'redis:7')
    });
    expect(services.map(({ name, path, port }) => [name, path, port])).toEqual([
      ['catalog', 'src/catalog', 7000],
      ['mailer', 'src/mailer', 3000]
    ]);
    expect(services[0]).toMatchObject({ health: '/ready', memoryMb: 256 });
    expect(services[0]!.env.map((each) => each.name)).toEqual(expect.arrayContaining(['REGION', 'API_KEY']));
    expect(services[0]!.env.map((each) => each.name)).not.toContain('POD_IP');
    expect(datastores).toMatchObject([{ kind: 'redis', requirement: 'required', name: 'cache' }]);
  });

  it('make a CronJob a service with a time table', async () => {
    const { services } = await analysisOf({
      ...app('catalog'),
      ...app('sweeper'),
      'deploy/catalog.yaml': deployment('catalog'),
      'deploy/sweeper.yaml': `kind: CronJob
metadata: { name: sweeper }
spec:
  schedule: "0 4 * * *"
  jobTemplate: { spec: { template: { spec: { containers: [{ name: main, image: shop/sweeper }] } } } }
`
    });
    expect(services.find((each) => each.name === 'sweeper')).toMatchObject({ kind: 'cron', schedule: '0 4 * * *' });
  });

  it('are left alone where they are templates, with a note', async () => {
    const { services, filesRead } = await analysisOf({
      ...app('catalog'),
      'k8s/catalog.yaml': deployment('{{ .Values.name }}'),
      'chart/Chart.yaml': 'name: chart\n',
      'chart/templates/web.yaml': deployment('web')
    });
    expect(services.map((each) => each.name)).toEqual(['catalog']);
    expect(filesRead.find((each) => each.path === 'k8s/catalog.yaml')?.note).toContain('template');
    expect(filesRead.map((each) => each.path)).not.toContain('chart/templates/web.yaml');
  });

  it('only add to what compose states', async () => {
    const { services } = await analysisOf({
      ...app('catalog'),
      'compose.yml': 'services:\n  catalog:\n    build: src/catalog\n    ports: ["8000:8000"]\n',
      'k8s/catalog.yaml': deployment(
        'catalog',
        '          ports: [{ containerPort: 7000 }]\n          livenessProbe: { httpGet: { path: /live, port: 7000 } }\n'
      ),
      'k8s/other.yaml': deployment('other')
    });
    expect(services.map(({ name, port, health }) => [name, port, health])).toEqual([['catalog', 8000, '/live']]);
  });
});
