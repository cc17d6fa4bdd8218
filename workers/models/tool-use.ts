import type { ContentBlock, ToolResultBlockParam, ToolUseBlock } from '@anthropic-ai/sdk/resources/messages';
import type { Result } from '../domain/result.ts';
import type { Tool } from './model.ts';
import type { Redact } from './redact.ts';
import { complaints } from './schema.ts';
import { unlessAborted } from './waiting.ts';

export const toolUses = (content: ContentBlock[]): ToolUseBlock[] =>
  content.filter((block) => block.type === 'tool_use');

/** Runs what the model asked for, all at once, begun in its order. Answers a result for each, without secrets. */
export function runTools(
  uses: ToolUseBlock[],
  tools: Tool[],
  redact: Redact,
  signal: AbortSignal | undefined
): Promise<Result<ToolResultBlockParam[]>> {
  return unlessAborted(Promise.all(uses.map((use) => resultOf(use, tools, redact))), signal);
}

/** What the tool answers; where there is none of that name, or its input is wrong, what the model has to put right. */
async function resultOf(use: ToolUseBlock, tools: Tool[], redact: Redact): Promise<ToolResultBlockParam> {
  const result = (text: string) =>
    ({ type: 'tool_result', tool_use_id: use.id, content: redact(text) || '(nothing)' }) as const;
  const tool = tools.find(({ name }) => name === use.name);
  if (!tool) return { ...result(`There is no tool ${use.name}. There are: ${namesOf(tools)}.`), is_error: true };
  const input = tool.input.safeParse(use.input);
  if (!input.success)
    return { ...result(`The input does not fit, so nothing was done:\n${complaints(input.error)}`), is_error: true };
  return result(await tool.run(input.data));
}

const namesOf = (tools: Tool[]) => tools.map(({ name }) => name).join(', ');
