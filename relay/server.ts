import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { reasonOf, refuse, type Refusal } from './result.ts';
import { match, reply, type Reply, type Route } from './route.ts';
import { fits, nonces, signedHeaders } from './signature.ts';

const bodyLimit = 32 * 1024 * 1024;

/** The relay's HTTP server: signed requests against the table of routes. GET /health alone needs no signature. */
export function relayServer(key: string, routes: Route[]): Server {
  const seen = nonces();
  return createServer((request, response) => {
    answer(key, routes, seen, request)
      .catch((error: unknown) => {
        process.stdout.write(
          `${request.method} ${request.url?.split('?')[0]}: ${error instanceof Error ? error.stack : String(error)}\n`
        );
        return reply(refuse('relay.bug', `The relay failed: ${reasonOf(error)}`, 500));
      })
      .then(
        (result) => send(response, result),
        () => response.destroy()
      );
  });
}

function send(response: ServerResponse, { status, body }: Reply): void {
  const text = JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) });
  response.end(text);
}

async function answer(
  key: string,
  routes: Route[],
  seen: ReturnType<typeof nonces>,
  request: IncomingMessage
): Promise<Reply> {
  const path = request.url ?? '/';
  const method = request.method ?? 'GET';
  if (!URL.canParse(path, 'http://relay')) return reply(refuse('request.route', 'The path cannot be read.', 400));
  const url = new URL(path, 'http://relay');
  if (method === 'GET' && url.pathname === '/health') return { status: 200, body: { ok: true } };
  const signed = signedHeaders(request.headers, Date.now());
  if (!signed.ok) return reply(signed);
  const body = await readBody(request);
  if (typeof body !== 'string') return reply(body);
  if (!(await fits(key, { method, path, body }, signed.value)))
    return reply(
      refuse('signature.wrong', 'The signature does not fit. Check that RELAY_KEY is the same on both sides.', 401)
    );
  if (!seen.use(signed.value.nonce, Date.now()))
    return reply(refuse('signature.replayed', 'This request was received before.', 401));
  return dispatch(routes, method, url, body);
}

async function dispatch(routes: Route[], method: string, url: URL, text: string): Promise<Reply> {
  for (const each of routes) {
    const params = each.method === method ? match(each.path, url.pathname) : null;
    if (!params) continue;
    const parsed = each.body ? each.body.safeParse(readJson(text)) : null;
    if (!parsed || parsed.success) return each.handle({ params, query: url.searchParams, body: parsed?.data });
    const issue = parsed.error.issues[0];
    return reply(
      refuse('request.form', `${issue?.path.join('.') || 'body'}: ${issue?.message ?? 'does not fit'}`, 400)
    );
  }
  return reply(refuse('request.route', `The relay has no ${method} ${url.pathname}.`, 404));
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** What is too large is read on and thrown away, since whoever still sends would miss the answer. Node ends it after five minutes. */
function readBody(request: IncomingMessage): Promise<string | Refusal> {
  const chunks: Buffer[] = [];
  let length = 0;
  return new Promise((resolve, reject) => {
    request.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length <= bodyLimit) chunks.push(chunk);
      else {
        chunks.length = 0;
        resolve(refuse('request.large', 'The request is larger than 32 MB.', 413));
      }
    });
    request.on('end', () => resolve(Buffer.concat(chunks).toString('utf8')));
    request.on('error', reject);
  });
}
