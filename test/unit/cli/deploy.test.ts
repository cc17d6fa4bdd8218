import { describe, expect, it } from 'vitest';
import { sourceText, valuesToAsk, wishOf } from '../../../cli/deploy.ts';
import type { EnvironmentValue, ProvisioningPlan } from '../../../workers/domain/provisioning-plan.ts';

const text = (source: string, values = {}) => {
  const result = sourceText(wishOf(source, values), '/home/me');
  return result.ok ? result.value : result.problem.code;
};

describe('what is deployed', () => {
  it('is a URL with its branch and its folder', () => {
    expect(text('https://host/owner/name')).toBe('https://host/owner/name');
    expect(text('https://host/owner/name', { ref: 'v2' })).toBe('https://host/owner/name#v2');
    expect(text('https://host/owner/name', { subfolder: 'apps/web' })).toBe('https://host/owner/name#:apps/web');
  });

  it('is a folder by its full path', () => {
    expect(text('./shop')).toBe('/home/me/shop');
    expect(text('..')).toBe('/home');
    expect(text('.', { ref: 'main' })).toBe('source.suffix');
  });

  it('is an image or a template as it was typed', () => {
    expect(text('nginx:1.26')).toBe('nginx:1.26');
    expect(text('template:static-site')).toBe('template:static-site');
  });

  it('is refused where the API would refuse it', () => {
    expect(text('ext::sh -c id')).toBe('source.helper');
    expect(text('https://me:pass@host/owner/name')).toBe('source.credentials');
  });
});

describe('the values to ask for', () => {
  const variable = (name: string, value: string | null, required = true): EnvironmentValue => ({
    ...{ service: 'web', secret: true, buildTime: false, origin: 'person' },
    name,
    value,
    required
  });
  const plan = (env: EnvironmentValue[]) =>
    ({ env, secrets: [{ name: 'DB_PASSWORD', kind: 'password', length: 32 }] }) as unknown as ProvisioningPlan;

  it('are those that nobody gave and Hydron does not make up, each once', () => {
    const env = [
      variable('STRIPE_KEY', null),
      variable('STRIPE_KEY', null),
      variable('OPTIONAL', null, false),
      variable('DATABASE_URL', 'postgres://app:${SECRET:DB_PASSWORD}@db/app'),
      variable('MAIL_KEY', '${SECRET:MAIL_KEY}'),
      variable('GIVEN', '${SECRET:GIVEN}')
    ];
    expect(valuesToAsk(plan(env), ['GIVEN'])).toEqual(['STRIPE_KEY', 'MAIL_KEY']);
  });
});
