import { setTimeout as wait } from 'node:timers/promises';
import { backoff, post } from './callback.ts';
import { followCommand, readWord, type Word } from './exec-script.ts';
import { deliver, type Outbox } from './outbox.ts';
import { environmentOf, withVariables } from './placeholders.ts';
import type { ExecAnswer, ExecRequest } from './protocol.ts';
import { patternsOf } from './redact.ts';
import { ok, refuse, type Refusal, type Result } from './result.ts';
import type { Channel, Lines, Target } from './ssh.ts';

/** One exec that this relay follows. `started` says whether the server took it; `done` settles when following ended. */
export interface Follower {
  started: Promise<Result<null>>;
  done: Promise<void>;
  patterns: Outbox['patterns'];
  stop(): void;
}

const unreachableForMs = 10 * 60_000;

export const targetOf = ({ server, credential }: Pick<ExecRequest, 'server' | 'credential'>): Target => ({
  ...server,
  privateKey: credential.privateKey
});

/** Starts the exec on its server unless it was, and posts its output and its end, through lost lines and silent journals. */
export function follow(lines: Lines, execId: string, request: ExecRequest): Follower {
  const stopped = new AbortController();
  const patterns = patternsOf(request.secrets);
  const outbox: Outbox = {
    execId,
    callback: request.callback,
    patterns,
    offset: request.offset,
    tail: '',
    signal: stopped.signal
  };
  let settle: (result: Result<null>) => void = () => undefined;
  const started = new Promise<Result<null>>((resolve) => (settle = resolve));
  const done = keepFollowing(lines, request, outbox, settle).finally(() =>
    settle(refuse('exec.replaced', 'Another request took this exec over.', 409))
  );
  return { started, done, patterns, stop: () => stopped.abort() };
}

async function keepFollowing(
  lines: Lines,
  request: ExecRequest,
  outbox: Outbox,
  started: (result: Result<null>) => void
): Promise<void> {
  const report = { accepted: false };
  const settle = (result: Result<null>) => {
    report.accepted ||= result.ok;
    started(result);
  };
  let heardOf = Date.now();
  for (let attempt = 0; !outbox.signal.aborted; attempt++) {
    const outcome = await followOnce(lines, request, outbox, settle, request.fresh && attempt === 0);
    if (outcome.kind === 'over') return;
    if (outcome.kind === 'exit') return sendExit(outbox, answerOf(outbox, outcome.exit));
    if (!report.accepted) return settle(outcome.refusal);
    if (outcome.progress) {
      heardOf = Date.now();
      attempt = 0;
    }
    if (Date.now() - heardOf > unreachableForMs) return sendExit(outbox, unreachable(outbox, outcome.refusal));
    await wait(backoff(attempt, 250, 15_000), undefined, { signal: outbox.signal }).catch(() => undefined);
  }
}

type Outcome =
  | { kind: 'over' }
  | { kind: 'exit'; exit: NonNullable<Word['exit']> }
  | { kind: 'again'; progress: boolean; refusal: Refusal };

async function followOnce(
  lines: Lines,
  request: ExecRequest,
  outbox: Outbox,
  started: (result: Result<null>) => void,
  fresh: boolean
): Promise<Outcome> {
  const script = Buffer.from(withVariables(request.script));
  const environment = environmentOf(request.secrets, request.servers);
  const command = followCommand(request.server.user, {
    id: outbox.execId,
    offset: outbox.offset,
    timeout: request.timeout,
    scriptBytes: script.length,
    environmentBytes: environment.length
  });
  const opened = await lines.open(targetOf(request), command, fresh);
  if (!opened.ok) return { kind: 'again', progress: false, refusal: opened };
  const channel = opened.value;
  const before = outbox.offset;
  const said = listen(channel, started);
  const stop = () => channel.end();
  outbox.signal.addEventListener('abort', stop);
  channel.stream.write(Buffer.concat([script, environment, Buffer.from('end\n')]));
  const whole = async () => (await channel.closed, readWord(said.text).exit !== null);
  const delivery = await deliver(outbox, channel.stream, whole);
  outbox.signal.removeEventListener('abort', stop);
  channel.end();
  if (delivery === 'given up') return { kind: 'over' };
  await channel.closed;
  const word = readWord(said.text);
  if (delivery === 'complete' && word.exit) return { kind: 'exit', exit: word.exit };
  return { kind: 'again', progress: outbox.offset > before || word.started, refusal: whyNot(request, word) };
}

/** Gathers what the server's side says, and tells as soon as it says that the exec has started. */
function listen(channel: Channel, started: (result: Result<null>) => void): { text: string } {
  const said = { text: '' };
  channel.stream.stderr.setEncoding('utf8').on('data', (text: string) => {
    said.text = (said.text + text).slice(-20_000);
    if (readWord(said.text).started) started(ok(null));
  });
  return said;
}

/** Why an exec could not be started or followed, in words that say what to do. */
export function whyNot(request: Pick<ExecRequest, 'server'>, word: Word): Refusal {
  const where = `${request.server.host}:${request.server.port}`;
  const kind = word.problem?.kind;
  if (kind === 'no-systemd')
    return refuse(
      'server.systemd',
      `${where} does not run systemd, which Hydron needs. Use a current Debian or Ubuntu.`
    );
  if (kind === 'not-root' || /^sudo:/m.test(word.rest))
    return refuse(
      'server.sudo',
      `User ${request.server.user} of ${where} may not use sudo without a password. Allow it, or use root.`
    );
  if (kind)
    return refuse('server.start', `${where} could not start the command: ${word.problem?.detail.slice(0, 300)}`);
  const detail = word.rest.trim().split('\n').at(-1)?.slice(0, 200);
  return refuse('server.unreachable', `The connection to ${where} was lost${detail ? `: ${detail}` : ''}.`);
}

function answerOf(outbox: Outbox, exit: NonNullable<Word['exit']>): ExecAnswer {
  return {
    execId: outbox.execId,
    state: exit.result === 'success' ? 'succeeded' : 'failed',
    exitCode: exit.code,
    result: exit.result,
    bytes: outbox.offset,
    tail: outbox.tail,
    problem: null
  };
}

const unreachable = (outbox: Outbox, refusal: Refusal): ExecAnswer => ({
  execId: outbox.execId,
  state: 'unreachable',
  exitCode: null,
  result: refusal.problem.code === 'server.host-key' ? 'host-key' : 'unreachable',
  bytes: outbox.offset,
  tail: outbox.tail,
  problem: refusal.problem
});

const sendExit = async (outbox: Outbox, answer: ExecAnswer): Promise<void> =>
  void (await post(outbox.callback, { kind: 'exit', execId: outbox.execId, answer }, outbox.signal));
