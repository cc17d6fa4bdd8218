import { describe, expect, it } from 'vitest';
import { after, buttonsOf, changesOf, kindOf, replyTo, shop, web } from './shop.ts';

const service = (text: string, name: string, situation = shop()) =>
  after(text, situation).analysis!.services.find((each) => each.name === name)!;

describe('the version of a runtime', () => {
  it.each([
    'use Node 22',
    'node 22',
    'Node.js 22',
    'node22',
    'node@22',
    'node:22 please',
    'use nodejs version 22',
    'set the node version to 22',
    'upgrade web to node 22',
    'run web on Node v22',
    'switch to node 22.x',
    'use Node 22 for web',
    'downgrade node to 22',
    'go with node 22'
  ])('is set by %j', (text) => {
    const { runtimeVersion, dockerfile } = service(text, 'web');
    expect(runtimeVersion).toBe('22');
    expect(dockerfile!.text.match(/^FROM .*$/gm)).toEqual(['FROM node:22-slim AS build', 'FROM node:22-slim']);
  });

  it.each([
    'python 3.13',
    'use Python 3.13',
    'python3.13',
    'upgrade the worker to python 3.13',
    'change the runtime version of worker to 3.13'
  ])('is of the service that runs on it: %j', (text) => {
    expect(service(text, 'worker')).toMatchObject({
      runtimeVersion: '3.13',
      dockerfile: { text: expect.stringContaining('FROM python:3.13-slim\n') }
    });
    expect(service(text, 'web').runtimeVersion).toBe('24');
  });

  it('is left to a repository’s own Dockerfile', () => {
    const own = shop();
    own.analysis!.services[0] = { ...web, dockerfile: { ...web.dockerfile!, origin: 'repository' } };
    expect(changesOf('use Node 22', own)).toEqual([]);
    expect(replyTo('use Node 22', own)).toContain('web comes with its own Dockerfile');
  });

  it.each([
    ['use Node 18', '20, 22, 24 and 26'],
    ['python 3', 'by its minor version'],
    ['python 2.7', 'by its minor version'],
    ['ruby 3.4', 'No service here runs on Ruby: web is JavaScript, worker is Python and docs is HTML.'],
    ['use node 22 for worker', 'worker is Python, not Node']
  ])('that there is not is answered: %j', (text, says) => {
    expect(replyTo(text)).toContain(says);
    expect(changesOf(text)).toEqual([]);
  });

  it('is offered where another is not built', () => expect(buttonsOf('use Node 18')).toContain('use Node 22'));
});

describe('the version of a datastore', () => {
  it.each([
    'postgres 16',
    'use Postgres 16',
    'PostgreSQL 16',
    'postgres:16',
    'use version 16 of postgres',
    'change the version of db to 16',
    'downgrade db to 16',
    'set the postgres version to 16',
    'run the database on postgres 16'
  ])('is set by %j', (text) => expect(changesOf(text)).toEqual(['/datastores/db/version: "17" -> "16"']));

  it('warns of data that is not converted, and of nothing where the major version stays', () => {
    expect(replyTo('postgres 16')).toContain('not converted');
    expect(replyTo('postgres 17.2')).not.toContain('not converted');
    expect(replyTo('postgres 17')).toContain('already');
  });
});

describe('other numbers', () => {
  it.each([
    'node',
    'version 22',
    'use 22',
    'postgres 16 or 17',
    'node twenty two',
    'mysql 8',
    'web 2.0',
    'node 22 for nobody',
    'go 5 steps back',
    'db 16'
  ])('set no version: %j', (text) => {
    expect(changesOf(text)).toEqual([]);
    expect(kindOf(text)).not.toBe('edit');
  });
});
