import { describe, expect, it } from 'vitest';
import { isHolder, isKey, struckText } from '../../../../../workers/planning/analysis/refine/holders.ts';

describe('a file of values', () => {
  it.each([
    '.env',
    'apps/web/.env.production',
    '.env.example',
    'env.sh',
    'prod.env',
    '.npmrc',
    'config/secrets.yml',
    'main.tfvars'
  ])('is told by its name: %s', (path) => expect(isHolder(path)).toBe(true));

  it.each(['src/env.ts', 'environment/index.js', 'package.json', 'docs/secrets.md', 'env.test.ts', 'environments.ts'])(
    'is not %s',
    (path) => expect(isHolder(path)).toBe(false)
  );

  it.each(['certs/server.pem', 'id_rsa', '.netrc', 'service-account.json', 'config/master.key'])(
    'is a key as a whole: %s',
    (path) => expect(isKey(path)).toBe(true)
  );

  it('shows names and prose, and keeps the number of its lines', () => {
    const text = [
      '# Where mail is sent from',
      'MAIL_FROM=shop@example.org',
      'export API_KEY="abc=def"',
      '# OLD_KEY=abc',
      'EMPTY=',
      'PRIVATE_KEY="-----BEGIN KEY-----',
      'MIIabcDEF0123=',
      '-----END KEY-----"',
      'database: postgres://app:hunter2@db/app',
      'MIIabcDEF0123=more',
      '//npm.example/:_authToken=abc'
    ].join('\n');
    expect(struckText(text).split('\n')).toEqual([
      '# Where mail is sent from',
      'MAIL_FROM=[value kept back]',
      'export API_KEY=[value kept back]',
      '# OLD_KEY=[value kept back]',
      'EMPTY=',
      'PRIVATE_KEY=[value kept back]',
      '[value kept back]',
      '[value kept back]',
      'database:[value kept back]',
      '[value kept back]',
      '[value kept back]'
    ]);
  });
});
