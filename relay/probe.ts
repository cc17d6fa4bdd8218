import { request as httpRequest, type ClientRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { authorities } from './authorities.ts';
import type { Config } from './config.ts';
import { probeRequestSchema, type ProbeAnswer, type ProbeRequest } from './protocol.ts';
import { read } from './request.ts';
import { ok, reasonOf } from './result.ts';
import { reply, route, type Route } from './route.ts';
import type { Servers } from './servers.ts';

const bodyBytes = 4096;

/** POST /probes: one request as a visitor would send it. Redirects are answers too. Timings are milliseconds since its start. */
export const probeRoutes = (config: Config, servers: Servers): Route[] => [
  route('POST', '/probes', probeRequestSchema, async ({ body }) => reply(ok(await probe(config, servers, body))))
];

async function probe(config: Config, servers: Servers, asked: ProbeRequest): Promise<ProbeAnswer> {
  const url = new URL(asked.url);
  if (!['http:', 'https:'].includes(url.protocol))
    return nothing('probe.scheme', `${url.protocol}// cannot be probed.`);
  const host = asked.connect?.host ?? url.hostname.replace(/^\[|\]$/g, '');
  const port = asked.connect?.port ?? Number(url.port || (url.protocol === 'http:' ? 80 : 443));
  const address = await servers.addressOf(host, port);
  if (!address.ok) return { ...nothing('', ''), problem: address.problem };
  return send(url, address.value, port, asked, authorities(config, asked.authorities));
}

const noTimings = { connect: 0, tls: 0, firstByte: 0, total: 0 };

const nothing = (code: string, message: string): ProbeAnswer => ({
  status: null,
  headers: {},
  body: '',
  timings: noTimings,
  certificate: null,
  problem: { code, message }
});

interface Heard {
  timings: ProbeAnswer['timings'];
  certificate: ProbeAnswer['certificate'];
  distrust: string | null;
}

function send(url: URL, address: string, port: number, asked: ProbeRequest, ca: string[]): Promise<ProbeAnswer> {
  const begun = performance.now();
  const since = () => Math.round((performance.now() - begun) * 10) / 10;
  const heard: Heard = { timings: { ...noTimings }, certificate: null, distrust: null };
  return new Promise((resolve) => {
    const request = open(url, address, port, asked, ca);
    const failed = (error: unknown) =>
      resolve({
        ...nothing('probe.failed', whyFailed(url, asked, error)),
        timings: { ...heard.timings, total: since() },
        certificate: heard.certificate
      });
    request.on('socket', (socket) => watch(socket, heard, since));
    request.on('error', failed);
    request.on('response', (response) => {
      heard.timings.firstByte = since();
      read(response, bodyBytes).then((body) => {
        request.destroy();
        heard.timings.total = since();
        resolve(answerOf(url, response, body, heard));
      }, failed);
    });
    request.end();
  });
}

/** An untrusted certificate does not end the probe: what stands behind it helps to find out why. */
function open(url: URL, address: string, port: number, asked: ProbeRequest, ca: string[]): ClientRequest {
  const name = url.hostname.replace(/^\[|\]$/g, '');
  const options = {
    host: address,
    port,
    path: url.pathname + url.search,
    method: 'GET',
    headers: { host: url.host, 'user-agent': 'hydron-probe', accept: '*/*' },
    agent: false as const,
    signal: AbortSignal.timeout(asked.timeout * 1000)
  };
  if (url.protocol === 'http:') return httpRequest(options);
  return httpsRequest({ ...options, ca, rejectUnauthorized: false, servername: isIP(name) === 0 ? name : '' });
}

function watch(socket: Socket, heard: Heard, since: () => number): void {
  socket.once('connect', () => (heard.timings.connect = since()));
  if (!(socket instanceof TLSSocket)) return;
  socket.once('secureConnect', () => {
    heard.timings.tls = since();
    const shown = socket.getPeerCertificate();
    heard.distrust = socket.authorized ? null : String(socket.authorizationError);
    heard.certificate = {
      subject: nameOf(shown.subject?.CN) || (shown.subjectaltname ?? ''),
      issuer: nameOf(shown.issuer?.CN) || nameOf(shown.issuer?.O),
      validTo: isoDate(shown.valid_to),
      names: (shown.subjectaltname ?? '')
        .split(', ')
        .filter(Boolean)
        .map((name) => name.replace(/^(DNS|IP Address):/, '')),
      trusted: socket.authorized
    };
  });
}

/** A hostile certificate may hold a date that is none. */
const isoDate = (text: string | undefined): string => {
  const date = new Date(text ?? '');
  return Number.isNaN(date.getTime()) ? '' : date.toISOString();
};

const nameOf = (value: string | string[] | undefined): string =>
  Array.isArray(value) ? value.join(', ') : (value ?? '');

function whyFailed(url: URL, asked: ProbeRequest, error: unknown): string {
  if (error instanceof Error && /^(Abort|Timeout)Error$/.test(error.name))
    return `${url.host} did not answer within ${asked.timeout} s.`;
  return `${url.host} did not answer: ${reasonOf(error)}.`;
}

function answerOf(url: URL, response: IncomingMessage, body: Buffer, heard: Heard): ProbeAnswer {
  const headers = Object.entries(response.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  const problem = heard.distrust
    ? { code: 'probe.untrusted', message: `The certificate of ${url.host} is not trusted: ${heard.distrust}.` }
    : null;
  return {
    status: response.statusCode ?? null,
    headers: Object.fromEntries(headers),
    body: body.toString('utf8'),
    timings: heard.timings,
    certificate: heard.certificate,
    problem
  };
}
