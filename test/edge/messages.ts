import { expect, inject, onTestFinished } from 'vitest';
import type { Report, Scenario } from '../harness/messages-server.ts';

const control = `${inject('messagesUrl')}/control/plays`;
let plays = 0;

/**
 * Begins a scenario, by its name in the library or as a whole, and answers the key that plays it. When the test is over, it must have
 * been played as written, all of it.
 */
export async function playScenario(scenario: string | Scenario): Promise<string> {
  const key = `edge-scenario-${++plays}-${crypto.randomUUID()}`;
  const begun = await fetch(control, { method: 'POST', body: JSON.stringify({ key, scenario }) });
  if (begun.status !== 201) throw new Error(await begun.text());
  onTestFinished(async () => {
    const { problems, unused } = await reportOf(key);
    expect({ problems, unused }).toEqual({ problems: [], unused: [] });
  });
  return key;
}

/** What a scenario has seen so far. */
export async function reportOf(key: string): Promise<Report> {
  return (await fetch(`${control}/${encodeURIComponent(key)}`)).json();
}
