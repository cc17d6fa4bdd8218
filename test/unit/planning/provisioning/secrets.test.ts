import { describe, expect, it } from 'vitest';
import { generateValue } from '../../../../workers/domain/generate.ts';
import { secretFor } from '../../../../workers/planning/provisioning/secrets.ts';

describe('a key that is made up', () => {
  it('has the length that the program takes it in', () => {
    expect(generateValue(secretFor('APP_KEY'))).toMatch(/^[A-Za-z0-9]{32}$/);
    expect(generateValue(secretFor('SECRET_KEY_BASE'))).toMatch(/^[0-9a-f]{128}$/);
    expect(generateValue(secretFor('ENCRYPTION_KEY'))).toMatch(/^[0-9a-f]{64}$/);
  });
});
