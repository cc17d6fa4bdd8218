import type { StopReason } from '@anthropic-ai/sdk/resources/messages';
import { ok, refuse, type Result } from '../domain/result.ts';
import { ask, type Mind } from './asking.ts';
import { billOf, bytesOf, mostTokens, promptOf, type Bill } from './bill.ts';
import { hearing, type Hearing } from './hearing.ts';
import type { Answer, Call } from './model.ts';
import { textOf, type Reply } from './reply.ts';
import { opening, requestOf, say, sentBack, textBlock, toolsOf, type Message, type RequestParts } from './request.ts';
import { runTools, toolUses } from './tool-use.ts';

/** What the end of a call is held to. */
export interface Aim<T> {
  schema: Record<string, unknown> | null;
  heard: Call['heard'];
  /** The answer from all text and from that of the last reply, or what is wrong with it. */
  judge(whole: string, last: string): { value: T } | { complaint: string };
}

/** A call under way. */
interface Thought {
  mind: Mind;
  call: Call;
  bill: Bill;
  hearing: Hearing;
  messages: Message[];
  parts: Omit<RequestParts, 'last'>;
  /** What the prompt before was, to judge the next by; and all prompts together. */
  prompt: { bytes: number; tokens: number; sum: number };
}

const finish = 'Nothing more can be looked up. Answer now, from what you have.';

/**
 * Thinks until the model has answered: a request, the tools that it asks for, the next request. The last one that the limits allow
 * offers no tools. An answer that does not fit is told so once, in one request more than the limits say.
 */
export async function think<T>(mind: Mind, call: Call, aim: Aim<T>): Promise<Result<Answer<T>>> {
  const thought = begin(mind, call, aim);
  let corrected = false;
  for (let round = 1; ; round++) {
    const last = corrected || isLast(thought, round);
    if (last && round > 1 && !corrected && call.tools.length > 0) say(thought.messages, 'user', [textBlock(finish)]);
    const asked = await request(thought, last);
    if (!asked.ok) return asked;
    const next = await follow(thought, asked.value, last);
    if (!next.ok) return next;
    if (next.value === 'on') continue;
    const verdict = aim.judge(thought.hearing.text(), textOf(asked.value.content));
    if ('value' in verdict) return ok({ value: verdict.value, tokens: thought.bill.tokens, cost: thought.bill.cost });
    if (corrected) return refuse('model.invalid', 'The model answered twice in a form that cannot be used. Try again.');
    corrected = true;
    // A message of thinking alone is not taken back.
    if (textOf(asked.value.content)) say(thought.messages, 'assistant', sentBack(asked.value.content));
    say(thought.messages, 'user', [textBlock(mind.redact(verdict.complaint))]);
  }
}

function begin<T>(mind: Mind, call: Call, aim: Aim<T>): Thought {
  const messages = opening(call, mind.redact);
  const output = {
    ...(mind.effort && { effort: mind.effort }),
    ...(aim.schema && { format: { type: 'json_schema' as const, schema: aim.schema } })
  };
  return {
    mind,
    call,
    bill: billOf(mind.offer, call.place, mind.ledger),
    hearing: hearing(aim.heard),
    messages,
    parts: {
      model: mind.offer.id,
      call,
      messages,
      tools: toolsOf(call.tools),
      output: Object.keys(output).length > 0 ? output : null
    },
    prompt: { bytes: 0, tokens: 0, sum: 0 }
  };
}

/** Whether the next request has to be the last: by count, or because its prompt would pass what may be read in all. */
function isLast({ call, parts, prompt }: Thought, round: number): boolean {
  const bytes = bytesOf(requestOf({ ...parts, last: false }));
  const next = prompt.tokens + mostTokens(bytes - prompt.bytes);
  return round >= call.limits.rounds || prompt.sum + next > call.limits.promptTokens;
}

async function request({ mind, call, bill, hearing, parts, prompt }: Thought, last: boolean): Promise<Result<Reply>> {
  const asking = requestOf({ ...parts, last });
  const asked = await ask(mind, asking, bill, hearing, call.signal);
  if (!asked.ok) return asked;
  const { content, tokens } = asked.value;
  hearing.settle(textOf(content));
  prompt.bytes = bytesOf(asking);
  prompt.tokens = promptOf(tokens);
  prompt.sum += prompt.tokens;
  return asked;
}

/** What a reply leads to: on with the conversation, or to its end. */
async function follow(thought: Thought, { content, stop }: Reply, last: boolean): Promise<Result<'on' | 'end'>> {
  const { mind, call, messages } = thought;
  const uses = toolUses(content);
  if (stop === 'pause_turn' && !last) {
    say(messages, 'assistant', sentBack(content));
    return ok('on');
  }
  if (stop !== 'tool_use') return ended(stop);
  if (last || uses.length === 0)
    return refuse('model.invalid', 'The model went on looking and gave no answer. Try again.');
  const results = await runTools(uses, call.tools, mind.redact, call.signal);
  if (!results.ok) return results;
  say(messages, 'assistant', sentBack(content));
  say(messages, 'user', results.value);
  return ok('on');
}

function ended(stop: StopReason | null): Result<'end'> {
  switch (stop) {
    case 'refusal':
      return refuse(
        'model.declined',
        'The model declined to answer this. Say it in other words, or choose another model.'
      );
    case 'max_tokens':
    case 'pause_turn':
      return refuse('model.cut', "The model's answer was longer than there was room for. Ask for less at once.");
    case 'model_context_window_exceeded':
      return refuse(
        'model.cut',
        'There was more to read than the model takes in at once. Choose a smaller part of it.'
      );
    default:
      return ok('end');
  }
}
