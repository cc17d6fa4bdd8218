import { describe, expect, it } from 'vitest';
import { analysisOf, manifest } from './checkout-of.ts';

const storesOf = async (files: Record<string, string>) =>
  Object.fromEntries((await analysisOf(files)).datastores.map(({ kind, requirement }) => [kind, requirement]));
const express = (dependencies: object = {}, code = '') => ({
  'package.json': manifest({ scripts: { start: 'node a.js' }, dependencies: { express: '5', ...dependencies } }),
  'a.js': code
});
const composed = (service: string, image: string, environment = '') =>
  `services:\n  app:\n    build: .\n${environment}  ${service}:\n    image: ${image}\n`;

describe('a datastore that a compose file runs', () => {
  const dockerfile = { Dockerfile: 'FROM node:24\nCMD ["node", "a.js"]\n' };

  it('is optional where the code asks whether it is there, and required where it does not', async () => {
    const files = { ...dockerfile, 'compose.yml': composed('cache', 'redis:7') };
    const asks = 'const url = process.env.REDIS_URL;\nexport const cache = url ? connect(url) : new Map();\n';
    expect(await storesOf({ ...files, ...express({ redis: '5' }, asks) })).toEqual({ redis: 'optional' });
    const takes = 'export const cache = connect(process.env.REDIS_URL);\n';
    expect(await storesOf({ ...files, ...express({ redis: '5' }, takes) })).toEqual({ redis: 'required' });
    expect(await storesOf({ ...files, ...express({ bullmq: '5' }, asks) })).toEqual({ redis: 'required' });
  });

  it('is a choice where a folder holds one file per database, and none where a file of its own is one of them', async () => {
    const files = { ...dockerfile, ...express({ mysql2: '3', pg: '8' }) };
    const mysql = { 'docker/docker-compose.mysql.yml': composed('db', 'mysql:8') };
    expect(await storesOf({ ...files, ...mysql })).toMatchObject({ mysql: 'required' });
    expect(
      await storesOf({ ...files, ...mysql, 'docker/docker-compose.sqlite.yml': 'services:\n  app:\n    image: x/y\n' })
    ).toMatchObject({ mysql: 'optional', sqlite: 'embedded' });
  });
});

describe('a datastore that an example speaks of', () => {
  const go = (requires: string) => ({
    'go.mod': `module shop\ngo 1.24\nrequire (\n${requires})\n`,
    'main.go': 'package main\nfunc main() {}\n',
    '.env.example': 'DATABASE_URL=postgres://localhost/shop\n'
  });

  it('is required only with a driver of it', async () => {
    expect(await storesOf(go('\tgithub.com/gin-gonic/gin v1.10.0\n'))).toEqual({ postgres: 'optional' });
    expect(await storesOf(go('\tgithub.com/lib/pq v1.10.9\n'))).toEqual({ postgres: 'required' });
  });

  it('is the one that a word chooses', async () => {
    const files = express({ pg: '8', mysql2: '3', 'better-sqlite3': '12' });
    expect(await storesOf({ ...files, '.env.example': 'DB_CLIENT=pg\n' })).toMatchObject({ postgres: 'required' });
    expect(await storesOf({ ...files, '.env.example': 'DB_CLIENT=better-sqlite3\n' })).toMatchObject({
      sqlite: 'embedded',
      postgres: 'optional'
    });
  });
});

describe('a datastore that code connects to', () => {
  it('is required where its host stands in the code', async () => {
    const code = "const client = redis.createClient({\n  host: 'cache',\n  port: 6379\n});\n";
    expect(await storesOf(express({ redis: '3' }, code))).toEqual({ redis: 'required' });
    expect(await storesOf(express({ redis: '3' }, 'const client = redis.createClient(options);\n'))).toEqual({
      redis: 'optional'
    });
  });

  it('is required where the code falls back to a host for it', async () => {
    expect(await storesOf(express({ amqplib: '0' }, "dial(process.env.AMQP_HOST || 'queue');\n"))).toEqual({
      rabbitmq: 'required'
    });
  });

  it('is SQLite by a fork of its driver', async () => {
    expect(await storesOf(express({ '@owner/sqlite3': '15' }))).toEqual({ sqlite: 'embedded' });
  });
});
