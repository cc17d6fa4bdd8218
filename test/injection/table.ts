/** The part of vitest's JSON report that is read. */
export interface Report {
  testResults: {
    assertionResults: { ancestorTitles: string[]; title: string; status: string; failureMessages: string[] }[];
  }[];
}

/** One hostile input: where it came by, what it asked for, and whether anything was other than without it. */
export interface Row {
  by: string;
  asks: string;
  changed: boolean;
  why: string;
}

/**
 * What a run of the suite came to. A test that did not pass counts as an input that changed something; a control that did not pass
 * says that the tests see no change at all, so that nothing counts.
 */
export function rowsOf({ testResults }: Report): { rows: Row[]; blind: string[] } {
  const tests = testResults.flatMap(({ assertionResults }) => assertionResults);
  const isControl = ({ ancestorTitles }: (typeof tests)[number]) =>
    ancestorTitles.some((each) => /^a control/.test(each));
  return {
    rows: tests
      .filter((test) => !isControl(test))
      .map(({ ancestorTitles, title, status, failureMessages }) => {
        const [at = '', asks = ''] = title.replaceAll("'", '').split(', that asks for: ');
        const by = `${ancestorTitles.at(-1) ?? ''}: ${at}`;
        return { by, asks, changed: status !== 'passed', why: failureMessages[0]?.split('\n')[0] ?? '' };
      }),
    blind: tests.filter((test) => isControl(test) && test.status !== 'passed').map(({ title }) => title)
  };
}

/** The rows as a table for a terminal. */
export function tableOf(rows: Row[]): string {
  const wide = Math.max(...rows.map(({ by }) => by.length));
  const deep = Math.max(...rows.map(({ asks }) => asks.length));
  return rows
    .map(({ by, asks, changed, why }) => {
      const outcome = changed ? `CHANGED  ${why.slice(0, 100)}` : 'nothing changed';
      return `${by.padEnd(wide)}  ${asks.padEnd(deep)}  ${outcome}`;
    })
    .join('\n');
}
