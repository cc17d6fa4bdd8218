import type * as z from 'zod';
import type { Result } from './result.ts';

export interface Reply {
  status: number;
  body: unknown;
}

export interface Call<B> {
  params: Record<string, string>;
  query: URLSearchParams;
  body: B;
}

/** One line of the relay's table. `path` is a template such as `/execs/:execId`; `body` is null where none is read. */
export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body: z.ZodType | null;
  handle(call: Call<unknown>): Promise<Reply>;
}

/** A route whose handler sees the body as its schema parsed it. */
export function route<B>(
  method: Route['method'],
  path: string,
  body: z.ZodType<B> | null,
  handle: (call: Call<B>) => Promise<Reply>
): Route {
  return { method, path, body, handle: (call) => handle(call as Call<B>) };
}

/** A result as an answer: its value with `status`, or its problem with the refusal's own. */
export function reply<T>(result: Result<T>, status = 200): Reply {
  return result.ok ? { status, body: result.value } : { status: result.status, body: { error: result.problem } };
}

/** The parameters that `path` gives to `template`, decoded, or null where it does not match. */
export function match(template: string, path: string): Record<string, string> | null {
  const wanted = template.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return null;
  const params: Record<string, string> = {};
  for (const [index, part] of wanted.entries()) {
    const text = given[index]!;
    if (!part.startsWith(':')) {
      if (part !== text) return null;
    } else if (!/^[A-Za-z0-9._~-]{1,200}$/.test(text)) return null;
    else params[part.slice(1)] = text;
  }
  return params;
}
