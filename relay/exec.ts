import { endCommand, readWord, stateCommand, type Word } from './exec-script.ts';
import { follow, targetOf, whyNot, type Follower } from './follow.ts';
import {
  credentialSchema,
  execIdSchema,
  execRequestSchema,
  serverSchema,
  type ExecAnswer,
  type ExecRequest
} from './protocol.ts';
import * as z from 'zod';
import { patternsOf, secretRest, take, type Pattern } from './redact.ts';
import { ok, refuse, type Refusal, type Result } from './result.ts';
import { reply, route, type Route } from './route.ts';
import type { Lines } from './ssh.ts';

const addressedSchema = z.object({ server: serverSchema, credential: credentialSchema });
type Addressed = z.infer<typeof addressedSchema>;

export interface Execs {
  routes: Route[];
  /** Ends all following; what runs on servers goes on there. */
  stop(): Promise<void>;
}

/** PUT, state and DELETE of execs. `other` answers for the execs that are not units on a server, such as archives. */
export function execs(lines: Lines, other: (execId: string) => ExecAnswer | null): Execs {
  const followers = new Map<string, Follower>();
  const known = new Map<string, Pattern[]>();

  const start = async (execId: string, request: ExecRequest): Promise<Result<ExecAnswer>> => {
    if ([...Object.values(request.secrets), ...Object.values(request.servers)].some((value) => value.includes('\0')))
      return refuse('exec.secret', 'A secret or an address holds a NUL character, which no variable can hold.');
    const before = followers.get(execId);
    before?.stop();
    const follower = follow(lines, execId, request);
    followers.set(execId, follower);
    remember(known, execId, patternsOf(request.secrets));
    void follower.done.finally(() => followers.get(execId) === follower && followers.delete(execId));
    const started = await follower.started;
    if (started.ok) return ok(plain(execId, 'in progress'));
    return started.problem.code === 'exec.replaced' ? started : ok(refused(execId, started));
  };

  const ask = async (execId: string, addressed: Addressed, command: string): Promise<Result<ExecAnswer>> => {
    const heard = await hear(lines, addressed, command);
    return ok(heard.ok ? standing(execId, addressed, heard.value, known.get(execId) ?? null) : refused(execId, heard));
  };

  return {
    routes: [
      route('PUT', '/execs/:execId', execRequestSchema, ({ params, body }) => withId(params, (id) => start(id, body))),
      route('POST', '/execs/:execId/state', addressedSchema, ({ params, body }) =>
        withId(params, async (id) => {
          const elsewhere = other(id);
          return elsewhere ? ok(elsewhere) : ask(id, body, stateCommand(body.server.user, id));
        })
      ),
      route('DELETE', '/execs/:execId', addressedSchema, ({ params, body }) =>
        withId(params, (id) => ask(id, body, endCommand(body.server.user, id)))
      )
    ],
    async stop() {
      const all = [...followers.values()];
      for (const follower of all) follower.stop();
      await Promise.all(all.map((follower) => follower.done));
    }
  };
}

async function withId(params: Record<string, string>, act: (id: string) => Promise<Result<ExecAnswer>>) {
  const id = execIdSchema.safeParse(params.execId);
  return id.success
    ? reply(await act(id.data))
    : reply(refuse('request.id', 'An exec id is made of a-z, 0-9 and hyphens.', 400));
}

const mostRemembered = 2000;

/** Secrets stay known for a while, so that the end of an exec's output can be told without them. */
function remember(known: Map<string, Pattern[]>, execId: string, patterns: Pattern[]): void {
  known.delete(execId);
  known.set(execId, patterns);
  if (known.size > mostRemembered) known.delete(known.keys().next().value!);
}

interface Heard {
  word: Word;
  output: Buffer;
}

async function hear(lines: Lines, addressed: Addressed, command: string): Promise<Result<Heard>> {
  const opened = await lines.open(targetOf(addressed), command, false);
  if (!opened.ok) return opened;
  const { stream, closed } = opened.value;
  const output: Buffer[] = [];
  let said = '';
  stream.on('data', (chunk: Buffer) => output.push(chunk));
  stream.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  stream.end();
  await closed;
  return ok({ word: readWord(said), output: Buffer.concat(output) });
}

const plain = (execId: string, state: ExecAnswer['state']): ExecAnswer => ({
  execId,
  state,
  exitCode: null,
  result: null,
  bytes: 0,
  tail: '',
  problem: null
});

const results: Record<string, string> = { 'server.host-key': 'host-key', 'server.unreachable': 'unreachable' };

const refused = (execId: string, refusal: Refusal): ExecAnswer => ({
  ...plain(execId, 'unreachable'),
  result: results[refusal.problem.code] ?? 'refused',
  problem: refusal.problem
});

/** The end of the output without secrets: neither the rest of one that it begins within, nor the start of one that goes on. */
function endOf(output: Buffer, patterns: Pattern[], word: Word): string {
  const whole = word.bytes === output.length;
  const shown = whole ? output : output.subarray(secretRest(output, patterns));
  return take(shown, patterns, shown.length, word.exit !== null)?.text ?? '';
}

/** How an exec stands by the server's words. Its last output is told only where its secrets are known and struck out. */
function standing(
  execId: string,
  addressed: Addressed,
  { word, output }: Heard,
  patterns: Pattern[] | null
): ExecAnswer {
  if (word.none) return plain(execId, 'not started');
  const told = {
    bytes: word.bytes ?? 0,
    tail: patterns ? endOf(output, patterns, word) : ''
  };
  if (word.running) return { ...plain(execId, 'in progress'), ...told };
  if (!word.exit) return refused(execId, whyNot(addressed, word));
  const { result, code } = word.exit;
  return { ...plain(execId, result === 'success' ? 'succeeded' : 'failed'), ...told, exitCode: code, result };
}
