import type { ContentBlock, RawMessageStreamEvent, StopReason } from '@anthropic-ai/sdk/resources/messages';
import { noTokens, type Tokens } from '../domain/usage.ts';

/** A message as it was streamed. Blocks are kept as they came, since they are sent back unchanged. */
export interface Reply {
  content: ContentBlock[];
  stop: StopReason | null;
  tokens: Tokens;
}

/** A reply under way. */
export interface Draft {
  content: (ContentBlock | undefined)[];
  inputs: Map<number, string>;
  stop: StopReason | null;
  tokens: Tokens | null;
  bytes: number;
  ended: boolean;
}

export const blankDraft = (): Draft => ({
  content: [],
  inputs: new Map(),
  stop: null,
  tokens: null,
  bytes: 0,
  ended: false
});

/** Adds one event of the stream. Text goes to `hear` as it comes. */
export function add(draft: Draft, event: RawMessageStreamEvent, hear: (text: string) => void): void {
  switch (event.type) {
    case 'message_start':
      draft.tokens = tokensOf(noTokens, event.message.usage);
      break;
    case 'content_block_start':
      draft.content[event.index] = { ...event.content_block };
      break;
    case 'content_block_delta':
      addDelta(draft, event, hear);
      break;
    case 'message_delta':
      draft.stop = event.delta.stop_reason;
      draft.tokens = tokensOf(draft.tokens ?? noTokens, event.usage);
      break;
    case 'message_stop':
      draft.ended = true;
  }
}

type DeltaEvent = Extract<RawMessageStreamEvent, { type: 'content_block_delta' }>;

function addDelta(draft: Draft, { index, delta }: DeltaEvent, hear: (text: string) => void): void {
  const block = draft.content[index];
  if (delta.type === 'text_delta' && block?.type === 'text') {
    block.text += delta.text;
    draft.bytes += delta.text.length;
    hear(delta.text);
  } else if (delta.type === 'thinking_delta' && block?.type === 'thinking') {
    block.thinking += delta.thinking;
    draft.bytes += delta.thinking.length;
  } else if (delta.type === 'signature_delta' && block?.type === 'thinking') {
    block.signature = delta.signature;
  } else if (delta.type === 'input_json_delta') {
    draft.inputs.set(index, (draft.inputs.get(index) ?? '') + delta.partial_json);
    draft.bytes += delta.partial_json.length;
  }
}

/** The message at its end. The input of a tool that is no JSON becomes null, which no tool takes. */
export function replyOf(draft: Draft): Reply {
  const content = draft.content.map((block, index) =>
    block?.type === 'tool_use' ? { ...block, input: parsed(draft.inputs.get(index) || '{}') } : block
  );
  return {
    content: content.filter((block): block is ContentBlock => block !== undefined && !isEmptyText(block)),
    stop: draft.stop,
    tokens: draft.tokens ?? noTokens
  };
}

/** What an unfinished message cost so far: its prompt, and its output as counted or, at four characters a token, as received. */
export const tokensSoFar = (draft: Draft): Tokens | null =>
  draft.tokens && { ...draft.tokens, output: Math.max(draft.tokens.output, Math.ceil(draft.bytes / 4)) };

export const textOf = (content: ContentBlock[]): string =>
  content.map((block) => (block.type === 'text' ? block.text : '')).join('');

// The API takes no empty text back.
const isEmptyText = (block: ContentBlock) => block.type === 'text' && block.text === '';

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return null;
  }
}

interface Counted {
  input_tokens?: number | null;
  output_tokens?: number | null;
  cache_read_input_tokens?: number | null;
  cache_creation_input_tokens?: number | null;
}

/** Counts are totals of the message, and left out where they do not apply. */
const tokensOf = (before: Tokens, usage: Counted): Tokens => ({
  input: usage.input_tokens ?? before.input,
  output: usage.output_tokens ?? before.output,
  cacheRead: usage.cache_read_input_tokens ?? before.cacheRead,
  cacheWrite: usage.cache_creation_input_tokens ?? before.cacheWrite
});
