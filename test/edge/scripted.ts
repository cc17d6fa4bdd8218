import { inject, onTestFinished } from 'vitest';
import type { Env } from '../../workers/env.ts';
import type { Report, Scenario } from '../harness/messages-server.ts';

const control = (path: string) => `${inject('messagesUrl')}/control/plays${path}`;

let keys = 0;

/**
 * Begins a scenario at the scripted server and answers the key that plays it. When the test is over, the scenario must have been
 * played as written, all of it.
 */
export async function playing(scenario: Scenario): Promise<string> {
  const key = `sk-ant-of-a-scenario-${crypto.randomUUID()}-${++keys}`;
  const begun = await fetch(control(''), { method: 'POST', body: JSON.stringify({ key, scenario }) });
  if (begun.status !== 201) throw new Error(`the scenario does not begin: ${await begun.text()}`);
  onTestFinished(async () => {
    const { problems, unused } = await reportOf(key);
    if (problems.length + unused.length > 0) throw new Error([...problems, ...unused].join('\n'));
  });
  return key;
}

/** How a scenario was played so far. */
export const reportOf = async (key: string): Promise<Report> =>
  (await fetch(control(`/${encodeURIComponent(key)}`))).json<Report>();

/** An install whose models are asked at the scripted server, by the installation's key where one is given. */
export const thinkingEnv = (env: Env, key?: string): Env => ({
  ...env,
  ANTHROPIC_BASE_URL: inject('messagesUrl'),
  ...(key === undefined ? {} : { ANTHROPIC_API_KEY: key })
});
