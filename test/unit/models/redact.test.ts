import { describe, expect, it } from 'vitest';
import { redactor } from '../../../workers/models/redact.ts';

const secret = 's3cr3t/Value+with=signs "and" ü';
const known = redactor({ TOKEN: secret });
const plain = redactor({});
const random = (length: number) => 'q7Zp2Xv9Lm4Kd8Wn1Tc6Rb3Hs5Jf0Gy'.repeat(40).slice(0, length);

describe('a known secret', () => {
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  it.each([
    ['as it is', secret],
    ['in a URL', encodeURIComponent(secret)],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in base64', base64(secret)],
    ['in base64 after a name', base64(`u:${secret}`)],
    ['in base64 after a longer name', base64(`me:${secret}@host`)],
    ['in the base64 of URLs', Buffer.from(`x${secret}`).toString('base64url')]
  ])('does not leave %s', (_form, shown) => {
    const text = known(`> ${shown} <`);
    expect(text).toContain('[secret TOKEN]');
    expect(text).not.toContain(shown.slice(4, -4));
  });

  it('of several lines does not leave line by line, and lines stay where they are', () => {
    const value = `first line of it\nsecond line of it\n`;
    const text = redactor({ NOTE: value })(`a\n${value}b\n  second line of it\r\nc`);
    expect(text).toBe('a\n[secret NOTE]\n\nb\n  [secret NOTE]\r\nc');
  });

  it('that holds another is struck out as a whole', () => {
    expect(redactor({ SHORT: 'abcd', LONG: 'xxabcdyy' })('xxabcdyy abcd')).toBe('[secret LONG] [secret SHORT]');
  });

  it('as short as 1 stays, since it would garble everything', () => {
    expect(redactor({ FLAG: '1', SURE: 'yes' })('1 yes')).toBe('1 yes');
  });

  it('may hold what means something in a pattern', () => {
    expect(redactor({ ODD: '(a|b)*[c' })('x(a|b)*[cx')).toBe('x[secret ODD]x');
  });
});

describe('what has the form of a secret', () => {
  it.each([
    ['Anthropic key', `sk-ant-api03-${random(80)}`],
    ['OpenAI key', `sk-proj-${random(48)}`],
    ['GitHub token', `ghp_${random(36)}`],
    ['GitHub token', `github_pat_${random(60)}`],
    ['GitLab token', `glpat-${random(20)}`],
    ['Slack token', `xoxb-123456789012-${random(24)}`],
    ['Stripe key', `sk_live_${random(24)}`],
    ['AWS key', 'AKIAIOSFODNN7EXAMPLE'],
    ['Google key', `AIza${random(35)}`],
    ['npm token', `npm_${random(36)}`],
    ['PyPI token', `pypi-AgEIcHlwaS5vcmc${random(60)}`],
    ['JWT', `eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.${random(43)}`]
  ])('%s does not leave', (name, shown) => {
    expect(plain(`a: ${shown}\nb`)).toBe(`a: [secret ${name}]\nb`);
    expect(plain(`x('${shown}')`)).toBe(`x('[secret ${name}]')`);
  });

  it.each([
    ['Authorization: Basic dXNlcjpwYXNzd29yZA==', 'dXNlcjpwYXNzd29yZA=='],
    [`curl -H "authorization: Bearer ${random(30)}" x`, random(30)],
    [`{"headers": {"Authorization": "token ${random(30)}"}}`, random(30)],
    ['DATABASE_URL=postgres://app:hunter2@db:5432/app', 'hunter2'],
    ['redis://:p%40ss@cache:6379', 'p%40ss'],
    ['Server=db;User Id=app;Password=Pa55word;', 'Pa55word'],
    ['host=db port=5432 user=app password=hunter2 dbname=app', 'hunter2'],
    ['//registry.example/:_authToken=0123456789abcdef', '0123456789abcdef'],
    ['machine git.example login me password hunter2', 'hunter2'],
    [`aws_secret_access_key = ${random(40)}`, random(40)],
    [`SESSION_SECRET="${random(32)}"`, random(32)],
    [`  password: '${random(16)}'`, random(16)],
    [`{"apiKey": "${random(24)}"}`, random(24)],
    [`const config = { clientSecret: "${random(24)}" }`, random(24)]
  ])('the secret in %s does not leave', (text, value) => {
    const shown = plain(text);
    expect(shown).not.toContain(value);
    expect(shown).toContain('[secret ');
    expect(shown.slice(0, 4)).toBe(text.slice(0, 4));
  });

  it('a private key does not leave, and its lines stay lines', () => {
    const key = `-----BEGIN OPENSSH PRIVATE KEY-----\n${`${random(64)}\n`.repeat(3)}-----END OPENSSH PRIVATE KEY-----`;
    expect(plain(`a\n${key}\nb`)).toBe('a\n[secret private key]\n\n\n\n\nb');
    expect(plain(JSON.stringify({ key }))).toBe('{"key":"[secret private key]"}');
  });

  it('a private key that was cut off does not leave, and what follows stays', () => {
    const cut = `-----BEGIN PRIVATE KEY-----\n${random(64)}\n${random(20)}`;
    expect(plain(`${cut}\n# what follows (this) stays`)).toBe('[secret private key]\n\n\n# what follows (this) stays');
  });
});

describe('what is no secret', () => {
  it.each([
    'POSTGRES_PASSWORD=postgres',
    'password: ${DB_PASSWORD}',
    'DATABASE_URL=postgres://app:${DB_PASSWORD}@db/app',
    'DATABASE_URL=postgres://<user>:<password>@db/app',
    'const token = process.env.SESSION_TOKEN2;',
    'secretKey: config.get("session.secret1"),',
    'API_KEY=YOUR_API_KEY_123',
    '"js-tokens": "^4.0.0 || ^9.0.1",',
    '"resolved": "https://registry.example/js-tokens/-/js-tokens-9.0.1.tgz",',
    '"integrity": "sha512-mxa9E9ITFOt0ban3j6L5MpjwegGz6lBQmM1IJkWeBZGcMxto50+eWdjC/52xDbS2vy0k7vIMK0Fe2wfL9OQSpQ=="',
    'git@github.com:acme/shop.git',
    'http://127.0.0.1:8787/path@here',
    'commit 3f786850e387550fdab836ed7e6dc881de23001b',
    'password = getPassword(userId1, db2)',
    'The token-bucket algorithm: a1 fills the bucket',
    '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----'
  ])('stays: %s', (text) => {
    expect(plain(text)).toBe(text);
  });
});

/** Seconds of processor time, which do not grow with what else the machine does. */
function secondsFor(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
}

describe('a hostile line', () => {
  it('of 10 MB is read in seconds', () => {
    const parts = [
      'eyJaaaaaaaaa.',
      'password="',
      'http://a:',
      'authorization: ',
      'ghp_',
      '-----BEGIN PRIVATE KEY-----'
    ];
    const text = parts.map((part) => part.repeat(Math.ceil(10_000_000 / parts.length / part.length))).join('');
    expect(secondsFor(() => known(text))).toBeLessThan(10);
  }, 60_000);

  const size = 1_000_000;
  it.each([
    ['letters', 'a'],
    ['starts of JWTs', 'eyJ'],
    ['starts of JWTs with points', 'eyJaaaaaaaaa.'],
    ['starts of tokens', 'ghp_sk-xoxb-AKIA'],
    ['keywords', 'password'],
    ['keywords with signs', 'token="'],
    ['schemes', 'a://'],
    ['schemes with users', 'http://a:'],
    ['hosts', 'host=a '],
    ['headers', 'authorization: '],
    ['starts of private keys', '-----BEGIN PRIVATE KEY-----'],
    ['starts of private keys with lines', '-----BEGIN PRIVATE KEY-----\nAAAA\n'],
    ['known secrets', 's3cr3t/Value'],
    ['spaces', ' '],
    ['machines', 'machine a login '],
    ['semicolons', '; password ']
  ])(
    'of 1 MB of %s is read in a second or two',
    (_what, part) => {
      const text = part.repeat(Math.ceil(size / part.length));
      expect(secondsFor(() => known(text))).toBeLessThan(3);
    },
    30_000
  );
});
