import {
  callbackBodySchema,
  sameSignature,
  sign,
  signatureWindowMs,
  type CallbackBody,
  type ExecAnswer
} from '../relay/protocol.ts';
import type { EventBody } from '../workers/domain/events.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import type { ExecRow, ExecTable } from './execs.ts';

/** A post of the relay as it arrived: the body is text still, and nothing of it is believed before its signature was checked. */
export interface CallbackPost {
  execId: string;
  body: string;
  path: string;
  time: number;
  nonce: string;
  signature: string;
}

/** What a believable post means to its exec: output that is new, an exit that is, or nothing that was not known; and what the journal is told of it. */
export type Heard = { row: ExecRow; news: 'output' | 'exit' | null; events: EventBody[] };

/** The post's body and its exec. Refuses an unknown exec, a signature of another key, an old post, and a body that is no callback. */
export async function readCallback(
  execs: ExecTable,
  post: CallbackPost,
  now = Date.now()
): Promise<Result<CallbackBody>> {
  const { execId, signature, ...said } = post;
  const row = execs.byId(execId);
  if (!row) return refuse('exec.none', 'There is no such exec.');
  const expected = await sign(row.key, { method: 'POST', ...said });
  if (!sameSignature(expected, signature) || Math.abs(now - post.time) > signatureWindowMs)
    return refuse('callback.signature', 'The callback is not signed with the key of its exec.');
  const read = callbackBodySchema.safeParse(parseJson(post.body));
  if (!read.success || read.data.execId !== execId || (read.data.kind === 'exit' && read.data.answer.execId !== execId))
    return refuse('callback.form', 'The callback does not read as output or exit.');
  return ok(read.data);
}

/**
 * Takes a callback in: output once, by its offset, and the first exit. `row` is the exec as it stands after it. Posts may come
 * twice or late; those change nothing.
 */
export function takeCallback(execs: ExecTable, body: CallbackBody): Heard {
  const row = execs.byId(body.execId);
  if (!row) throw new Error(`exec ${body.execId} is gone`);
  if (row.answer) return { row, news: null, events: [] };
  if (body.kind === 'exit') {
    const settled = { ...row, answer: body.answer };
    execs.save(settled);
    return { row: settled, news: 'exit', events: [] };
  }
  if (body.offset !== row.offset || body.next <= row.offset) return { row, news: null, events: [] };
  const read = { ...row, offset: body.next };
  execs.save(read);
  const events = body.text === '' || row.quiet ? [] : [outputEvent(row, body.offset, body.next, body.text)];
  return { row: read, news: 'output', events };
}

/**
 * Takes an end that the relay told when it was asked, since its own word did not get through. What the journal lacks then is the last
 * output.
 */
export function settleExec(execs: ExecTable, id: string, answer: ExecAnswer): EventBody[] {
  const row = execs.byId(id);
  if (!row || row.answer) return [];
  execs.save({ ...row, offset: Math.max(row.offset, answer.bytes), answer });
  return answer.bytes > row.offset && answer.tail !== '' && !row.quiet
    ? [outputEvent(row, row.offset, answer.bytes, answer.tail)]
    : [];
}

/** The journal's entry for a piece of an exec's output. */
function outputEvent(row: ExecRow, offset: number, next: number, text: string): EventBody {
  const { runId, phase, server, stepId, execId } = row;
  return { type: 'output', runId, phase, server, stepId, execId, offset, next, text };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
