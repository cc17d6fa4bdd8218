import type { Context, ErrorHandler, NotFoundHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { Problem } from '../../domain/result.ts';
import type { Api } from './context.ts';

const byCode: Record<string, ContentfulStatusCode> = {
  'not.found': 404,
  'not.configured': 503,
  'sign-in.needed': 401,
  'callback.signature': 401,
  'missing.values': 422
};

const byFamily: [pattern: RegExp, status: ContentfulStatusCode][] = [
  [/^(stale|conflict|busy)\./, 409],
  [/\.(stale|conflict|busy|under-way|taken|in-use)$/, 409],
  [/\.(absent|unknown|none|not-found)$/, 404],
  [/^(relay|vendor|forge)\./, 502],
  [/^forbidden\./, 403]
];

/** The HTTP status that fits a refusal: 422 where nothing closer does. */
export const statusOf = (code: string): ContentfulStatusCode =>
  byCode[code] ?? byFamily.find(([pattern]) => pattern.test(code))?.[1] ?? 422;

/** Answers with a refusal, `{ error: { code, message } }`. */
export const refusal = ({ code, message }: Problem, status: ContentfulStatusCode = statusOf(code)): Response =>
  Response.json({ error: { code, message } }, { status });

/** Answers that a thing is not there, which is also all that a stranger to it is told. */
export const notFound = (what: string): Response =>
  refusal({ code: 'not.found', message: `There is no such ${what}, or it belongs to a team that you are not in.` });

export const noRoute: NotFoundHandler<Api> = (c) =>
  refusal({ code: 'not.found', message: `The API has no ${c.req.method} ${c.req.path}.` }, 404);

/** The one catch of the API: a bug is reported to the runtime's log under the request's id, and nothing of it is told. */
export const onBug: ErrorHandler<Api> = (error, c) => {
  const title = `request ${idOf(c)}: ${c.req.method} ${c.req.path}`;
  reportError(Object.assign(new Error(title), { stack: `${title}\n${error.stack}` }));
  return refusal({ code: 'internal', message: `Something failed on our side. Its number is ${idOf(c)}.` }, 500);
};

const idOf = (c: Context<Api>) => c.get('requestId') ?? 'unknown';
