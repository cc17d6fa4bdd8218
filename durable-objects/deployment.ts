import { DurableObject } from 'cloudflare:workers';
import type { ExecAnswer } from '../relay/protocol.ts';
import type { Approval } from '../workers/domain/approval.ts';
import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { EventBody, JournalEvent } from '../workers/domain/events.ts';
import { ok, type Problem, type Result } from '../workers/domain/result.ts';
import { isOver, type Wish } from '../workers/domain/run.ts';
import type { Tier } from '../workers/domain/tier.ts';
import type { Env } from '../workers/env.ts';
import type { ProposedEdit, ProposedOutcome } from '../workers/planning/conversation/edits.ts';
import { approveArtifact, approvedEvent, type Approving } from './approvals.ts';
import { readCallback, settleExec, takeCallback, type CallbackPost } from './callbacks.ts';
import {
  converse,
  firstFailed,
  newConversation,
  nextFailed,
  type Conversation,
  type ConversationEffect
} from './conversation.ts';
import { beginExec, execTable, type ExecCall, type ExecRow, type ExecTable } from './execs.ts';
import { fixesIn, takeAnswer, type Asked, type FixAnswer, type Fixes, type KeptFix } from './fixes.ts';
import { journal, type Journal, type Message } from './journal.ts';
import { keepFixes, runToKeep } from './keep-fixes.ts';
import { mindRun, wake, wakeWaiting } from './workflows.ts';
import { askedFor, givenUp, silentStages, stillPending, type Pending } from './pending.ts';
import { advance, noProgress, repeats, type Progress } from './progress.ts';
import { openRoom, said, type Room } from './room.ts';
import type { Waiter } from './rpc.ts';
import { signalRun, startRun, type RunParams, type Signalling } from './runs.ts';
import type { Saying } from './say.ts';
import { answerQuestion, askAnew, byDefault, questionsIn, type Answering, type Questions } from './questions.ts';
import { admit, show, showPartial } from './sockets.ts';
import { editArtifact, groundMoved, markStale, takeProposal, type Edit, type Proposal } from './stages.ts';
import type { TalkTurn } from './talk.ts';
import * as talking from './talking.ts';
import { talksIn } from './talks.ts';
import { turns } from './turns.ts';
import { wishesIn, type Wishes } from './wishes.ts';

/** How often the object looks after what is under way, in milliseconds. */
const watch = 60_000;
/** How long a running step may say nothing before its workflow is woken to ask after it, in milliseconds. */
const quiet = 10 * 60_000;

/** One deployment: its journal, its conversation, the progress of its runs, and the sockets that watch them. */
export class DeploymentObject extends DurableObject<Env> {
  private readonly journal: Journal;
  private readonly execs: ExecTable;
  private readonly wishes: Wishes;
  private readonly fixes: Fixes;
  private readonly questions: Questions;
  private readonly around: talking.Around;
  private readonly inTurn = turns();
  private conversation: Conversation;
  private runProgress: Progress;
  private pending: Pending;

  constructor(state: DurableObjectState, env: Env) {
    super(state, env);
    const { sql, kv } = state.storage;
    this.journal = journal(sql);
    this.execs = execTable(sql);
    this.wishes = wishesIn(kv);
    this.fixes = fixesIn(kv);
    this.questions = questionsIn(kv);
    this.around = this.aroundTalks(kv);
    this.conversation = kv.get<Conversation>('conversation') ?? newConversation;
    this.runProgress = kv.get<Progress>('progress') ?? noProgress;
    this.pending = kv.get<Pending>('pending') ?? {};
    state.setWebSocketAutoResponse(new WebSocketRequestResponsePair('ping', 'pong'));
  }

  private aroundTalks(kv: SyncKvStorage): talking.Around {
    const { journal, inTurn } = this;
    const append = (bodies: EventBody[]) => this.append(bodies);
    const talks = talksIn({ kv, append, show: (partial) => showPartial(this.ctx, partial) });
    return { talks, journal, inTurn, room: () => this.room(), ask: (messageId) => this.askForAnswer(messageId) };
  }

  /** Appends events, shows them to every watcher, and does what they call for. Answers the newest number. */
  async append(bodies: EventBody[]): Promise<number> {
    const { last, effects } = this.write(bodies);
    for (const effect of effects) await this.perform(effect);
    return last;
  }

  private write(told: EventBody[]): { last: number; effects: ConversationEffect[] } {
    const bodies = told.filter((body) => !repeats(this.runProgress, body));
    const events = this.journal.append(bodies);
    const effects: ConversationEffect[] = [];
    for (const body of bodies) {
      const next = converse(this.conversation, body);
      this.conversation = next.state;
      effects.push(...next.effects);
      this.runProgress = advance(this.runProgress, body);
      this.pending = stillPending(this.pending, body, Date.now());
    }
    if (bodies.some((body) => body.type !== 'output')) this.keep();
    if (events.length > 0) show(this.ctx, events);
    return { last: events.at(-1)?.seq ?? this.journal.head(), effects };
  }

  private keep(): void {
    const { kv } = this.ctx.storage;
    kv.put('conversation', this.conversation);
    kv.put('progress', this.runProgress);
    kv.put('pending', this.pending);
  }

  private async perform(effect: ConversationEffect): Promise<void> {
    if (effect.do === 'propose') return this.propose(effect.stage);
    const room = await this.room();
    if (effect.do === 'mark stale') return markStale(room, effect.stage, effect.version);
    const started = await startRun(room, 'approval', (params) => this.startInstance(params));
    if (!started.ok) await this.append([said(started.problem.message)]);
  }

  private async propose(stage: Stage): Promise<void> {
    this.pending = askedFor(this.pending, stage, Date.now());
    this.keep();
    await this.lookAgainLater();
    await this.env.STAGES.send({ kind: 'propose', deploymentId: this.name(), stage });
  }

  private async startInstance(params: RunParams): Promise<void> {
    await this.lookAgainLater();
    await this.env.RUN.create({ id: params.instanceId, params });
  }

  private name(): string {
    const name = this.ctx.id.name;
    if (!name) throw new Error('a deployment object is reached by its deployment id');
    return name;
  }

  private room(): Promise<Room> {
    return openRoom(this.env, this.name(), (bodies) => this.append(bodies));
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

  /** The last of what an exec printed, up to 64 KiB. */
  outputOf(id: string): string {
    return this.journal.outputOf(id).slice(-65_536);
  }

  /** The fixes that were made in a run so far, oldest first. */
  fixesOf(runId: string): KeptFix[] {
    return this.fixes.made(runId);
  }

  keepFix(runId: string, fix: KeptFix): void {
    this.fixes.keep(runId, fix);
  }

  /** Remembers what a run waits to be told, until it is answered. */
  askAbout(runId: string, question: Asked): void {
    this.fixes.ask(runId, question);
  }

  /** A person's choice among the options that a failed step left open; it wakes the run that waits for it. */
  async answerFix(wish: FixAnswer): Promise<Result<null>> {
    return this.inTurn(async () => {
      const taken = takeAnswer(this.fixes, wish);
      if (!taken.ok) return taken;
      const { instanceId, event, told } = taken.value;
      await this.append([told]);
      await wake(this.env.RUN, instanceId, event, { kind: 'answer', option: wish.option });
      return ok(null);
    });
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

  /** Asks again for the first stage that failed, or else for the analysis: at the beginning, or of the newest commit. */
  async refresh(): Promise<Result<null>> {
    await this.propose(firstFailed(this.conversation) ?? 'analysis');
    return ok(null);
  }

  /** A variable or a name changed: the provisioning plan, if there is one, is stale from now on and made again. */
  async variablesChanged(): Promise<Result<null>> {
    const { version } = this.conversation.provisioning;
    if (version === 0) return ok(null);
    await this.inTurn(async () => markStale(await this.room(), 'provisioning', version));
    await this.propose('provisioning');
    return ok(null);
  }

  async edit(edit: Edit): Promise<Result<Artifact>> {
    return this.inTurn(async () => editArtifact(await this.room(), edit));
  }

  /** Takes in what a stage proposed. Where its ground has moved meanwhile, the stage is asked again. */
  async takeProposal(proposal: Proposal<Stage>): Promise<Result<Artifact>> {
    return this.inTurn(async () => {
      const room = await this.room();
      const asked = () => askAnew(this.questions, proposal.stage, proposal.questions ?? []);
      const taken = await takeProposal(room, proposal, asked);
      if (taken.ok && (await groundMoved(room, taken.value))) await this.propose(proposal.stage);
      return taken;
    });
  }

  /** Approves a version; `runId` is the run that this started, if it was the last approval that was missing. */
  async approve(wish: Approving): Promise<Result<{ approval: Approval; runId: string | null }>> {
    return this.inTurn(async () => {
      const before = this.runProgress.runId;
      const approval = await approveArtifact(await this.room(), wish);
      if (!approval.ok) return approval;
      const standing = this.conversation[wish.stage];
      const known = standing.status === 'approved' && standing.hash === wish.hash;
      const next = nextFailed(this.conversation, wish.stage);
      if (!known)
        await this.append([...byDefault(this.questions, wish.stage), approvedEvent(approval.value, wish.userName)]);
      else if (next) await this.propose(next);
      const after = this.runProgress.runId;
      return ok({ approval: approval.value, runId: wish.stage === 'provisioning' && after !== before ? after : null });
    });
  }

  /** What a person wrote: kept, and answered, by the project's model or by rules. */
  async say(wish: Saying): Promise<Result<null>> {
    const runId = runToKeep(wish.text);
    if (runId === null) return talking.say(this.around, wish);
    return this.inTurn(async () => keepFixes(await this.room(), runId, this.fixes.made(runId), wish.userId));
  }

  private async askForAnswer(messageId: string): Promise<void> {
    await this.lookAgainLater();
    await this.env.TALK.send({ kind: 'converse', deploymentId: this.name(), messageId });
  }

  beginTalk(messageId: string): { turn: TalkTurn; said: Message[] } | null {
    return talking.begin(this.around, messageId);
  }

  /** All of an answer as far as it is written, or null for a mere sign of life. Answers whether to go on. */
  async hearTalk(of: TalkTurn, text: string | null): Promise<'go' | 'stop'> {
    return this.around.talks.hear(of, text);
  }

  async proposeEdits(of: TalkTurn, edits: ProposedEdit[], tiers: Tier[]): Promise<ProposedOutcome> {
    return talking.propose(this.around, of, edits, tiers);
  }

  async endTalk(of: TalkTurn, text: string): Promise<void> {
    return this.around.talks.end(of, text);
  }

  async failTalk(of: TalkTurn, problem: Problem, tiers: Tier[]): Promise<void> {
    return talking.fail(this.around, of, problem, tiers);
  }

  /** Ends the answer that is being written where it is. False where there is none. */
  async stopTalk(by: string): Promise<boolean> {
    return this.around.talks.stop(`${by} stopped the answer.`);
  }

  /** Takes a person's answer to a question of a stage. */
  async answer(wish: Answering): Promise<Result<null>> {
    return this.inTurn(async () => {
      const room = await this.room();
      return answerQuestion(room, this.questions, wish, (edit) => editArtifact(room, edit));
    });
  }

  async startRun(wish: { userId: string }): Promise<Result<{ runId: string }>> {
    return this.inTurn(async () => {
      const run = await startRun(await this.room(), wish.userId, (params) => this.startInstance(params));
      return run.ok ? ok({ runId: run.value.id }) : run;
    });
  }

  /** Pause, resume or stop. A stop also ends what is running; stop and resume wake whoever waits. */
  async signal(wish: Signalling): Promise<Result<null>> {
    return this.inTurn(async () => {
      const done = await signalRun(await this.room(), this.wishes, wish, (params) => this.startInstance(params));
      if (!done.ok) return done;
      await wakeWaiting(this.env.RUN, wish.runId, this.wishes, this.execs);
      return ok(null);
    });
  }

  /** What the run is wished to do now. A workflow that may have to wait names the event by which it wants to be woken. */
  wish(runId: string, waiter: Waiter | null): Wish {
    const wish = this.wishes.of(runId);
    if (waiter) this.wishes.wait(runId, waiter);
    return wish;
  }

  /** The exec of one call of the workflow: made at the first asking, the same ever after. None is made for a run that is being stopped. */
  async beginExec(call: ExecCall): Promise<ExecRow | null> {
    return beginExec(this.execs, this.wishes, call);
  }

  execRow(id: string): ExecRow | null {
    return this.execs.byId(id);
  }

  /** An end that the relay told when it was asked, since its own word did not get through. */
  settleExec(id: string, answer: ExecAnswer): void {
    this.write(settleExec(this.execs, id, answer));
  }

  /** A signed post of the relay: output, taken once by offset, or the exit, which wakes the workflow. Answers how far it has read. */
  async callback(post: CallbackPost): Promise<Result<{ offset: number }>> {
    const body = await readCallback(this.execs, post);
    if (!body.ok) return body;
    const { row, news, events } = takeCallback(this.execs, body.value);
    this.write(events);
    if (news === 'exit') await wake(this.env.RUN, row.instanceId, row.execId, { kind: 'exit', answer: row.answer });
    return ok({ offset: row.offset });
  }

  /** Looks after what is under way: a stage that fell silent is asked again or given up, a run without its workflow fails. */
  override async alarm(): Promise<void> {
    await this.mindStages(Date.now());
    await talking.mind(this.around, Date.now());
    const newest = this.journal.since(this.journal.head() - 1, 1)[0];
    const silent = this.runProgress.running.length > 0 && Date.now() - (newest?.at ?? 0) > quiet;
    await this.mindRun(silent);
    await this.lookAgainLater();
  }

  /** After a restart: what waited in the queue is asked again, and a run's workflow is woken. Answers what became of the run. */
  async awaken(): Promise<'woken' | 'lost' | null> {
    await this.mindStages(null);
    await talking.mind(this.around, null);
    const run = await this.mindRun(true);
    await this.lookAgainLater();
    return run;
  }

  private async mindStages(now: number | null): Promise<void> {
    for (const { stage, then } of silentStages(this.pending, now))
      if (then === 'ask again') await this.propose(stage);
      else await this.append([givenUp(stage)]);
  }

  private async mindRun(rouse: boolean): Promise<'woken' | 'lost' | null> {
    const room = await this.room().catch(() => null);
    return room && mindRun(room, this.env.RUN, this.inTurn, rouse);
  }

  private async lookAgainLater(): Promise<void> {
    const { state } = this.runProgress;
    const waits = Object.keys(this.pending).length > 0 || this.around.talks.current() !== null;
    const busy = waits || (state !== null && !isOver(state));
    if (busy && (await this.ctx.storage.getAlarm()) === null) await this.ctx.storage.setAlarm(Date.now() + watch);
  }

  /** Releases the project's servers and forgets it; the queue does the work. */
  async destroy(wish: { userId: string }): Promise<Result<null>> {
    await this.env.STAGES.send({ kind: 'destroy', deploymentId: this.name(), userId: wish.userId });
    await this.append([said('Destroying: the servers of this project are being released.')]);
    return ok(null);
  }

  /** Forgets everything, after the project was destroyed. */
  async erase(): Promise<void> {
    for (const socket of this.ctx.getWebSockets()) socket.close(1000, 'destroyed');
    await this.ctx.storage.deleteAlarm();
    await this.ctx.storage.deleteAll();
  }

  /** A watcher's socket: the past after `?since=` first, then everything as it comes. */
  override async fetch(request: Request): Promise<Response> {
    return admit(this.ctx, this.journal, this.around.talks.partial(), request);
  }

  override webSocketMessage(): void {
    // Watchers only listen; pings are answered without waking the object.
  }
}
