import { describe, expect, it } from 'vitest';
import { changesOf, kindOf, replyTo, shop, splitShop } from './shop.ts';

describe('a question', () => {
  it.each([
    ['what does it cost?', 'The servers cost EUR 8.90 a month.'],
    ['How much is it', 'EUR 8.90 a month'],
    ['what will I pay per month?', 'EUR 8.90 a month'],
    ['which services?', '3 services: web (web, JavaScript), worker (worker, Python) and docs (static, HTML).'],
    ['what will be deployed?', 'db (postgres) and cache (redis) are set up'],
    ['why postgres?', 'pg is imported; web and worker depend on it. Read from kind: package.json:9'],
    ['why do you need redis', 'ioredis is imported'],
    ['why web?', 'web was read from port: server.js:4 “listen(3000)”.'],
    ['why this server?', 'main: Fits.'],
    ['which port?', 'web listens on 3000; worker listens on none; docs listens on 8000'],
    ['what port does docs listen on?', 'docs listens on 8000; from outside a server takes in 22, 80 and 443 alone.'],
    ['which region?', 'main stands in This machine (local). There is'],
    ['where does the database run?', 'db runs on main, in This machine.'],
    ['what version of Node does web use?', 'web is JavaScript 24 with Express.'],
    ['which variables does web read?', 'web: GREETING, STRIPE_KEY (secret), DATABASE_URL (secret).'],
    ['which server?', 'main is sandbox-m in local (4 cores, 4 GB) and holds web, worker, docs, db and cache.'],
    ['how does web start?', 'web: node server.js.'],
    ['what is the health check of web?', 'web: /healthz.'],
    ['show me the databases', 'db (postgres) and cache (redis)'],
    ['is it expensive?', 'EUR 8.90'],
    ['and the price?', 'EUR 8.90'],
    ['can you tell me what it costs', 'EUR 8.90']
  ])('is answered from the plans: %j', (text, says) => {
    expect(replyTo(text)).toContain(says);
    expect(kindOf(text)).toBe('answer');
    expect(changesOf(text)).toEqual([]);
  });

  it('counts every server', () =>
    expect(replyTo('what does it cost?', splitShop())).toBe(
      'The servers cost EUR 17.80 a month: main (sandbox-m) EUR 8.90, data (sandbox-m) EUR 8.90.'
    ));

  it('before there are servers says so', () => {
    for (const text of ['what does it cost?', 'which region?', 'which server?'])
      expect(replyTo(text, shop({ infrastructure: null }))).toContain('not planned yet');
  });

  it.each(['what is the meaning of life?', 'why?', 'who are you?'])('of another kind is left open: %j', (text) =>
    expect(kindOf(text)).toBe('unknown')
  );
});
