import { DurableObject } from 'cloudflare:workers';
import { callbackBodySchema, sameSignature, sign, signatureWindowMs, type CallbackBody } from '../relay/protocol.ts';
import type { Approval } from '../workers/domain/approval.ts';
import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { EventBody, JournalEvent, SocketFrame } from '../workers/domain/events.ts';
import { execId } from '../workers/domain/ids.ts';
import { ok, refuse, type Result } from '../workers/domain/result.ts';
import type { Signal } from '../workers/domain/run.ts';
import type { Env } from '../workers/env.ts';
import { database } from '../workers/store/database.ts';
import { owningProject } from '../workers/store/projects.ts';
import { converse, newConversation, type Conversation, type ConversationEffect } from './conversation.ts';
import { execTable, type ExecCall, type ExecRow, type ExecTable } from './execs.ts';
import { journal, type Journal } from './journal.ts';
import { advance, noProgress, type Progress } from './progress.ts';
import type { Waiter, Wish } from './rpc.ts';
import { signalRun, startRun, type RunParams } from './runs.ts';
import { hear, type Saying } from './say.ts';
import {
  approveArtifact,
  editArtifact,
  markStale,
  takeProposal,
  type Approving,
  type Edit,
  type Proposal,
  type Room
} from './stages.ts';

const frameLimit = 400;

/** One deployment: its journal, its conversation, the progress of its runs, and the sockets that watch them. */
export class DeploymentObject extends DurableObject<Env> {
  private readonly journal: Journal;
  private readonly execs: ExecTable;
  private conversation: Conversation;
  private runProgress: Progress;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    this.journal = journal(state.storage.sql);
    this.execs = execTable(state.storage.sql);
    this.conversation = state.storage.kv.get<Conversation>('conversation') ?? newConversation;
    this.runProgress = state.storage.kv.get<Progress>('progress') ?? noProgress;
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  /** Appends events, shows them to every watcher, and does what they call for. Answers the newest number. */
  async append(bodies: EventBody[]): Promise<number> {
    const { last, effects } = this.write(bodies);
    for (const effect of effects) await this.perform(effect);
    return last;
  }

  private write(bodies: EventBody[]): { last: number; effects: ConversationEffect[] } {
    const events = this.journal.append(bodies);
    const effects: ConversationEffect[] = [];
    for (const body of bodies) {
      const next = converse(this.conversation, body);
      this.conversation = next.state;
      effects.push(...next.effects);
      this.runProgress = advance(this.runProgress, body);
    }
    if (bodies.some((body) => body.type !== 'output')) {
      this.ctx.storage.kv.put('conversation', this.conversation);
      this.ctx.storage.kv.put('progress', this.runProgress);
    }
    this.show(events);
    return { last: events.at(-1)?.seq ?? this.journal.head(), effects };
  }

  private async perform(effect: ConversationEffect): Promise<void> {
    if (effect.do === 'propose') return this.propose(effect.stage);
    const room = await this.room();
    if (effect.do === 'mark stale') return markStale(room, effect.stage, effect.version);
    const started = await startRun(room, 'approval', (params) => this.startInstance(params));
    if (!started.ok) await this.tell(started.problem.message);
  }

  private async propose(stage: Stage): Promise<void> {
    await this.env.STAGES.send({ kind: 'propose', deploymentId: this.name(), stage });
  }

  private async startInstance(params: RunParams): Promise<void> {
    await this.env.RUN.create({ id: params.instanceId, params });
  }

  private tell(text: string): Promise<number> {
    return this.append([{ type: 'message', id: crypto.randomUUID(), author: 'hydron', text, actions: [] }]);
  }

  private name(): string {
    const name = this.ctx.id.name;
    if (!name) throw new Error('a deployment object is reached by its deployment id');
    return name;
  }

  private async room(): Promise<Room> {
    const db = database(this.env.DB);
    const project = await owningProject(db, this.name());
    if (!project) throw new Error(`no project holds ${this.name()}`);
    return { scope: { db, teamId: project.teamId }, project, append: (bodies) => this.append(bodies) };
  }

  /** Up to `limit` events after `seq`. */
  since(seq: number, limit: number): JournalEvent[] {
    return this.journal.since(seq, limit);
  }

  /** Up to `limit` events of one run after `seq`. */
  ofRun(runId: string, seq: number, limit: number): JournalEvent[] {
    return this.journal.ofRun(runId, seq, limit);
  }

  /** What the newest exec of a step printed, up to 64 KiB. */
  lastOutput(stepId: string): string {
    return this.journal.lastOutput(stepId).slice(0, 65_536);
  }

  head(): number {
    return this.journal.head();
  }

  progress(): Progress {
    return this.runProgress;
  }

  /** Where the three stages stand. */
  stages(): Conversation {
    return this.conversation;
  }

  /** Starts the analysis, at the beginning or of the newest commit. */
  async refresh(): Promise<Result<null>> {
    await this.propose('analysis');
    return ok(null);
  }

  /** A variable got or lost a value: the provisioning plan, if there is one, is made again. */
  async variablesChanged(): Promise<Result<null>> {
    if (this.conversation.provisioning.version > 0) await this.propose('provisioning');
    return ok(null);
  }

  async edit(edit: Edit): Promise<Result<Artifact>> {
    return editArtifact(await this.room(), edit);
  }

  async takeProposal(proposal: Proposal<Stage>): Promise<Result<Artifact>> {
    return takeProposal(await this.room(), proposal);
  }

  /** Approves a version; `runId` is the run that this started, if it was the last approval that was missing. */
  async approve(wish: Approving): Promise<Result<{ approval: Approval; runId: string | null }>> {
    const before = this.runProgress.runId;
    const approval = await approveArtifact(await this.room(), wish);
    if (!approval.ok) return approval;
    const after = this.runProgress.runId;
    return ok({ approval: approval.value, runId: wish.stage === 'provisioning' && after !== before ? after : null });
  }

  /** What a person wrote: kept, understood by rules where it is an edit, and answered. */
  async say(wish: Saying): Promise<Result<null>> {
    return hear(await this.room(), wish, (edit) => this.edit(edit));
  }

  async startRun(wish: { userId: string }): Promise<Result<{ runId: string }>> {
    const run = await startRun(await this.room(), wish.userId, (params) => this.startInstance(params));
    return run.ok ? ok({ runId: run.value.id }) : run;
  }

  /** Pause, resume or stop. A stop also ends what is running; a resume wakes whoever waits for it. */
  async signal(wish: { runId: string; signal: Signal; userId: string; userName: string }): Promise<Result<null>> {
    this.ctx.storage.kv.put(`wish:${wish.runId}`, wish.signal === 'resume' ? 'go' : wish.signal);
    const done = await signalRun(await this.room(), wish, (params) => this.startInstance(params));
    if (!done.ok) return done;
    if (wish.signal === 'stop')
      for (const exec of this.execs.live(wish.runId)) await this.wake(exec.instanceId, exec.execId, { kind: 'stop' });
    if (!done.value.restarted && wish.signal !== 'pause')
      for (const waiter of this.waiters(wish.runId))
        await this.wake(waiter.instanceId, waiter.event, { kind: wish.signal });
    return ok(null);
  }

  private waiters(runId: string): Waiter[] {
    const key = `waiters:${runId}`;
    const waiting = this.ctx.storage.kv.get<Waiter[]>(key) ?? [];
    this.ctx.storage.kv.delete(key);
    return waiting;
  }

  private async wake(instanceId: string, type: string, payload: object): Promise<void> {
    const instance = await this.env.RUN.get(instanceId);
    await instance.sendEvent({ type, payload });
  }

  /** What the run is wished to do now. A workflow that must wait names the event by which it wants to be woken. */
  wish(runId: string, waiter: Waiter | null): Wish {
    const wish = this.ctx.storage.kv.get<Wish>(`wish:${runId}`) ?? 'go';
    if (wish === 'pause' && waiter) {
      const key = `waiters:${runId}`;
      const waiting = (this.ctx.storage.kv.get<Waiter[]>(key) ?? []).filter(
        (other) => other.event !== waiter.event || other.instanceId !== waiter.instanceId
      );
      this.ctx.storage.kv.put(key, [...waiting, waiter]);
    }
    return wish;
  }

  /** The exec of one call of the workflow: made at the first asking, the same ever after. */
  async beginExec(call: ExecCall): Promise<ExecRow> {
    const known = this.execs.byCall(call.instanceId, call.callName);
    if (known) return known;
    const step = `${call.server}/${call.stepId}/${call.part}`;
    const attempt = this.execs.attempts(call.runId, step) + 1;
    const { part, ...rest } = call;
    const row: ExecRow = {
      ...rest,
      attempt,
      execId: await execId(call.runId, call.server, call.stepId, attempt, part),
      offset: 0,
      answer: null
    };
    const raced = this.execs.byCall(call.instanceId, call.callName);
    if (raced) return raced;
    this.execs.add(row, step);
    return row;
  }

  execRow(id: string): ExecRow | null {
    return this.execs.byId(id);
  }

  /** A signed post of the relay: output, taken once by offset, or the exit, which wakes the workflow. Answers how far it has read. */
  async callback(post: {
    execId: string;
    body: string;
    path: string;
    time: number;
    nonce: string;
    signature: string;
  }): Promise<Result<{ offset: number }>> {
    const row = this.execs.byId(post.execId);
    if (!row) return refuse('exec.none', 'There is no such exec.');
    const expected = await sign(row.key, {
      method: 'POST',
      path: post.path,
      body: post.body,
      time: post.time,
      nonce: post.nonce
    });
    if (!sameSignature(expected, post.signature) || Math.abs(Date.now() - post.time) > signatureWindowMs)
      return refuse('callback.signature', 'The callback is not signed with the key of its exec.');
    const read = callbackBodySchema.safeParse(parseJson(post.body));
    if (!read.success || read.data.execId !== post.execId)
      return refuse('callback.form', 'The callback does not read as output or exit.');
    return ok({ offset: await this.take(post.execId, read.data) });
  }

  private async take(id: string, body: CallbackBody): Promise<number> {
    const row = this.execs.byId(id);
    if (!row) return 0;
    if (body.kind === 'exit') {
      if (row.answer) return row.offset;
      this.execs.save({ ...row, answer: body.answer });
      await this.wake(row.instanceId, id, { kind: 'exit', answer: body.answer });
      return row.offset;
    }
    if (body.offset !== row.offset || body.next < row.offset || row.answer) return row.offset;
    this.execs.save({ ...row, offset: body.next });
    const { runId, phase, server, stepId } = row;
    if (body.text !== '')
      this.write([
        {
          type: 'output',
          runId,
          phase,
          server,
          stepId,
          execId: id,
          offset: body.offset,
          next: body.next,
          text: body.text
        }
      ]);
    return body.next;
  }

  /** Releases the project's servers and forgets it; the queue does the work. */
  async destroy(wish: { userId: string }): Promise<Result<null>> {
    await this.env.STAGES.send({ kind: 'destroy', deploymentId: this.name(), userId: wish.userId });
    await this.tell('Destroying: the servers of this project are being released.');
    return ok(null);
  }

  /** Forgets everything, after the project was destroyed. */
  async erase(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) socket.close(1000, 'destroyed');
    await this.ctx.storage.deleteAll();
  }

  /** A watcher's socket: the past after `?since=` first, then everything as it comes. */
  override async fetch(request: Request): Promise<Response> {
    if (request.headers.get('upgrade') !== 'websocket') return new Response('expected a WebSocket', { status: 426 });
    const { 0: client, 1: server } = new WebSocketPair();
    let seq = Math.max(0, Number(new URL(request.url).searchParams.get('since')) || 0);
    this.ctx.acceptWebSocket(server);
    for (let events = this.since(seq, frameLimit); events.length > 0; events = this.since(seq, frameLimit)) {
      send(server, { kind: 'events', events });
      seq = events.at(-1)?.seq ?? seq;
    }
    send(server, { kind: 'caught-up', head: this.head() });
    return new Response(null, { status: 101, webSocket: client });
  }

  override webSocketMessage(): void {
    // Watchers only listen; pings are answered without waking the object.
  }

  private show(events: JournalEvent[]): void {
    if (events.length === 0) return;
    for (const socket of this.ctx.getWebSockets()) send(socket, { kind: 'events', events });
  }
}

function send(socket: WebSocket, frame: SocketFrame): void {
  if (socket.readyState === WebSocket.OPEN || socket.readyState === WebSocket.CONNECTING)
    socket.send(JSON.stringify(frame));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
