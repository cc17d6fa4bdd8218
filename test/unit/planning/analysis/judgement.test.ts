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
