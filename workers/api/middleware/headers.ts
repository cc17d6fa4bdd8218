import { createMiddleware } from 'hono/factory';
import type { Api } from './context.ts';

const always: Record<string, string> = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin'
};

/** A number for each request, and headers that keep an answer from being kept, framed, sniffed or run. */
export const headers = createMiddleware<Api>(async (c, next) => {
  const id = crypto.randomUUID();
  c.set('requestId', id);
  await next();
  if (c.res.status === 101) return;
  for (const [name, value] of Object.entries(always)) if (!c.res.headers.has(name)) c.header(name, value);
  if (!c.res.headers.has('cache-control')) c.header('cache-control', 'no-store');
  if (new URL(c.req.url).protocol === 'https:') c.header('strict-transport-security', 'max-age=31536000');
  c.header('x-request-id', id);
});
