import { createHash } from 'node:crypto';
import type { Count, Said } from './scenario.ts';
import type { Block, Body } from './wire.ts';

export interface Event {
  type: string;
  [field: string]: unknown;
}

/** The blocks that a scripted reply stands for, with ids and signatures of its own. */
export function contentOf(said: Said, seed: string): Block[] {
  const id = (at: number) => createHash('sha256').update(`${seed} ${at}`).digest('hex').slice(0, 24);
  const text = said.json === undefined ? said.text : JSON.stringify(said.json);
  return [
    ...(said.thinking === undefined ? [] : [{ type: 'thinking', thinking: said.thinking, signature: `sig-${id(0)}` }]),
    ...(said.redacted === undefined ? [] : [{ type: 'redacted_thinking', data: said.redacted }]),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...(said.tools ?? []).map(({ name, input }, at) => ({ type: 'tool_use', id: `toolu_${id(at + 1)}`, name, input }))
  ];
}

/** The events of a streamed message: each block in pieces that break words, escapes and numbers. */
export function eventsOf(said: Said, body: Body, content: Block[], usage: Required<Count>): Event[] {
  const counts = {
    input_tokens: usage.input,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation_input_tokens: usage.cacheWrite
  };
  const message = { type: 'message', role: 'assistant', model: body.model, content: [], stop_reason: null };
  const stop = said.stop ?? (said.tools?.length ? 'tool_use' : 'end_turn');
  return [
    { type: 'message_start', message: { id: 'msg_scripted', ...message, usage: { ...counts, output_tokens: 1 } } },
    { type: 'ping' },
    ...content.flatMap((block, index) =>
      blockEvents(block, index, index === content.length - 1 ? said.rawInput : undefined)
    ),
    {
      type: 'message_delta',
      delta: { stop_reason: stop, stop_sequence: null },
      usage: { output_tokens: usage.output }
    },
    { type: 'message_stop' }
  ];
}

function blockEvents(block: Block, index: number, rawInput: string | undefined): Event[] {
  const delta = (fields: Record<string, unknown>): Event => ({ type: 'content_block_delta', index, delta: fields });
  const start = (fields: Record<string, unknown>): Event => ({
    type: 'content_block_start',
    index,
    content_block: { type: block.type, ...fields }
  });
  const end: Event = { type: 'content_block_stop', index };
  switch (block.type) {
    case 'thinking':
      return [
        start({ thinking: '', signature: '' }),
        ...pieces(block.thinking!, 11).map((thinking) => delta({ type: 'thinking_delta', thinking })),
        delta({ type: 'signature_delta', signature: block.signature }),
        end
      ];
    case 'redacted_thinking':
      return [start({ data: block.data }), end];
    case 'tool_use': {
      const json = rawInput ?? JSON.stringify(block.input);
      const parts = ['', ...pieces(json, 3)].map((partial_json) => delta({ type: 'input_json_delta', partial_json }));
      return [start({ id: block.id, name: block.name, input: {} }), ...parts, end];
    }
    default:
      return [start({ text: '' }), ...pieces(block.text!, 7).map((text) => delta({ type: 'text_delta', text })), end];
  }
}

const pieces = (text: string, length: number): string[] => text.match(new RegExp(`[\\s\\S]{1,${length}}`, 'gu')) ?? [];

export const sseText = (event: Event): string => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`;
