import { createHash } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { backoff, post } from './callback.ts';
import type { Checkout, Checkouts } from './checkout.ts';
import { targetOf } from './follow.ts';
import { git } from './git.ts';
import { archiveRequestSchema, checkoutIdSchema, type ArchiveRequest, type ExecAnswer } from './protocol.ts';
import { commandLine } from './quote.ts';
import { ok, reasonOf, refuse, type Result } from './result.ts';
import { reply, route, type Route } from './route.ts';
import { shipmentOf, type Shipment } from './shipment.ts';
import type { Channel, Lines } from './ssh.ts';
import { lastSecond, tarEnd, tarMember } from './tar.ts';
import { readBlobs, type Entry } from './tree.ts';

// $1 folder, $2 digest of what it shall hold, $3 exec id. Says `send` and reads a tar whose last member is the digest's mark, so
// that what was cut off never counts; or says `have`.
const receive = `set -eu; umask 022
folder=$1 digest=$2 partial=$1.partial-$3 old=$1.old-$3
[ "$EUID" = 0 ] || { echo 'hydron:not-root' >&2; exit 1; }
if [ -d "$folder" ] && [ "$(cat "$folder.sent" 2>/dev/null)" = "$digest" ]; then echo have; exit 0; fi
mkdir -p "$(dirname "$folder")"; rm -rf "$partial" "$old"; mkdir "$partial"
echo send
tar -x --no-same-owner --no-same-permissions -C "$partial" -f -
[ -e "$partial/.hydron-$digest" ] || { rm -rf "$partial"; exit 1; }
rm "$partial/.hydron-$digest" "$folder.sent" 2>/dev/null || true
if [ -e "$folder" ]; then mv -T "$folder" "$old"; fi
mv -T "$partial" "$folder"; printf '%s' "$digest" >"$folder.sent"; rm -rf "$old"
echo sent`;

const longestLink = 4096;
const groupBytes = 8 * 1024 * 1024;
const attempts = 4;
const mostRemembered = 2000;

export interface Archives {
  routes: Route[];
  state(execId: string): ExecAnswer | null;
  stop(): void;
}

interface Sending {
  execId: string;
  request: ArchiveRequest;
  offset: number;
  tail: string;
  /** Lines on their way to the callback, one after the other. */
  said: Promise<unknown>;
  signal: AbortSignal;
}

/** Sends checkouts to servers. Each sending is told about like an exec: its lines and its end go to the callback. */
export function archives(lines: Lines, checkouts: Checkouts): Archives {
  const states = new Map<string, ExecAnswer>();
  const stopped = new AbortController();

  const begin = (checkout: Checkout, request: ArchiveRequest): ExecAnswer => {
    const known = states.get(request.execId);
    if (known?.state === 'in progress') return known;
    const signal = AbortSignal.any([stopped.signal, AbortSignal.timeout(request.timeout * 1000)]);
    const sending: Sending = { execId: request.execId, request, offset: 0, tail: '', said: Promise.resolve(), signal };
    const answer = answerOf(sending, 'in progress', null);
    states.set(request.execId, answer);
    if (states.size > mostRemembered) states.delete(states.keys().next().value!);
    const delivered = deliver(lines, checkouts, checkout, sending).catch((error: unknown) =>
      failed(sending, refuse('relay.bug', `The relay failed: ${reasonOf(error)}`, 500))
    );
    void delivered.then(async (ended) => {
      await sending.said;
      const answer = { ...ended, bytes: sending.offset };
      states.set(request.execId, answer);
      await post(request.callback, { kind: 'exit', execId: request.execId, answer }, stopped.signal);
    });
    return answer;
  };

  return {
    routes: [
      route('POST', '/checkouts/:id/archive', archiveRequestSchema, async ({ params, body }) => {
        const id = checkoutIdSchema.safeParse(params.id);
        const found = id.success
          ? await checkouts.find(id.data)
          : refuse('request.id', 'This is not the id of a checkout.', 400);
        return reply(found.ok ? ok(begin(found.value, body)) : found);
      })
    ],
    state: (execId) => states.get(execId) ?? null,
    stop: () => stopped.abort()
  };
}

async function deliver(lines: Lines, checkouts: Checkouts, checkout: Checkout, sending: Sending): Promise<ExecAnswer> {
  const begun = Date.now();
  const complete = await checkouts.complete(checkout);
  if (!complete.ok) return failed(sending, complete);
  const packed = await pack(complete.value, sending.request);
  const bytes = packed.entries.reduce((sum, entry) => sum + (entry.bytes ?? 0), 0);
  say(
    sending,
    `sending ${packed.entries.length} files (${megabytes(bytes)}) of commit ${checkout.commit.slice(0, 12)}`
  );
  for (const note of packed.notes.slice(0, 50)) say(sending, note);
  let last: Result<'have' | 'sent'> = refuse('server.unreachable', 'The server was not reached.');
  for (let attempt = 0; attempt < attempts && !sending.signal.aborted; attempt++) {
    if (attempt > 0)
      await wait(backoff(attempt, 500, 10_000), undefined, { signal: sending.signal }).catch(() => undefined);
    last = await attemptAt(lines, complete.value, packed, sending);
    if (last.ok || last.problem.code !== 'server.unreachable') break;
  }
  if (!last.ok) return failed(sending, last);
  const seconds = ((Date.now() - begun) / 1000).toFixed(1);
  say(sending, last.value === 'have' ? 'already in place' : `sent in ${seconds} s`);
  return { ...answerOf(sending, 'succeeded', 'success'), exitCode: 0 };
}

const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;

async function pack(checkout: Checkout, request: ArchiveRequest): Promise<Shipment> {
  const links = checkout.entries.filter(({ kind, bytes }) => kind === 'link' && (bytes ?? 0) <= longestLink);
  return shipmentOf(checkout.entries, await readBlobs(checkout.repository, links), request.files);
}

async function attemptAt(
  lines: Lines,
  checkout: Checkout,
  shipment: Shipment,
  sending: Sending
): Promise<Result<'have' | 'sent'>> {
  const { request, execId } = sending;
  const digest = digestOf(checkout, shipment);
  const sudo = request.server.user === 'root' ? [] : ['sudo', '-n'];
  const command = commandLine(...sudo, 'bash', '-c', receive, 'hydron', request.folder, digest, execId);
  const opened = await lines.open(targetOf(request), command, false);
  if (!opened.ok) return opened;
  const channel = opened.value;
  const stop = () => channel.end();
  sending.signal.addEventListener('abort', stop);
  const heard = listen(channel);
  if ((await heard.first) === 'send')
    await stream(channel, checkout, shipment, digest, sending).catch((error: unknown) => {
      channel.end();
      throw error;
    });
  const code = await channel.closed;
  sending.signal.removeEventListener('abort', stop);
  const words = heard.text.trim().split('\n');
  if (code === 0 && words[0] === 'have') return ok('have');
  if (code === 0 && words.at(-1) === 'sent') return ok('sent');
  const reason = heard.problem.trim().split('\n').at(-1)?.slice(0, 200) ?? '';
  if (code === null)
    return refuse('server.unreachable', `The connection was lost while sending${reason && `: ${reason}`}.`);
  return refuse('server.receive', `The server could not take the files: ${reason || `exit ${code}`}.`);
}

interface Heard {
  first: Promise<string>;
  text: string;
  problem: string;
}

function listen({ stream, closed }: Channel): Heard {
  let tell: (word: string) => void = () => undefined;
  const heard: Heard = { first: new Promise((resolve) => (tell = resolve)), text: '', problem: '' };
  stream.setEncoding('utf8').on('data', (text: string) => {
    heard.text = (heard.text + text).slice(-1000);
    if (heard.text.includes('\n')) tell(heard.text.split('\n')[0]!);
  });
  stream.stderr.setEncoding('utf8').on('data', (text: string) => (heard.problem = (heard.problem + text).slice(-4000)));
  void closed.then(() => tell(''));
  return heard;
}

/** Writes the tar as fast as the server takes it, and says now and then how far it is. */
async function stream(
  channel: Channel,
  checkout: Checkout,
  shipment: Shipment,
  digest: string,
  sending: Sending
): Promise<void> {
  let said = Date.now();
  let bytes = 0;
  for await (const part of tarOf(checkout, shipment, digest)) {
    if (sending.signal.aborted || !channel.stream.writable) return;
    bytes += part.length;
    if (!channel.stream.write(part)) await drained(channel);
    if (Date.now() - said < 3000) continue;
    said = Date.now();
    say(sending, `${megabytes(bytes)} sent`);
  }
  channel.stream.end();
}

const drained = ({ stream, closed }: Channel) =>
  Promise.race([new Promise<void>((resolve) => stream.once('drain', () => resolve())), closed]);

/** The commit's own time, so that what is served by its time changes with it; snapshots have none. */
async function timeOf({ repository, commit }: Checkout): Promise<number> {
  const limits = { seconds: 30, folder: null, maxBytes: 0 };
  const ended = await git(['show', '-s', '--format=%ct', commit], { cwd: repository, limits });
  const told = Number(ended.stdout.toString('latin1').trim());
  return told > 0 && told <= lastSecond ? told : Math.floor(Date.now() / 1000);
}

async function* tarOf(checkout: Checkout, shipment: Shipment, digest: string): AsyncGenerator<Buffer> {
  const time = await timeOf(checkout);
  for (const group of groupsOf(shipment.entries)) {
    const contents = await readBlobs(checkout.repository, group);
    for (const entry of group) {
      const content = contents.get(entry.id);
      if (!content) throw new Error(`${entry.path} is not in the checkout`);
      yield tarMember({ name: entry.name, kind: entry.kind === 'submodule' ? 'file' : entry.kind, content }, time);
    }
  }
  for (const { path, text } of shipment.overlays)
    yield tarMember({ name: Buffer.from(path), kind: 'file', content: Buffer.from(text) }, time);
  yield tarMember({ name: Buffer.from(`.hydron-${digest}`), kind: 'file', content: Buffer.alloc(0) }, time);
  yield tarEnd();
}

function groupsOf(entries: Entry[]): Entry[][] {
  const groups: Entry[][] = [];
  let room = 0;
  for (const entry of entries) {
    if (room <= 0) {
      groups.push([]);
      room = groupBytes;
    }
    groups.at(-1)!.push(entry);
    room -= (entry.bytes ?? 0) + 200;
  }
  return groups;
}

/** Tells one folder's content from another's: the commit, the subfolder and what is laid over them. */
const digestOf = (checkout: Checkout, { overlays }: Shipment) =>
  createHash('sha256')
    .update(JSON.stringify([checkout.commit, checkout.subfolder, overlays]))
    .digest('hex');

/** Posts one line, in turn, where the journal stands. After a crash it passes the first line over and says where that is. */
function say(sending: Sending, line: string): void {
  const { request, execId, signal } = sending;
  const text = `${line}\n`;
  sending.tail = (sending.tail + text).slice(-4000);
  sending.said = sending.said.then(async () => {
    const { offset } = sending;
    const next = offset + Buffer.byteLength(text);
    sending.offset = (await post(request.callback, { kind: 'output', execId, offset, next, text }, signal)) ?? next;
  });
}

const answerOf = (sending: Sending, state: ExecAnswer['state'], result: string | null): ExecAnswer => ({
  execId: sending.execId,
  state,
  exitCode: null,
  result,
  bytes: sending.offset,
  tail: sending.tail,
  problem: null
});

const results: Record<string, string> = { 'server.unreachable': 'unreachable', 'server.host-key': 'host-key' };

function failed(sending: Sending, { problem }: Extract<Result<never>, { ok: false }>): ExecAnswer {
  if (sending.signal.aborted)
    return {
      ...answerOf(sending, 'failed', 'timeout'),
      problem: { code: 'server.slow', message: 'Sending the source took too long.' }
    };
  const state = problem.code === 'server.unreachable' || problem.code === 'server.host-key' ? 'unreachable' : 'failed';
  return { ...answerOf(sending, state, results[problem.code] ?? 'refused'), problem };
}
