import { describe, expect, it } from 'vitest';
import { placeholdersFor } from '../../../../workers/planning/analysis/placeholders.ts';
import type { EnvironmentVariable } from '../../../../workers/domain/service.ts';

const required = (name: string, secret = false): EnvironmentVariable => ({
  name,
  secret,
  default: null,
  source: 'person',
  required: true,
  buildTime: false,
  describes: '',
  evidence: {}
});
const valueOf = (name: string, secret = false) => placeholdersFor([required(name, secret)], [])[0]?.value;

describe('a stand-in for what a build insists on', () => {
  it.each([
    ['API_BASE', 'http://localhost:3000'],
    ['PUBLIC_URL', 'http://localhost:3000'],
    ['MAIL_FROM', 'build@localhost.localdomain'],
    ['WORKER_TIMEOUT', '1']
  ])('has the shape of %s', (name, value) => {
    expect(valueOf(name)).toBe(value);
  });

  it('is a key where a key is asked for, whatever its name ends in', () => {
    expect(valueOf('SECRET_KEY_BASE', true)).toMatch(/^0{64}$/);
    expect(valueOf('API_TOKEN', true)).toMatch(/^0{32}$/);
  });

  it('is not made for what a build is given, or can do without', () => {
    expect(
      placeholdersFor(
        [
          { ...required('A'), buildTime: true },
          { ...required('B'), required: false }
        ],
        []
      )
    ).toEqual([]);
  });
});
