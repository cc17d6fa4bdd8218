import { modelOffers } from '../../../workers/domain/usage.ts';
import { schemaFaults } from './schema-rules.ts';
import { blocksOf, marksOf, type Block, type Body, type WireMessage } from './wire.ts';

/** What the API would refuse in a request: one sentence each. */
export function breaches(body: Body): string[] {
  return [
    ...shapeFaults(body),
    ...(Array.isArray(body.messages) ? [...orderFaults(body.messages), ...toolTurnFaults(body.messages)] : []),
    ...toolFaults(body),
    ...cacheFaults(body),
    ...formatFaults(body)
  ];
}

function shapeFaults(body: Body): string[] {
  const faults: [boolean, string][] = [
    [typeof body.model !== 'string', 'model: is missing'],
    [!Number.isInteger(body.max_tokens) || body.max_tokens < 1, 'max_tokens: is missing or not a whole number above 0'],
    [body.max_tokens > 128_000, 'max_tokens: is more than 128000'],
    [body.stream !== true, 'stream: only streams are served here'],
    [!Array.isArray(body.messages) || body.messages.length === 0, 'messages: at least one'],
    [['temperature', 'top_p', 'top_k'].some((name) => name in body), 'sampling parameters are not supported'],
    [
      body.thinking !== undefined && body.thinking.type !== 'adaptive',
      `"thinking.type.${body.thinking?.type}" is not supported for this model`
    ]
  ];
  return faults.filter(([broken]) => broken).map(([, words]) => words);
}

export const knownModel = (id: string): boolean => modelOffers.some((offer) => offer.id === id);

function orderFaults(messages: WireMessage[]): string[] {
  const faults: string[] = [];
  messages.forEach(({ role, content }, at) => {
    const due = at % 2 === 0 ? 'user' : 'assistant';
    if (role !== due) faults.push(`messages.${at}: the roles do not alternate; ${due} is due, not ${role}`);
    const blocks = blocksOf(content);
    if (blocks.length === 0) faults.push(`messages.${at}: has no content`);
    if (blocks.some((block) => block.type === 'text' && !block.text?.trim()))
      faults.push(`messages.${at}: text content blocks must contain non-whitespace text`);
    if (role === 'assistant' && blocks.at(-1)?.type.endsWith('thinking'))
      faults.push(`messages.${at}: the final block cannot be thinking`);
    const misplaced = blocks.find((block) => !(allowed[role] ?? []).includes(block.type));
    if (misplaced) faults.push(`messages.${at}: a block of type ${misplaced.type} has no place with ${role}`);
  });
  return faults;
}

const allowed: Record<string, string[]> = {
  user: ['text', 'tool_result'],
  assistant: ['text', 'tool_use', 'thinking', 'redacted_thinking']
};

/** Every use of a tool is answered by one result, at the beginning of the message that follows, and nothing else is. */
function toolTurnFaults(messages: WireMessage[]): string[] {
  return messages.flatMap(({ role, content }, at) => {
    if (role !== 'user') return [];
    const blocks = blocksOf(content);
    const before = at > 0 ? blocksOf(messages[at - 1]!.content) : [];
    const used = idsOf(before, 'tool_use', 'id');
    const answered = idsOf(blocks, 'tool_result', 'tool_use_id');
    const faults: string[] = [];
    for (const id of used) if (!answered.includes(id)) faults.push(`messages.${at}: tool_use ${id} has no tool_result`);
    for (const id of answered)
      if (!used.includes(id)) faults.push(`messages.${at}: tool_result for ${id}, which nobody used`);
    if (new Set(answered).size < answered.length) faults.push(`messages.${at}: two tool_results for one tool_use`);
    if (blocks.slice(0, answered.length).some(({ type }) => type !== 'tool_result'))
      faults.push(`messages.${at}: tool_results come first`);
    return faults;
  });
}

const idsOf = (blocks: Block[], type: string, field: 'id' | 'tool_use_id'): string[] =>
  blocks.filter((block) => block.type === type).map((block) => String(block[field]));

function toolFaults({ tools, tool_choice: choice, messages }: Body): string[] {
  const faults: string[] = [];
  for (const [at, { name, description, input_schema: schema }] of (tools ?? []).entries()) {
    if (!/^[\w-]{1,128}$/.test(name)) faults.push(`tools.${at}: ${name} is no name of a tool`);
    if (!description) faults.push(`tools.${at}: has no description`);
    if (schema?.type !== 'object') faults.push(`tools.${at}: the input's schema is not of type object`);
  }
  const names = (tools ?? []).map(({ name }) => name);
  if (new Set(names).size < names.length) faults.push('tools: two have one name');
  if (choice && !tools?.length) faults.push('tool_choice: may only be given with tools');
  if (choice && !['auto', 'none'].includes(choice.type)) faults.push(`tool_choice: ${choice.type} is not supported`);
  const inUse = messages?.some(({ content }) => blocksOf(content).some(({ type }) => type === 'tool_use'));
  if (inUse && !tools?.length) faults.push('tools: are missing, though the conversation uses some');
  return faults;
}

function cacheFaults(body: Body): string[] {
  if (!Array.isArray(body.messages)) return [];
  const marks = marksOf(body);
  const thinking = body.messages.some(({ content }) =>
    blocksOf(content).some(({ type, cache_control: mark }) => mark && type.endsWith('thinking'))
  );
  return [
    ...(marks.length > 4 ? [`cache_control: at most 4 marks, not ${marks.length}`] : []),
    ...(thinking ? ['cache_control: has no place on thinking'] : [])
  ];
}

function formatFaults({ output_config: config }: Body): string[] {
  const efforts = ['low', 'medium', 'high', 'xhigh', 'max'];
  return [
    ...(config?.effort && !efforts.includes(config.effort) ? [`output_config.effort: ${config.effort}`] : []),
    ...(config?.format ? schemaFaults(config.format.schema) : [])
  ];
}
