import type {
  ContentBlock,
  ContentBlockParam,
  MessageCreateParamsStreaming,
  OutputConfig,
  TextBlockParam,
  ToolUnion
} from '@anthropic-ai/sdk/resources/messages';
import type { Call, Tool, Turn } from './model.ts';
import type { Redact } from './redact.ts';
import { inputSchema } from './schema.ts';

/** A message whose content is always blocks. */
export interface Message {
  role: 'user' | 'assistant';
  content: ContentBlockParam[];
}

const cached = { cache_control: { type: 'ephemeral' } } as const;

export const textBlock = (text: string): TextBlockParam => ({ type: 'text', text });

/** Adds blocks as the next thing that `role` says: to its last message, or as a new one. */
export function say(messages: Message[], role: Message['role'], content: ContentBlockParam[]): void {
  const last = messages.at(-1);
  if (content.length === 0) return;
  if (last?.role === role) last.content.push(...content);
  else messages.push({ role, content });
}

/** How a conversation begins: the material with its cache mark, then the turns. Everything in it is free of secrets. */
export function opening(call: Call, redact: Redact): Message[] {
  const messages: Message[] = [];
  if (call.material.trim()) say(messages, 'user', [{ ...textBlock(redact(call.material)), ...cached }]);
  for (const { author, text } of call.turns) if (text.trim()) say(messages, roleOf(author), [textBlock(redact(text))]);
  if (messages[0]?.role !== 'user' || messages.at(-1)?.role !== 'user')
    throw new Error("A call begins with material or a person's turn, and ends with a person's turn.");
  return messages;
}

const roleOf = (author: Turn['author']): Message['role'] => (author === 'person' ? 'user' : 'assistant');

/** Blocks of a reply as they are sent back: unchanged, but for the input of a tool that was no JSON. */
export const sentBack = (content: ContentBlock[]): ContentBlockParam[] =>
  content.map((block) => (block.type === 'tool_use' && block.input === null ? { ...block, input: {} } : block));

export interface RequestParts {
  model: string;
  call: Call;
  messages: Message[];
  tools: ToolUnion[];
  output: OutputConfig | null;
  /** Whether the model must answer now: its tools stay in the request, since its earlier words name them. */
  last: boolean;
}

export const toolsOf = (tools: Tool[]): ToolUnion[] =>
  tools.map(({ name, description, input }) => ({ name, description, input_schema: inputSchema(input) }));

/**
 * One request. What stays the same comes first: tools and instructions, material, then the conversation. Cache marks stand after the
 * instructions, the material, the end of the request before and the end of this one, which makes the four that are allowed.
 */
export function requestOf({ model, call, messages, tools, output, last }: RequestParts): MessageCreateParamsStreaming {
  return {
    model,
    max_tokens: call.limits.outputTokens,
    system: [{ ...textBlock(call.instructions), ...cached }],
    messages: marked(messages),
    ...(tools.length > 0 && { tools, tool_choice: { type: last ? 'none' : 'auto' } }),
    ...(output && { output_config: output }),
    stream: true
  };
}

/** The messages with a cache mark at the end of the last two of the user's. */
function marked(messages: Message[]): Message[] {
  const ends = messages.flatMap(({ role }, at) => (role === 'user' ? [at] : [])).slice(-2);
  return messages.map((message, at) => (ends.includes(at) ? withMark(message) : message));
}

function withMark(message: Message): Message {
  const content = [...message.content];
  const end = content.length - 1;
  content[end] = { ...content[end], ...cached } as ContentBlockParam;
  return { ...message, content };
}
