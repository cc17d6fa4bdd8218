import { describe, expect, it } from 'vitest';
import { parseEnvFile } from '../../../../workers/planning/analysis/env/examples.ts';
import { variablesInDocument } from '../../../../workers/planning/analysis/env/docs.ts';
import { predictionOf } from '../../../bench/prediction.ts';
import { analysisOf, manifest, onlyServiceOf } from './checkout-of.ts';

const express = (dependencies: object = {}, code = '') => ({
  'package.json': manifest({ scripts: { start: 'node a.js' }, dependencies: { express: '5', ...dependencies } }),
  'a.js': code
});
const variable = async (files: Record<string, string>, name: string) =>
  (await onlyServiceOf(files)).env.find((each) => each.name === name);

describe('an example of the environment', () => {
  it.each([
    '.env.example',
    '.env.sample',
    '.env.template',
    '.env.dist',
    'env.example',
    '.env.local.example',
    '.env.production.example',
    'example.env',
    'sample.env',
    '.example.env',
    '.env-example',
    'default.env',
    'docker.env.example'
  ])('is found by the name %s', async (name) => {
    expect(await variable({ ...express(), [name]: 'SESSION_SECRET=\n' }, 'SESSION_SECRET')).toMatchObject({
      source: 'generated',
      secret: true
    });
  });

  it('is not one for tests, and is looked for beside the Dockerfile where the root has none', async () => {
    expect(
      await variable({ ...express(), '.env.test.example': 'SESSION_SECRET=\n' }, 'SESSION_SECRET')
    ).toBeUndefined();
    const deep = { ...express(), 'deploy/docker/.env.example': 'SESSION_SECRET=\n' };
    expect(await variable(deep, 'SESSION_SECRET')).toMatchObject({ source: 'generated' });
  });

  it('says what a variable is and whether it can be left out, above its lines or behind them', () => {
    const stated = parseEnvFile({
      path: '.env.example',
      text: '# Where letters are sent from\nSENDER=a@b.c\nREGION=eu # optional\n\n# Optional storage\nS3_BUCKET=\nS3_REGION=\n\n#LEVEL=2\n\n# Required.\nLICENCE=\n'
    });
    expect(stated.map(({ name, required, describes }) => [name, required, describes])).toEqual([
      ['SENDER', null, 'Where letters are sent from'],
      ['REGION', false, 'optional'],
      ['S3_BUCKET', false, 'Optional storage'],
      ['S3_REGION', false, ''],
      ['LEVEL', false, ''],
      ['LICENCE', true, 'Required.']
    ]);
  });
});

describe('a document', () => {
  const named = (text: string) =>
    Object.fromEntries(variablesInDocument({ path: 'README.md', text }).map((each) => [each.name, each.required]));

  it('names variables in a table, with what must be set', () => {
    const text =
      '| Variable | Required | Description |\n|---|---|---|\n| `SITE_OWNER` | yes | Who runs it |\n| `LOG_LEVEL` | no | How much is said |\n';
    expect(named(text)).toEqual({ SITE_OWNER: true, LOG_LEVEL: false });
    expect(variablesInDocument({ path: 'README.md', text })[0]).toMatchObject({ describes: 'Who runs it' });
  });

  it('names variables in lists and commands, those of an optional section as optional', () => {
    expect(
      named(
        '## Mail\n- `SMTP_HOST` - the server\n- `SMTP_PORT` - the port (defaults to 587)\n\n## Storage (optional)\n- `S3_BUCKET`\n\n```sh\ndocker run -e APP_KEY=abc image\n```\n'
      )
    ).toEqual({ SMTP_HOST: null, SMTP_PORT: false, S3_BUCKET: false, APP_KEY: false });
  });
});

describe('what a person is asked for', () => {
  const askedOf = async (files: Record<string, string>) =>
    (await onlyServiceOf(files)).env
      .filter((each) => each.required && each.source === 'person')
      .map((each) => each.name)
      .sort();

  it('is the owner, and the mail server where the example counts on one', async () => {
    const mail =
      'SITE_OWNER=mail@example.com\nSMTP_HOST=smtp.example.com\nSMTP_PORT=587\nMAIL_FROM=hello@example.com\n';
    expect(await askedOf({ ...express(), '.env.example': mail })).toEqual(['MAIL_FROM', 'SITE_OWNER', 'SMTP_HOST']);
    expect(await askedOf({ ...express(), '.env.example': `${mail}MAIL_ENABLED=false\n` })).toEqual(['SITE_OWNER']);
    expect(await askedOf({ ...express(), '.env.example': 'SMTP_HOST=\nMAIL_FROM=\n' })).toEqual([]);
  });

  it('is all that a schema insists on of a service of somebody else, whatever the example shows', async () => {
    const files = {
      ...express({ zod: '4' }),
      'a.js':
        'const schema = z.object({\n  AWS_SECRET_ACCESS_KEY: z.string(),\n  AWS_REGION: z.string(),\n  BUCKET_NAME: z.string(),\n  S3_PREFIX: z.string().optional(),\n});\nschema.parse(process.env);\n',
      '.env.example': 'AWS_SECRET_ACCESS_KEY=mock\nAWS_REGION=auto\nBUCKET_NAME=mock-bucket\n'
    };
    expect(await askedOf(files)).toEqual(['AWS_REGION', 'AWS_SECRET_ACCESS_KEY', 'BUCKET_NAME']);
    expect(await variable(files, 'AWS_REGION')).toMatchObject({ default: 'auto' });
  });

  it('is not what a schema of one of many parts wants', async () => {
    const files = {
      ...express({ zod: '4' }, "import './integrations/chat/env.js';\n"),
      'integrations/chat/env.js':
        'const schema = z.object({\n  CHAT_TEAM: z.string(),\n});\nexport const env = schema.parse(process.env);\n'
    };
    expect(await askedOf(files)).toEqual([]);
  });
});

describe("the service's own address", () => {
  it.each(['SITE_ROOT', 'NEXTAUTH_URL', 'PRIMARY_HOST', 'DEFAULT_DOMAIN', 'NEXT_PUBLIC_SITE_URL', 'URL'])(
    'fills %s, which counts as asked with the address that a person chooses',
    async (name) => {
      const analysis = await analysisOf({ ...express(), '.env.example': `${name}=https://demo.example.org\n` });
      expect(analysis.services[0]!.env).toMatchObject([{ name, source: 'reference', required: true, secret: false }]);
      expect(predictionOf('x', analysis, { milliseconds: 1, files: 1 }).env[0]).toMatchObject({ name, required: true });
    }
  );

  it('fills a name that begins with the word of all others', async () => {
    const text = ['URL', 'TIMEZONE', 'LANGUAGE', 'THEME', 'FOLDER'].map((end) => `BINDER_${end}=\n`).join('');
    expect(await variable({ ...express(), '.env.example': text }, 'BINDER_URL')).toMatchObject({ source: 'reference' });
    expect(await variable({ ...express(), '.env.example': 'BINDER_URL=\n' }, 'BINDER_URL')).toMatchObject({
      source: 'person'
    });
  });

  it('does not fill what the code sends elsewhere', async () => {
    const code = "fetch(process.env.API_URL || 'https://api.weather.dev/v1');\n";
    expect(await variable(express({}, code), 'API_URL')).toMatchObject({
      source: 'default',
      default: 'https://api.weather.dev/v1'
    });
  });
});

describe('a secret', () => {
  it('is made up where it is the own of the program, never where a comment says who hands it out', async () => {
    const text =
      'CRON_SECRET=\n# Get your key at https://acme.example/settings\nACME_SIGNING_KEY=\n\nBOX_API_URL=https://api.box.dev\nBOX_SECRET_KEY=\n';
    const { env } = await onlyServiceOf({ ...express(), '.env.example': text });
    expect(Object.fromEntries(env.map((each) => [each.name, each.source]))).toMatchObject({
      CRON_SECRET: 'generated',
      ACME_SIGNING_KEY: 'person',
      BOX_SECRET_KEY: 'person'
    });
  });
});

describe('a function that wraps the environment', () => {
  it.each([
    ['a.js', "const need = (name) => process.env[name] ?? stop();\nneed('FIRST_NAME');\n", express()],
    [
      'app.py',
      'import os\nfrom flask import Flask\napp = Flask(__name__)\ndef flag(name, default=""):\n    return os.environ.get(name, default)\nflag("FIRST_NAME")\n',
      { 'requirements.txt': 'flask\n' }
    ],
    [
      'main.go',
      'package main\nimport "os"\nfunc need(key string) string { return os.Getenv(key) }\nfunc main() { need("FIRST_NAME") }\n',
      { 'go.mod': 'module shop\ngo 1.24\n' }
    ]
  ])('is seen through in %s', async (path, text, beside) => {
    expect(await variable({ ...beside, [path]: text }, 'FIRST_NAME')).toMatchObject({ name: 'FIRST_NAME' });
  });
});

it('Python reads a variable under a condition that takes several lines', async () => {
  const code =
    'import os\nfrom flask import Flask\napp = Flask(__name__)\nif (\n    "ONE" in os.environ\n    or "TWO" in os.environ\n):\n    ZONE = {\n        "id": os.environ["ZONE_ID"],\n    }\n';
  expect(await variable({ 'requirements.txt': 'flask\n', 'app.py': code }, 'ZONE_ID')).toMatchObject({
    required: false
  });
});

describe('what code does without a value', () => {
  const neededIn = async (path: string, text: string, beside: Record<string, string>) =>
    (await variable({ ...beside, [path]: text }, 'LICENCE_NAME'))?.required;
  const go = { 'go.mod': 'module shop\ngo 1.24\n' };
  const flask = { 'requirements.txt': 'flask\n' };
  const app = 'import os\nfrom flask import Flask\napp = Flask(__name__)\n';

  it.each([
    ['a.js', "if (!process.env.LICENCE_NAME) {\n  throw new Error('no licence');\n}\n", express()],
    ['a.js', "const licence = process.env.LICENCE_NAME;\nif (!licence) throw new Error('none');\n", express()],
    ['app.py', `${app}name = os.getenv("LICENCE_NAME")\nif not name:\n    raise SystemExit\n`, flask],
    [
      'main.go',
      'package main\nfunc main() {\n\tname := os.Getenv("LICENCE_NAME")\n\tif name == "" {\n\t\tlog.Fatal("none")\n\t}\n}\n',
      go
    ]
  ])('shows that it stops, in %s', async (path, text, beside) => {
    expect(await neededIn(path, text, beside)).toBe(true);
  });

  it.each([
    ['a.js', 'if (process.env.LICENCE_NAME) show();\n', express()],
    ['a.js', "const on = process.env.LICENCE_NAME === 'gold';\n", express()],
    ['a.js', 'const licence = process.env.LICENCE_NAME;\nexport default licence ? big : small;\n', express()],
    ['app.py', `${app}name = os.getenv("LICENCE_NAME")\nif name:\n    show(name)\n`, flask]
  ])('shows that it goes on, in %s', async (path, text, beside) => {
    expect(await neededIn(path, text, beside)).toBe(false);
  });
});

describe('the variables that are shown', () => {
  const names = async (files: Record<string, string>) =>
    (await onlyServiceOf(files)).env.map((each) => each.name).sort();
  const settings = ['ONE', 'TWO', 'THREE', 'FOUR', 'FIVE', 'SIX', 'SEVEN'];

  it('are all where there are few, and without what a program of many settings has of itself', async () => {
    const code = "use(process.env.FIRST_SETTING || '1');\nuse(process.env.PORT || 3000);\n";
    expect(await names(express({}, code))).toEqual(['FIRST_SETTING']);
    const many = `${settings.map((name) => `use(process.env.${name}_SETTING || '1');\n`).join('')}use(process.env.SESSION_SECRET);\n`;
    expect(await names(express({}, many))).toEqual(['SESSION_SECRET']);
  });

  it('hold of many secrets that switch something on those whose packages are there', async () => {
    const text = settings.map((name) => `${name}_API_TOKEN=\n`).join('');
    const shown = await names({
      ...express({ stripe: '20' }),
      '.env.example': `${text}STRIPE_SECRET_KEY= # optional\n`
    });
    expect(shown).toContain('STRIPE_SECRET_KEY');
    expect(shown).toHaveLength(5);
  });

  it('lack what only compose reads, and the names of externals stay with them', async () => {
    const files = {
      ...express(),
      '.env': 'TAG=latest\n',
      '.env.production.example': ''
    };
    expect(await names({ ...files, '.env.production.example': 'SESSION_SECRET=\n' })).toEqual(['SESSION_SECRET']);
    const text = `${settings.map((name) => `# ${name}_LEVEL=1\n`).join('')}# SENTRY_DSN=\n# SENTRY_ENVIRONMENT=\n`;
    const { externals, services } = await analysisOf({ ...express(), '.env.example': text });
    expect(services[0]!.env).toEqual([]);
    expect(externals).toEqual([{ name: 'sentry', env: ['SENTRY_DSN', 'SENTRY_ENVIRONMENT'] }]);
  });
});

describe('a variable that a compose file hands on', () => {
  const files = (environment: string, example = '') => ({
    ...express(),
    Dockerfile: 'FROM node:24\nCMD ["node", "a.js"]\n',
    '.env.example': example,
    'compose.yml': `services:\n  web:\n    build: .\n    environment:\n${environment}`
  });

  it('is asked for where it insists, and where nothing spares it', async () => {
    expect(await variable(files('      LICENCE: ${LICENCE:?is missing}\n'), 'LICENCE')).toMatchObject({
      required: true
    });
    expect(await variable(files('      LICENCE: ${LICENCE}\n'), 'LICENCE')).toMatchObject({ required: true });
  });

  it('is not asked for where the example calls it optional, or where it is a switch', async () => {
    const spared = files(
      '      LICENCE: ${LICENCE}\n      HIDE_LOGIN: ${HIDE_LOGIN}\n',
      '# OPTIONAL: a key\nLICENCE=\n# REQUIRED: who runs it\nSITE_OWNER=\n'
    );
    expect(await variable(spared, 'LICENCE')).toMatchObject({ required: false });
    expect(await variable(spared, 'HIDE_LOGIN')).toMatchObject({ required: false });
    expect(await variable(spared, 'SITE_OWNER')).toMatchObject({ required: true, source: 'person' });
  });
});

it('reads what a package of the workspace reads for an app', async () => {
  const { services } = await analysisOf({
    'package.json': manifest({ workspaces: ['apps/*', 'packages/*'] }),
    'apps/api/package.json': manifest({ name: 'api', scripts: { start: 'node a.js' }, dependencies: { express: '5' } }),
    'apps/api/a.js': "import { keep } from '@shop/lib/keep';\n",
    'packages/lib/package.json': manifest({ name: '@shop/lib' }),
    'packages/lib/keep.ts': 'export const keep = process.env.SESSION_SECRET;\n'
  });
  expect(services[0]!.env.map((each) => each.name)).toEqual(['SESSION_SECRET']);
});
