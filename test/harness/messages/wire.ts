/** What is on the wire of the Messages API, as far as the scripted server looks at it. */
export interface Block {
  type: string;
  text?: string;
  thinking?: string;
  signature?: string;
  data?: string;
  id?: string;
  name?: string;
  input?: unknown;
  tool_use_id?: string;
  content?: string | Block[];
  is_error?: boolean;
  cache_control?: unknown;
}

export interface WireMessage {
  role: string;
  content: string | Block[];
}

export interface WireTool {
  name: string;
  description?: string;
  input_schema: Record<string, unknown>;
  cache_control?: unknown;
}

export interface Body {
  model: string;
  max_tokens: number;
  stream?: boolean;
  system?: string | Block[];
  messages: WireMessage[];
  tools?: WireTool[];
  tool_choice?: { type: string };
  output_config?: { effort?: string; format?: { type: string; schema: Record<string, unknown> } };
  thinking?: { type: string };
  temperature?: unknown;
  top_p?: unknown;
  top_k?: unknown;
}

export const blocksOf = (content: string | Block[] | undefined): Block[] =>
  content === undefined ? [] : typeof content === 'string' ? [{ type: 'text', text: content }] : content;

/** All words of some blocks, as one text. */
export const wordsOf = (blocks: Block[]): string =>
  blocks
    .map((block) =>
      block.type === 'tool_result'
        ? wordsOf(blocksOf(block.content))
        : block.type === 'tool_use'
          ? `${block.name} ${JSON.stringify(block.input)}`
          : (block.text ?? '')
    )
    .join('\n');

/** The same without cache marks, which are no part of what is said. */
export const unmarked = <T>(value: T): T =>
  JSON.parse(JSON.stringify(value, (name, inner: unknown) => (name === 'cache_control' ? undefined : inner)));

/** Where cache marks stand, in the order in which a prompt is read. */
export function marksOf({ tools, system, messages }: Body): string[] {
  const marks = (blocks: { cache_control?: unknown }[], path: string) =>
    blocks.flatMap((block, at) => (block.cache_control ? [`${path}.${at}`] : []));
  return [
    ...marks(tools ?? [], 'tools'),
    ...marks(blocksOf(system), 'system'),
    ...messages.flatMap((message, at) => marks(blocksOf(message.content), `messages.${at}`))
  ];
}
