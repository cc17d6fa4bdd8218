import * as z from 'zod';
import {
  checkoutAnswerSchema,
  execAnswerSchema,
  filesAnswerSchema,
  hostKeysAnswerSchema,
  imageAnswerSchema,
  probeAnswerSchema,
  relayProblemSchema,
  sandboxOrderSchema,
  sandboxServerSchema,
  sandboxTierSchema,
  searchAnswerSchema,
  sign,
  type ArchiveRequest,
  type CheckoutRequest,
  type ExecRequest,
  type ProbeRequest,
  type SearchRequest
} from '../relay/protocol.ts';
import { ok, refuse, type Result } from './domain/result.ts';
import { configOf, type Env } from './env.ts';

export interface RelayConfig {
  url: string;
  key: string;
  fetch?: typeof fetch;
}

export type RelayClient = ReturnType<typeof relayClient>;

/** The relay that this installation is configured with. */
export function relayOf(env: Env): RelayClient {
  const { url, key } = configOf(env).relay;
  return relayClient({ url, key });
}

/** Signs what is asked of the relay and parses what it answers. Every failure, of the line or of the relay, is a Result. */
export function relayClient(config: RelayConfig) {
  const call = <T>(schema: z.ZodType<T>, method: string, path: string, body?: unknown, seconds = 60) =>
    send(config, schema, { method, path, body, seconds });
  const part = encodeURIComponent;
  const target = (server: ExecRequest['server'], credential: ExecRequest['credential']) => ({ server, credential });
  return {
    checkout: (request: CheckoutRequest) => call(checkoutAnswerSchema, 'POST', '/checkouts', request, 300),
    files: (id: string, paths: string[]) =>
      call(
        filesAnswerSchema,
        'GET',
        `/checkouts/${part(id)}/files?${new URLSearchParams(paths.map((path) => ['path', path]))}`
      ),
    search: (id: string, request: SearchRequest) =>
      call(searchAnswerSchema, 'POST', `/checkouts/${part(id)}/search`, request),
    archive: (id: string, request: ArchiveRequest) =>
      call(execAnswerSchema, 'POST', `/checkouts/${part(id)}/archive`, request),
    exec: (id: string, request: ExecRequest) => call(execAnswerSchema, 'PUT', `/execs/${part(id)}`, request),
    execState: (id: string, server: ExecRequest['server'], credential: ExecRequest['credential']) =>
      call(execAnswerSchema, 'POST', `/execs/${part(id)}/state`, target(server, credential)),
    endExec: (id: string, server: ExecRequest['server'], credential: ExecRequest['credential']) =>
      call(execAnswerSchema, 'DELETE', `/execs/${part(id)}`, target(server, credential)),
    hostKeys: (host: string, port: number) => call(hostKeysAnswerSchema, 'POST', '/host-keys', { host, port }),
    image: (reference: string) => call(imageAnswerSchema, 'POST', '/images', { reference }),
    probe: (request: ProbeRequest) => call(probeAnswerSchema, 'POST', '/probes', request, request.timeout + 10),
    sandbox: {
      tiers: () => call(z.object({ tiers: z.array(sandboxTierSchema) }), 'GET', '/sandbox/tiers'),
      order: (key: string, request: { tier: string; name: string; httpsPort: number; httpPort: number }) =>
        call(sandboxOrderSchema, 'PUT', `/sandbox/orders/${part(key)}`, request),
      orderState: (key: string) => call(sandboxOrderSchema, 'GET', `/sandbox/orders/${part(key)}`),
      install: (id: string, request: { installId: string; authorizedKey: string; os: string }) =>
        call(sandboxServerSchema, 'POST', `/sandbox/servers/${part(id)}/install`, request),
      server: (id: string) => call(sandboxServerSchema, 'GET', `/sandbox/servers/${part(id)}`),
      release: (id: string) => call(z.unknown(), 'DELETE', `/sandbox/servers/${part(id)}`, undefined, 120)
    }
  };
}

interface Call {
  method: string;
  path: string;
  body: unknown;
  seconds: number;
}

async function send<T>(
  config: RelayConfig,
  schema: z.ZodType<T>,
  { method, path, body, seconds }: Call
): Promise<Result<T>> {
  const text = body === undefined ? '' : JSON.stringify(body);
  const time = Date.now();
  const nonce = crypto.randomUUID();
  const signature = await sign(config.key, { method, path, body: text, time, nonce });
  const request = new Request(new URL(path, config.url), {
    method,
    body: text === '' ? null : text,
    headers: {
      'content-type': 'application/json',
      'x-hydron-signature': signature,
      'x-hydron-time': String(time),
      'x-hydron-nonce': nonce
    },
    signal: AbortSignal.timeout(seconds * 1000)
  });
  return answer(schema, await (config.fetch ?? fetch)(request).then(readJson, unreachable));
}

type Read = { status: number; json: unknown } | { status: 0; json: string };

const unreachable = (error: unknown): Read => ({ status: 0, json: String(error) });

async function readJson(response: Response): Promise<Read> {
  const text = await response.text();
  try {
    return { status: response.status, json: JSON.parse(text) };
  } catch {
    return { status: response.status, json: text.slice(0, 200) };
  }
}

function answer<T>(schema: z.ZodType<T>, read: Read): Result<T> {
  if (read.status === 0)
    return refuse(
      'relay.unreachable',
      `The relay does not answer (${String(read.json).slice(0, 160)}). Check that it runs and that RELAY_URL names it.`
    );
  if (read.status >= 200 && read.status < 300) {
    const parsed = schema.safeParse(read.json);
    return parsed.success
      ? ok(parsed.data)
      : refuse(
          'relay.answer',
          'The relay answered in a form that this version does not know. Deploy both at the same version.'
        );
  }
  const problem = z.object({ error: relayProblemSchema }).safeParse(read.json);
  return problem.success
    ? { ok: false, problem: problem.data.error }
    : refuse('relay.status', `The relay answered with status ${read.status}.`);
}
