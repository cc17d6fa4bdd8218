import type { Expectation } from './scenario.ts';
import { blocksOf, marksOf, wordsOf, type Body } from './wire.ts';

/** In which points a request is not what was expected: one sentence each. */
export function deviations(body: Body, expected: Expectation): string[] {
  const found: string[] = [];
  const same = (what: string, is: unknown, wanted: unknown) => {
    if (wanted !== undefined && JSON.stringify(is) !== JSON.stringify(wanted))
      found.push(`${what} is ${JSON.stringify(is)}, not ${JSON.stringify(wanted)}`);
  };
  const holds = (what: string, text: string, parts: string[] = []) => {
    for (const part of parts)
      if (!text.includes(part)) found.push(`${what} lacks ${JSON.stringify(part)}: ${short(text)}`);
  };
  const last = blocksOf(body.messages.at(-1)?.content);
  const schema = body.output_config?.format?.schema;
  same('the model', body.model, expected.model);
  same(
    'the tools',
    (body.tools ?? []).map(({ name }) => name),
    expected.tools
  );
  same('the tool choice', body.tool_choice?.type, expected.toolChoice);
  same('the effort', body.output_config?.effort ?? null, expected.effort);
  same('the room for output', body.max_tokens, expected.outputTokens);
  same('the number of messages', body.messages.length, expected.messages);
  same('the cache marks', marksOf(body), expected.cached);
  same('the failed tool results', last.filter((block) => block.is_error).length, expected.toolErrors);
  if (typeof expected.schema === 'boolean') same('that there is a schema', schema !== undefined, expected.schema);
  else same("the schema's fields", Object.keys((schema?.properties ?? {}) as object), expected.schema);
  holds('the system text', wordsOf(blocksOf(body.system)), expected.system);
  holds('the conversation', wordsOf(body.messages.flatMap(({ content }) => blocksOf(content))), expected.says);
  holds('the last message', wordsOf(last), expected.ends);
  const whole = JSON.stringify(body);
  for (const part of expected.never ?? [])
    if (whole.includes(JSON.stringify(part).slice(1, -1))) found.push(`the request holds ${JSON.stringify(part)}`);
  return found;
}

const wordy = ['system', 'says', 'never', 'ends'] as const;

/** Whether an expectation lets every request pass. */
export const saysNothing = (expected: Expectation): boolean =>
  Object.entries(expected).every(
    ([name, value]) =>
      value === undefined || (wordy.some((word) => word === name) && Array.isArray(value) && value.length === 0)
  );

const short = (text: string) => (text.length > 600 ? `${text.slice(0, 300)} … ${text.slice(-300)}` : text);
