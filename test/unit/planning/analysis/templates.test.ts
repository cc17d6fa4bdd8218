import { globSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { analysisOf } from './checkout-of.ts';

const root = 'site/static/templates';
const index = JSON.parse(readFileSync(`${root}/index.json`, 'utf8')) as { name: string; files: string[] }[];

/** The files of a template as they lie in its folder. */
const filesOf = (name: string): Record<string, string> =>
  Object.fromEntries(
    globSync('**/{*,.*}', { cwd: `${root}/${name}` })
      .filter((path) => statSync(`${root}/${name}/${path}`).isFile())
      .map((path): [string, string] => [path, readFileSync(`${root}/${name}/${path}`, 'utf8')])
  );

/** What a template's analysis comes down to. */
async function summaryOf(name: string) {
  const { services, datastores, externals, truncated } = await analysisOf(filesOf(name));
  return {
    services: services.map((service) => ({
      name: service.name,
      kind: service.kind,
      framework: service.framework,
      runtimeVersion: service.runtimeVersion,
      startCommand: service.startCommand,
      releaseCommand: service.releaseCommand,
      port: service.port,
      health: service.health,
      dependsOn: service.dependsOn,
      env: Object.fromEntries(service.env.map((each) => [each.name, each.source]))
    })),
    datastores: datastores.map(({ kind, requirement }) => `${kind} ${requirement}`),
    externals,
    truncated
  };
}

const nothingElse = { externals: [], truncated: null };

describe('the templates', () => {
  it.each(index)('$name lists the very files of its folder', ({ name, files }) => {
    expect([...files].sort()).toEqual(Object.keys(filesOf(name)).sort());
  });

  it.each(index)('$name tells what it is and how it is run', ({ name }) => {
    expect(filesOf(name)['README.md']).toMatch(/^# .+\n\n.+/);
  });

  it('of Express is one server that migrates its Postgres', async () => {
    expect(await summaryOf('express-postgres')).toEqual({
      services: [
        {
          name: 'guest-book',
          kind: 'web',
          framework: 'express',
          runtimeVersion: '22',
          startCommand: 'node server.js',
          releaseCommand: 'npm run migrate',
          port: 3000,
          health: '/healthz',
          dependsOn: ['postgres'],
          env: { DATABASE_URL: 'reference' }
        }
      ],
      datastores: ['postgres required'],
      ...nothingElse
    });
  });

  it('of FastAPI is one server with its Redis', async () => {
    expect(await summaryOf('fastapi-redis')).toEqual({
      services: [
        {
          name: 'web',
          kind: 'web',
          framework: 'fastapi',
          runtimeVersion: '3.13',
          startCommand: "uvicorn app.main:app --host 0.0.0.0 --port $PORT --proxy-headers --forwarded-allow-ips '*'",
          releaseCommand: null,
          port: 8000,
          health: '/healthz',
          dependsOn: ['redis'],
          env: { REDIS_URL: 'reference' }
        }
      ],
      datastores: ['redis required'],
      ...nothingElse
    });
  });

  it('of a site is its files and nothing else', async () => {
    expect(await summaryOf('static-site')).toEqual({
      services: [
        {
          name: 'site',
          kind: 'static',
          framework: 'static',
          runtimeVersion: null,
          startCommand: null,
          releaseCommand: null,
          port: 8080,
          health: '/',
          dependsOn: [],
          env: {}
        }
      ],
      datastores: [],
      ...nothingElse
    });
  });
});
