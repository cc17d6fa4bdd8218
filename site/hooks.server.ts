import type { Handle, HandleFetch } from '@sveltejs/kit/hooks';
import { readTheme, themeCookie } from '#lib/shell/theme.ts';

const devApi = 'http://127.0.0.1:8787';

/** What every page is answered with, beside the content security policy that vite.config.ts holds. */
const headers = {
  'x-frame-options': 'DENY',
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'strict-origin-when-cross-origin',
  'permissions-policy': 'camera=(), microphone=(), geolocation=(), payment=()',
  'cross-origin-opener-policy': 'same-origin'
};

/** Renders with the visitor's colour scheme and sets the security headers. */
export const handle: Handle = async ({ event, resolve }) => {
  const theme = readTheme(event.cookies.get(themeCookie));
  const response = await resolve(event, { transformPageChunk: ({ html }) => html.replace('%theme%', theme) });
  for (const [name, value] of Object.entries(headers)) response.headers.set(name, value);
  return response;
};

/**
 * Load functions and form actions fetch `/api/...`: in the Worker that is a call in this process, under `vite dev` a request to
 * `wrangler dev`. The visitor's own headers go along, since the API judges by them who asks and from where.
 */
export const handleFetch: HandleFetch = async ({ event, request, fetch }) => {
  const { origin, pathname, search } = new URL(request.url);
  if (origin !== event.url.origin || !pathname.startsWith('/api/')) return fetch(request);
  const inner = new Request(request, { headers: withVisitor(event.request.headers, request.headers) });
  if (event.platform?.api) return event.platform.api(inner);
  return fetch(new Request(`${devApi}${pathname}${search}`, inner));
};

/** The visitor's headers, under those of the request that a page makes for them. What described the visitor's body is left out. */
function withVisitor(visitor: Headers, made: Headers): Headers {
  const headers = new Headers(visitor);
  for (const name of ['content-type', 'content-length', 'transfer-encoding', 'accept-encoding']) headers.delete(name);
  for (const [name, value] of made) headers.set(name, value);
  return headers;
}
