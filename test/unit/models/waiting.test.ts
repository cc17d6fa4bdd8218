import { describe, expect, it } from 'vitest';
import { patient, waitBefore } from '../../../workers/models/waiting.ts';

describe('the wait before the next try', () => {
  it('doubles each time, up to the longest, give or take a quarter', () => {
    const middle = [1, 2, 3, 4].map((attempt) => waitBefore(patient, attempt, 0, null, 0.5));
    expect(middle).toEqual([1000, 2000, 4000, 8000]);
    expect(waitBefore(patient, 1, 0, null, 0)).toBe(750);
    expect(waitBefore(patient, 1, 0, null, 1)).toBe(1250);
    expect(waitBefore({ ...patient, attempts: 50 }, 40, 0, null, 0.5)).toBe(patient.longest);
  });

  it('is at least what was asked for', () => {
    expect(waitBefore(patient, 1, 0, 7000, 0)).toBe(7000);
    expect(waitBefore(patient, 1, 0, 7000, 1)).toBeGreaterThan(7000);
  });

  it('is none after the last try, or where it would take too long in all', () => {
    expect(waitBefore(patient, patient.attempts, 0, null)).toBeNull();
    expect(waitBefore(patient, 1, patient.total - 10, null)).toBeNull();
    expect(waitBefore(patient, 1, 0, patient.total + 1)).toBeNull();
  });
});
