import { env, exports } from 'cloudflare:workers';
import { inject, vi } from 'vitest';
import { sign, type ExecAnswer, type ExecRequest } from '../../../relay/protocol.ts';

export const relayOrigin = 'http://relay.test';
const hostKey = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIJ';

/** What one step's script does on the server that there is not: prints, and exits. */
export interface Play {
  text?: string;
  exitCode?: number;
}

/** An exec that the relay was handed: its step by the marker in its text, and how often it was handed over. */
export interface Handed {
  execId: string;
  step: string;
  part: string;
  request: ExecRequest;
  times: number;
}

export interface Called {
  method: string;
  path: string;
  query: URLSearchParams;
  body: unknown;
}

/** What answers the calls that are no execs: by `METHOD /path`, the longest beginning first. */
export type Answers = Record<string, (call: Called) => unknown>;

const refusal = (code: string, message: string) => Response.json({ error: { code, message } }, { status: 422 });

/**
 * A relay that speaks the protocol from a script. Steps are told apart by `step-NAME` in their text. It plays each exec once, when
 * the test lets it, and keeps what it was asked; a call that nobody scripted, or that is not signed, is kept as unexpected. Calls to the
 * scripted model go there.
 */
export function scriptedRelay(answers: Answers = {}) {
  const calls: Called[] = [];
  const unexpected: string[] = [];
  const execs = new Map<string, Handed>();
  const ended = new Map<string, ExecAnswer>();
  const state = { installed: false };

  const server = () => ({
    id: 'box-1',
    state: state.installed ? 'ready' : 'delivered',
    installId: null,
    host: '192.0.2.10',
    port: 22,
    user: 'root',
    hostKey: state.installed ? hostKey : null,
    peerAddress: null,
    problem: null
  });
  const order = (path: string) => ({
    key: path.split('/').at(-1),
    state: 'delivered',
    serverId: 'box-1',
    problem: null
  });
  const usual: Answers = {
    'GET /sandbox/tiers': () => ({
      tiers: [{ tier: 'small', title: 'Small', cores: 1, memoryGb: 1, disk: '10 GB', monthly: 1290, currency: 'EUR' }]
    }),
    'PUT /sandbox/orders/': ({ path }) => order(path),
    'GET /sandbox/orders/': ({ path }) => order(path),
    'POST /sandbox/servers/box-1/install': () => {
      state.installed = true;
      return server();
    },
    'GET /sandbox/servers/box-1': () => server(),
    'DELETE /sandbox/servers/box-1': () => ({}),
    'DELETE /execs/': ({ path }) => end(path.split('/').at(-1) ?? ''),
    'PUT /execs/': ({ path, body }) => take(path.split('/').at(-1) ?? '', body as ExecRequest),
    'POST /probes': () => ({
      status: 200,
      headers: {},
      body: '',
      timings: { connect: 1, tls: 1, firstByte: 1, total: 3 },
      certificate: null,
      problem: null
    })
  };
  const scripted = Object.entries({ ...usual, ...answers }).toSorted(([a], [b]) => b.length - a.length);

  function answerOf(execId: string, how: ExecAnswer['state'], exitCode: number | null, bytes = 0): ExecAnswer {
    return { execId, state: how, exitCode, result: null, bytes, tail: '', problem: null };
  }

  function end(execId: string): ExecAnswer {
    const answer = answerOf(execId, 'failed', null);
    ended.set(execId, answer);
    return answer;
  }

  function take(execId: string, request: ExecRequest): ExecAnswer {
    const known = execs.get(execId);
    const step = /step-([a-z0-9-]+)/.exec(request.script)?.[1] ?? 'unknown';
    execs.set(execId, {
      execId,
      step,
      part: request.script.includes('Already in place') ? 'check' : 'verify',
      request,
      times: (known?.times ?? 0) + 1
    });
    return ended.get(execId) ?? answerOf(execId, 'in progress', null);
  }

  async function isSigned(request: Request, body: string): Promise<boolean> {
    const { pathname, search } = new URL(request.url);
    const time = Number(request.headers.get('x-hydron-time'));
    const nonce = request.headers.get('x-hydron-nonce') ?? '';
    const signed = { method: request.method, path: pathname + search, body, time, nonce };
    return (await sign(env.RELAY_KEY ?? '', signed)) === request.headers.get('x-hydron-signature');
  }

  async function answer(request: Request): Promise<Response> {
    const body = await request.text();
    const { pathname, searchParams } = new URL(request.url);
    const call = {
      method: request.method,
      path: pathname,
      query: searchParams,
      body: body === '' ? null : (JSON.parse(body) as unknown)
    };
    const found = scripted.find(([beginning]) => `${call.method} ${call.path}`.startsWith(beginning));
    if (!request.url.startsWith(relayOrigin) || !found || !(await isSigned(request, body))) {
      unexpected.push(`${request.method} ${request.url}`);
      return refusal('relay.unscripted', 'Nobody expected this call.');
    }
    calls.push(call);
    const said = found[1](call);
    return said instanceof Response ? said : Response.json(said);
  }

  const outside = globalThis.fetch;
  vi.stubGlobal('fetch', (input: RequestInfo | URL, init?: RequestInit) => {
    const request = new Request(input, init);
    return request.url.startsWith(inject('messagesUrl')) ? outside(request) : answer(request);
  });

  /** Posts to the callback of an exec as the relay does, under its key unless another is given. */
  async function post(exec: Handed, body: object, key = exec.request.callback.key): Promise<Response> {
    const text = JSON.stringify(body);
    const url = new URL(exec.request.callback.url);
    const time = Date.now();
    const nonce = crypto.randomUUID();
    const signature = await sign(key, { method: 'POST', path: url.pathname, body: text, time, nonce });
    const headers = { 'x-hydron-time': String(time), 'x-hydron-nonce': nonce, 'x-hydron-signature': signature };
    return exports.default.fetch(new Request(url, { method: 'POST', body: text, headers }));
  }

  /** Ends an exec: its output, then its exit, each posted `times` times. */
  async function play(
    exec: Handed,
    { text = `ran ${exec.step}\n`, exitCode = 0 }: Play = {},
    times = 1
  ): Promise<void> {
    const { execId } = exec;
    const next = exec.request.offset + text.length;
    const how = { ...answerOf(execId, exitCode === 0 ? 'succeeded' : 'failed', exitCode, next), tail: text };
    ended.set(execId, how);
    for (let i = 0; i < times; i++)
      await post(exec, { kind: 'output', execId, offset: exec.request.offset, next, text });
    for (let i = 0; i < times; i++) await post(exec, { kind: 'exit', execId, answer: how });
  }

  /** Waits until a step was handed over that is still running, newest first. */
  const running = (step: string): Promise<Handed> =>
    vi.waitFor(
      () => {
        const exec = [...execs.values()].findLast((one) => one.step === step && !ended.has(one.execId));
        if (!exec) throw new Error(`${step} is not running; ${unexpected.join(', ') || 'nothing unexpected'}`);
        return exec;
      },
      { timeout: 20_000, interval: 20 }
    );

  return {
    calls,
    unexpected,
    running,
    play,
    post,
    execs: () => [...execs.values()],
    isOver: (execId: string) => ended.has(execId),
    /** Lets an exec end without its callback ever arriving. */
    endSilently: (exec: Handed, tail: string) =>
      ended.set(exec.execId, { ...answerOf(exec.execId, 'succeeded', 0, tail.length), tail }),
    called: (beginning: string) => calls.filter(({ method, path }) => `${method} ${path}`.startsWith(beginning))
  };
}
export type ScriptedRelay = ReturnType<typeof scriptedRelay>;
