import { describe, expect, it } from 'vitest';
import { withCommand } from '../../../../workers/planning/intent/dockerfiles.ts';
import { after, buttonsOf, changesOf, kiosk, replyTo, shop, web } from './shop.ts';

const service = (text: string, name = 'web', situation = shop()) =>
  after(text, situation).analysis!.services.find((each) => each.name === name)!;

describe('a health check', () => {
  it.each([
    'health check of web is /Alive',
    "web's health check is /Alive",
    'the health check for web should be /Alive.',
    'set the health path of web to `/Alive`',
    'web health: /Alive',
    'use /Alive as the health check for web',
    'use /Alive as health check of web',
    'healthcheck of web at /Alive'
  ])('is set by %j', (text) => expect(service(text).health).toBe('/Alive'));

  it('is the only service’s where none is named, else asked about', () => {
    expect(service('health check is /up?full=1', 'web', kiosk()).health).toBe('/up?full=1');
    expect(buttonsOf('health check is /up')).toContain('health check of worker is /up');
  });
});

describe('a start command', () => {
  it.each([
    ['start web with `node index.js --port 1`', 'node index.js --port 1'],
    ['start web with node index.js', 'node index.js'],
    ['run web with "npm run serve"', 'npm run serve'],
    ['start command of web is node index.js', 'node index.js'],
    ['set the start command for web to `A=1 node index.js && echo done`', 'A=1 node index.js && echo done'],
    ['Start web with `node a, b and c`', 'node a, b and c']
  ])('is set by %j', (text, command) => expect(service(text).startCommand).toBe(command));

  it('is written into the Dockerfile that Hydron made, and is nothing the repository said', () => {
    expect(service('start web with `node index.js`').dockerfile!.text).toMatch(
      /EXPOSE 3000\nCMD \["node","index.js"\]\n$/
    );
    const jobs = service('start worker with `python -m jobs`', 'worker');
    expect(jobs.evidence).toEqual({});
    expect(jobs.dockerfile!.text).toMatch(/\nCMD \["python","-m","jobs"\]\n$/);
  });

  it('is kept beside a repository’s own Dockerfile', () => {
    const own = shop();
    own.analysis!.services[0] = { ...web, dockerfile: { ...web.dockerfile!, origin: 'repository' } };
    expect(changesOf('start web with node index.js', own)).toEqual([
      '/services/web/startCommand: "node server.js" -> "node index.js"'
    ]);
  });

  it('is nothing for a static site, nor for nobody', () => {
    expect(replyTo('start docs with `serve`')).toContain('static site');
    expect(changesOf('start everybody with a smile')).toEqual([]);
    expect(changesOf('run it with care')).toEqual([]);
  });

  it('is added where a Dockerfile has none', () =>
    expect(withCommand('FROM x\n', 'a b')).toBe('FROM x\nCMD ["a","b"]\n'));
});
