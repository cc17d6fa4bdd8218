import { describe, expect, it } from 'vitest';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const node = (dependencies: object) => ({
  'package.json': manifest({ scripts: { start: 'node a.js' }, dependencies: { express: '5', ...dependencies } })
});
const storesOf = async (files: Record<string, string>) =>
  Object.fromEntries((await analysisOf(files)).datastores.map(({ kind, requirement }) => [kind, requirement]));

describe('a datastore', () => {
  it('is not required by a queue that a switch turns off', async () => {
    const code = "const on = env.REDIS_ENABLED || 'false';";
    expect(await storesOf({ ...node({ bull: '4' }), 'a.js': code })).toEqual({ redis: 'optional' });
    expect(await storesOf({ ...node({ bull: '4' }), 'a.js': '' })).toEqual({ redis: 'required' });
  });

  it('is not required by an app that has drivers of all kinds', async () => {
    const all = { mongodb: '6', pg: '8', mysql2: '3', kafkajs: '2', mssql: '11', redis: '5' };
    expect(Object.values(await storesOf({ ...node(all), 'a.js': '' }))).not.toContain('required');
    expect(await storesOf({ ...node({ mongodb: '6' }), 'a.js': '' })).toEqual({ mongodb: 'required' });
  });
});

describe('a variable', () => {
  const flask = (code: string) => ({
    'requirements.txt': 'flask\npsycopg2-binary\n',
    'app.py': `import os\nfrom flask import Flask\napp = Flask(__name__)\n${code}`
  });
  const required = async (code: string) =>
    (await onlyServiceOf(flask(code))).env.filter((each) => each.required).map((each) => each.name);

  it('is asked for when the code cannot do without it, not when it is read under a condition or set there', async () => {
    expect(await required('REGION = os.environ["REGION"]\n')).toEqual(['REGION']);
    expect(await required('if cloud:\n    REGION = os.environ["REGION"]\n')).toEqual([]);
    expect(await required('os.environ["REGION"] = "here"\n')).toEqual([]);
    expect(await required('region = request.environ.get("HTTP_REGION")\n')).toEqual([]);
  });

  it('that names the kind of database keeps the word for the one that is placed', async () => {
    const service = await onlyServiceOf(flask('DB = os.getenv("DB_ENGINE", "postgres")\n'));
    expect(service.env.find((each) => each.name === 'DB_ENGINE')).toMatchObject({
      source: 'default',
      default: 'postgres'
    });
  });
});

describe('a secret that a vendor hands out', () => {
  const reads = (...names: string[]) => ({
    ...node({}),
    'a.js': names.map((name) => `use(process.env.${name});\n`).join('')
  });
  const sourcesOf = async (...names: string[]) =>
    Object.fromEntries((await onlyServiceOf(reads(...names))).env.map((each) => [each.name, each.source]));

  it.each([
    ['AUTH_ACME_SECRET', 'AUTH_ACME_ID'],
    ['ACME_AUTH_SECRET', 'ACME_AUTH_CLIENT_ID'],
    ['ACME_APP_SECRET', 'ACME_APP_ID'],
    ['ACME_INTERNAL_SECRET', 'ACME_INTERNAL_KEY'],
    ['ACME_SECRET_KEY', 'ACME_SITE_KEY']
  ])('is asked for and never made up: %s beside %s', async (secret, half) => {
    const { env } = await onlyServiceOf(reads(secret, half));
    expect(env.find((each) => each.name === secret)).toMatchObject({ source: 'person', required: false });
    expect(await sourcesOf(secret)).toEqual({ [secret]: 'generated' });
  });

  it("is not the program's own secret, whatever stands beside it", async () => {
    expect(await sourcesOf('AUTH_SECRET', 'AUTH_ACME_ID', 'AUTH_ACME_SECRET')).toMatchObject({
      AUTH_SECRET: 'generated',
      AUTH_ACME_SECRET: 'person'
    });
    expect(await sourcesOf('JWT_SECRET', 'JWT_KEY')).toMatchObject({ JWT_SECRET: 'generated' });
    expect(await sourcesOf('AUTH_SECRET', 'AUTH_CLIENT_ID', 'AUTH_CLIENT_SECRET')).toMatchObject({
      AUTH_SECRET: 'generated'
    });
  });

  it('is required where a schema insists on it', async () => {
    const schema =
      'const env = z.object({\n  AUTH_ACME_ID: z.string(),\n  AUTH_ACME_SECRET: z.string(),\n}).parse(process.env);\n';
    const { env } = await onlyServiceOf({ ...node({}), 'a.js': schema });
    expect(env.find((each) => each.name === 'AUTH_ACME_SECRET')).toMatchObject({ source: 'person', required: true });
  });
});

describe('a service', () => {
  it('is started as its Dockerfile says, where a Procfile says otherwise', async () => {
    const service = await onlyServiceOf({
      ...node({}),
      'a.js': '',
      Procfile: 'web: a-program-that-another-platform-makes\n',
      Dockerfile: 'FROM node:22\nCOPY . .\nENV PORT=4321\nCMD ["node", "a.js"]\n'
    });
    expect(service).toMatchObject({ startCommand: null, port: 4321, dockerfile: { origin: 'repository' } });
  });

  it('is not in a folder of samples, nor a Procfile below', async () => {
    const { services } = await analysisOf({
      ...node({}),
      'a.js': '',
      'extra/push-examples/package.json': manifest({ scripts: { start: 'node x.js' } }),
      'lib/part/Procfile': 'web: node part.js\n'
    });
    expect(services.map((service) => service.path)).toEqual(['.']);
  });
});
