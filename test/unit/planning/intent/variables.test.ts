import { describe, expect, it } from 'vitest';
import { environmentOf } from '../../../../workers/planning/provisioning/environment.ts';
import { understand } from '../../../../workers/planning/intent.ts';
import { withoutSecrets } from '../../../../workers/planning/intent/secret-values.ts';
import { after, buttonsOf, changesOf, kiosk, replyTo, shop } from './shop.ts';

const valueOf = (text: string, name: string, service = 'web', situation = shop()) =>
  after(text, situation)
    .analysis!.services.find((each) => each.name === service)!
    .env.find((each) => each.name === name);

describe('the value of a variable', () => {
  it.each([
    ['set GREETING to hello', 'hello'],
    ['GREETING=hello', 'hello'],
    ['please set GREETING=hello', 'hello'],
    ['export GREETING=hello', 'hello'],
    ['set the variable GREETING to hello', 'hello'],
    ['set env var GREETING to "Hello, World and more; yes."', 'Hello, World and more; yes.'],
    ['change GREETING to Hello, World', 'Hello, World'],
    ['set GREETING to hello and goodbye', 'hello and goodbye'],
    ['set `GREETING` to `a=b c`', 'a=b c'],
    ['GREETING = "ünïcode ✓ 日本"', 'ünïcode ✓ 日本'],
    ['set GREETING for web to hello', 'hello'],
    ["GREETING='$(rm -rf /)'", '$(rm -rf /)']
  ])('is set by %j', (text, value) =>
    expect(valueOf(text, 'GREETING')).toMatchObject({ default: value, source: 'person' })
  );

  it('goes to every service that reads it, or to the one that is named', () => {
    expect(valueOf('set GREETING to hello', 'GREETING', 'worker')?.default).toBe('hello');
    expect(valueOf('GREETING=hello for web', 'GREETING')?.default).toBe('hello');
    expect(valueOf('GREETING=hello for web', 'GREETING', 'worker')?.default).toBe('hi');
    expect(valueOf('set GREETING to hello on the worker', 'GREETING', 'worker')?.default).toBe('hello');
  });

  it('that no service reads yet is added to the only one, else asked about', () => {
    expect(valueOf('LOG_LEVEL=debug', 'LOG_LEVEL', 'web', kiosk())).toMatchObject({ default: 'debug', secret: false });
    expect(valueOf('LOG_LEVEL=debug for worker', 'LOG_LEVEL', 'worker')?.default).toBe('debug');
    expect(buttonsOf('LOG_LEVEL=debug')).toEqual(
      ['web', 'worker', 'docs'].map((name) => `set LOG_LEVEL to \`debug\` for ${name}`)
    );
  });

  it('wins over what would be derived', () => {
    const [web] = after('NODE_ENV=staging for web').analysis!.services;
    const around = {
      services: [web!],
      main: web!,
      connections: [],
      publicUrl: () => null,
      internalUrl: () => null,
      hostnames: () => [],
      given: [],
      fromImage: false
    };
    expect(environmentOf(web!, around)).toContainEqual(
      expect.objectContaining({ name: 'NODE_ENV', value: 'staging', origin: 'person' })
    );
  });

  it('is taken away again', () => expect(valueOf('unset GREETING', 'GREETING')?.default).toBeNull());

  it('holds no control characters that a plan refuses', () => {
    expect(replyTo('GREETING=a\0b')).toContain('I could not do that');
    expect(changesOf('GREETING=a\0b')).toEqual([]);
  });

  it.each(['set the table to dinner', 'set fire to the house', '=', 'GREETING=', 'a = b = for nobody at all'])(
    'is not meant by %j',
    (text) => expect(changesOf(text).filter((line) => line.includes('GREETING'))).toEqual([])
  );

  it.each(['__proto__', 'constructor', 'prototype'])('of the name %s is refused', (name) => {
    expect(changesOf(`${name}=polluted for web`)).toEqual([]);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });
});

const secret = 'hunter2-and-more';
const secrets = [
  `set STRIPE_KEY to ${secret}`,
  `STRIPE_KEY=${secret} for web`,
  `STRIPE_KEY = "${secret}"`,
  `please set the variable \`STRIPE_KEY\` to ${secret}`,
  `DB_PASSWORD=${secret}`,
  `set SESSION_SECRET to ${secret} and use Node 22`,
  `use Node 22. set API_TOKEN to ${secret}`,
  `DATABASE_URL=postgres://shop:${secret}@db/shop`,
  `set GREETING to postgres://shop:${secret}@db/shop`,
  `the password is ${secret}`,
  `my api key: ${secret}`,
  `set API_TOKEN ${secret}`,
  `start web with \`API_KEY=${secret} node server.js\``
];

describe('a secret', () => {
  it.each(secrets)('is neither in the plans nor in the answer nor in what is kept of %j', (text) => {
    const understood = understand(text, shop());
    expect(JSON.stringify(understood)).not.toContain(secret);
    expect(JSON.stringify(after(text))).not.toContain(secret);
    expect(withoutSecrets(text, shop().analysis)).not.toContain(secret);
  });

  it('is answered with where it is given, and the rest of the message is done', () => {
    expect(replyTo(`set STRIPE_KEY to ${secret}`)).toContain('STRIPE_KEY is a secret');
    expect(replyTo(`set STRIPE_KEY to ${secret}`)).toContain('--env STRIPE_KEY=…');
    expect(changesOf(`set SESSION_SECRET to ${secret} and use Node 22`)).toContain(
      '/services/web/runtimeVersion: "24" -> "22"'
    );
  });

  it.each([
    'sk_live_1234567890abcdef',
    'ghp_abcdefghijklmnopqrstuv0123456789',
    'AKIAIOSFODNN7EXAMPLE',
    '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----'
  ])('is known by its looks: %j', (value) => {
    expect(withoutSecrets(`see ${value} there`, null)).toBe('see [not kept] there');
    expect(JSON.stringify(after(`GREETING=${value.split('\n')[0]}`))).not.toContain(value.split('\n')[0]);
  });

  it.each([
    'set GREETING to hello',
    'use Node 22 and a smaller server',
    'rename web to api',
    'why postgres?',
    'is the server in the US?',
    'https://example.com/a:b'
  ])('is not seen where there is none: %j', (text) => expect(withoutSecrets(text, shop().analysis)).toBe(text));
});
