/** How many tests ended which way. */
export type Tally = { passed: number; failed: number; skipped: number };

/** The part of vitest's JSON report that is counted. */
export type Report = { testResults: { status: string; assertionResults: { status: string }[] }[] };

export const nothing: Tally = { passed: 0, failed: 0, skipped: 0 };

export const add = (a: Tally, b: Tally): Tally => ({
  passed: a.passed + b.passed,
  failed: a.failed + b.failed,
  skipped: a.skipped + b.skipped
});

const end = (status: string): keyof Tally => (status === 'passed' || status === 'failed' ? status : 'skipped');

/**
 * Counts one suite. A file that did not load is one failure, and so is a suite that ended badly for a reason that no
 * test shows: no report, or an error outside any test.
 */
export function tally(report: Report | undefined, exitCode: number | null): Tally {
  let sum = nothing;
  for (const file of report?.testResults ?? []) {
    for (const test of file.assertionResults) sum = add(sum, { ...nothing, [end(test.status)]: 1 });
    const unexplained = file.status === 'failed' && !file.assertionResults.some((test) => test.status === 'failed');
    if (unexplained) sum = add(sum, { ...nothing, failed: 1 });
  }
  return exitCode !== 0 && sum.failed === 0 ? add(sum, { ...nothing, failed: 1 }) : sum;
}

/** The part of the figures of a run of real failures that is counted. */
export type Repairs = { cases: number; wrong: number };

/** Counts a run of real failures. One that left no figures is a failure. */
export const repairTally = (figures: Repairs | undefined): Tally =>
  figures ? { ...nothing, passed: figures.cases - figures.wrong, failed: figures.wrong } : { ...nothing, failed: 1 };

/** The last line of a test run. */
export const summary = ({ passed, failed, skipped }: Tally): string =>
  `${passed} passed, ${failed} failed${skipped ? `, ${skipped} skipped` : ''}`;
