import { vi } from 'vitest';

/** What was asked of the API: `PATCH /api/…`, and the body that came with it. */
export interface Asked {
  what: string;
  body: unknown;
}
type Answer = (body: unknown) => { status?: number; json: unknown };

/** Answers the page's calls in place of the API, route by route. A call that is not named here fails the test. */
export function answering(routes: Record<string, Answer>): Asked[] {
  const asked: Asked[] = [];
  vi.stubGlobal('fetch', (path: string, init: RequestInit = {}) => {
    const what = `${init.method ?? 'GET'} ${path}`;
    const body: unknown = typeof init.body === 'string' ? JSON.parse(init.body) : undefined;
    const route = routes[what];
    if (!route) throw new Error(`nobody expected ${what}`);
    asked.push({ what, body });
    const { status = 200, json } = route(body);
    return Promise.resolve(Response.json(json, { status }));
  });
  return asked;
}
