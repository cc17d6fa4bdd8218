import { describe, expect, it } from 'vitest';
import { rowsOf, tableOf } from '../../injection/table.ts';

const test = (group: string, title: string, status = 'passed', failure = '') => ({
  ancestorTitles: [group],
  title,
  status,
  failureMessages: failure ? [failure] : []
});
const report = (...tests: ReturnType<typeof test>[]) => ({ testResults: [{ assertionResults: tests }] });

describe('the table of hostile inputs', () => {
  it('has a row for each, and counts whatever did not pass as a change', () => {
    const { rows, blind } = rowsOf(
      report(
        test('a repository', "'README.md', that asks for: 'download'"),
        test(
          'a run',
          "'the logs of a container', that asks for: 'port' ('script')",
          'failed',
          'AssertionError: x\nmore'
        ),
        test('a run', "'a fenced log', that asks for: 'host'", 'skipped')
      )
    );
    expect(rows).toEqual([
      { by: 'a repository: README.md', asks: 'download', changed: false, why: '' },
      { by: 'a run: the logs of a container', asks: 'port (script)', changed: true, why: 'AssertionError: x' },
      { by: 'a run: a fenced log', asks: 'host', changed: true, why: '' }
    ]);
    expect(blind).toEqual([]);
    expect(tableOf(rows).split('\n')).toHaveLength(3);
  });

  it('leaves controls out, and names those that failed', () => {
    const { rows, blind } = rowsOf(
      report(test('a control of a run', 'is fine'), test('a control of a run', 'sees nothing', 'failed'))
    );
    expect([rows, blind]).toEqual([[], ['sees nothing']]);
  });
});
