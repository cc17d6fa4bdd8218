import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { play, type Act, type Play } from './messages/play.ts';
import type { Refused, Scenario } from './messages/scenario.ts';
import { sseText, type Event } from './messages/sse.ts';
import type { Body } from './messages/wire.ts';

export type { Exchange, Expectation, Reply, Scenario } from './messages/scenario.ts';
export type { Play, Report } from './messages/play.ts';

/** A scripted server of the Messages API. Keys tell scenarios apart, so that many can be played at once. */
export interface MessagesServer {
  url: string;
  /** Begins a scenario: requests with this key are answered by it. Throws when the key is taken. */
  play(key: string, scenario: Scenario): Play;
  /** Requests with a key that plays nothing, or to a path that there is not. */
  strays: string[];
  stop(): Promise<void>;
}

/**
 * Starts it on a free port of 127.0.0.1. `library` are scenarios that a test in another process begins by name:
 * `POST /control/plays {key, scenario}` with a name or a scenario, then `GET /control/plays/KEY` for its report.
 */
export async function startMessagesServer(library: Record<string, Scenario> = {}): Promise<MessagesServer> {
  const plays = new Map<string, Play>();
  const strays: string[] = [];
  const begin = (key: string, scenario: Scenario): Play => {
    if (plays.has(key)) throw new Error(`The key ${key} plays a scenario already.`);
    const begun = play(key, scenario);
    plays.set(key, begun);
    return begun;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse) => {
    const path = new URL(request.url ?? '/', 'http://server').pathname;
    if (path.startsWith('/control/plays')) return control(request, response, path, { plays, begin, library });
    const key = keyOf(request);
    const found = plays.get(key);
    if (path === '/v1/messages' && request.method === 'POST' && found) return converse(request, response, found);
    strays.push(`${request.method} ${path} with the key ${JSON.stringify(key)}`);
    refuse(response, path === '/v1/messages' ? { status: 401 } : { status: 404 });
  };
  const server = createServer((request, response) => void serve(request, response));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    play: begin,
    strays,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      })
  };
}

/** The client sends its key as a bearer token; other tools that speak this API send it as `x-api-key`. */
const keyOf = ({ headers }: IncomingMessage): string =>
  String(headers['x-api-key'] ?? headers.authorization?.replace(/^Bearer /, '') ?? '');

interface Control {
  plays: Map<string, Play>;
  begin(key: string, scenario: Scenario): Play;
  library: Record<string, Scenario>;
}

async function control(
  request: IncomingMessage,
  response: ServerResponse,
  path: string,
  { plays, begin, library }: Control
): Promise<void> {
  const answer = (status: number, value: unknown) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
  if (request.method === 'GET') {
    const found = plays.get(decodeURIComponent(path.slice('/control/plays/'.length)));
    return found ? answer(200, found.report()) : answer(404, { error: 'no such play' });
  }
  const { key, scenario } = JSON.parse(await text(request)) as { key: string; scenario: string | Scenario };
  const chosen = typeof scenario === 'string' ? library[scenario] : scenario;
  if (!chosen) return answer(404, { error: `no scenario ${String(scenario)}` });
  if (plays.has(key)) return answer(409, { error: `the key ${key} plays a scenario already` });
  begin(key, chosen);
  answer(201, {});
}

async function converse(request: IncomingMessage, response: ServerResponse, found: Play): Promise<void> {
  if (!request.headers['anthropic-version']) found.complain('the header anthropic-version is missing');
  const body = JSON.parse(await text(request)) as Body;
  const act = found.answer(body);
  if ('hangUp' in act) return void request.socket.destroy();
  if ('status' in act) return refuse(response, act);
  await stream(response, act, found);
}

const errorTypes: Record<number, string> = {
  400: 'invalid_request_error',
  401: 'authentication_error',
  402: 'billing_error',
  403: 'permission_error',
  404: 'not_found_error',
  413: 'request_too_large',
  429: 'rate_limit_error',
  500: 'api_error',
  529: 'overloaded_error'
};

function refuse(response: ServerResponse, { status, type, message, retryAfter, headers }: Refused): void {
  const error = { type: type ?? errorTypes[status] ?? 'api_error', message: message ?? `scripted ${status}` };
  response
    .writeHead(status, {
      'content-type': 'application/json',
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
      ...headers
    })
    .end(JSON.stringify({ type: 'error', error }));
}

async function stream(response: ServerResponse, act: Extract<Act, { events: Event[] }>, found: Play): Promise<void> {
  const { events, said } = act;
  let gone = false;
  response.on('close', () => {
    gone = !response.writableEnded;
    if (gone && said.breaks?.by !== 'cut') found.leave();
  });
  response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-cache' });
  for (const event of said.breaks ? events.slice(0, said.breaks.after) : events) {
    if (said.slow) await wait(said.slow);
    if (gone) return;
    response.write(sseText(event));
  }
  if (!said.breaks) return void response.end();
  if (said.breaks.by === 'overloaded')
    return void response.end(sseText({ type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } }));
  // What was written before goes out first; a silent stream stays open until the client leaves.
  if (said.breaks.by === 'cut') setTimeout(() => response.destroy(), 20);
}
