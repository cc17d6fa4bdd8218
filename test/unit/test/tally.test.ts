import { describe, expect, it } from 'vitest';
import { repairTally, summary, tally } from '../../tally.ts';

const file = (status: string, ...statuses: string[]) => ({
  status,
  assertionResults: statuses.map((end) => ({ status: end }))
});

describe('the sum of a test run', () => {
  it('counts tests by how they ended', () => {
    const report = { testResults: [file('passed', 'passed', 'pending'), file('failed', 'passed', 'failed')] };
    expect(tally(report, 1)).toEqual({ passed: 2, failed: 1, skipped: 1 });
  });

  it('counts a file that did not load as one failure', () => {
    expect(tally({ testResults: [file('failed'), file('passed', 'passed')] }, 1)).toMatchObject({
      passed: 1,
      failed: 1
    });
  });

  it('counts a suite without a report as one failure', () => {
    expect(tally(undefined, null)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });

  it('counts an error outside any test as one failure', () => {
    expect(tally({ testResults: [file('passed', 'passed')] }, 1)).toMatchObject({ passed: 1, failed: 1 });
  });

  it('ends in one line that names skipped tests only if there are any', () => {
    expect(summary({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
    expect(summary({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
  });
});

describe('a run of real failures', () => {
  it('counts each that went wrong as a failed test, and is one itself where it left no figures', () => {
    expect(repairTally({ cases: 8, wrong: 1 })).toEqual({ passed: 7, failed: 1, skipped: 0 });
    expect(repairTally(undefined)).toEqual({ passed: 0, failed: 1, skipped: 0 });
  });
});
