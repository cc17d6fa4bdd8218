import type { Context } from 'hono';
import { createMiddleware } from 'hono/factory';
import * as z from 'zod';
import { ok, refuse, type Result } from '../../domain/result.ts';
import type { Api } from './context.ts';
import { refusal } from './problems.ts';

export const bodyLimit = 1_000_000;
const tooLarge = (limit: number) => refuse('body.large', `The body is larger than ${limit} bytes.`);

/** A request's body as text of at most `limit` bytes, whatever its headers say of its length. */
export async function readText(request: Request, limit: number): Promise<Result<string>> {
  if (Number(request.headers.get('content-length') ?? 0) > limit) return tooLarge(limit);
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for await (const chunk of request.body ?? []) {
    bytes += chunk.byteLength;
    if (bytes > limit) return tooLarge(limit);
    text += decoder.decode(chunk, { stream: true });
  }
  return ok(text + decoder.decode());
}

export const isJson = (contentType: string | undefined): boolean =>
  /^application\/json(;|$)/i.test((contentType ?? '').trim());

function parseJson(text: string): Result<unknown> {
  try {
    return ok(JSON.parse(text));
  } catch {
    return refuse('body.json', 'The body is not valid JSON.');
  }
}

const issueText = ({ path, message }: z.core.$ZodIssue) => `${path.length ? path.join('.') : 'body'}: ${message}`;

async function read<T>(c: Context<Api>, schema: z.ZodType<T>): Promise<Response | T> {
  if (!isJson(c.req.header('content-type')))
    return refusal({ code: 'body.type', message: 'Send the body as JSON, with content-type: application/json.' }, 415);
  const text = await readText(c.req.raw, bodyLimit);
  if (!text.ok) return refusal(text.problem, 413);
  const json = parseJson(text.value);
  if (!json.ok) return refusal(json.problem, 400);
  const parsed = schema.safeParse(json.value);
  if (parsed.success) return parsed.data;
  return refusal({ code: 'body.invalid', message: parsed.error.issues.slice(0, 5).map(issueText).join('; ') }, 422);
}

/** Takes a JSON body of at most 1 MB that fits a schema; the handler finds it in `c.req.valid('json')`. */
export const body = <T extends object>(schema: z.ZodType<T>) =>
  createMiddleware<Api, string, { in: { json: T }; out: { json: T } }>(async (c, next) => {
    const value = await read(c, schema);
    if (value instanceof Response) return value;
    c.req.addValidatedData('json', value);
    return next();
  });
