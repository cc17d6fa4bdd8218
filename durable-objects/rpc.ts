import type { Problem } from '../workers/domain/result.ts';
import type { Tier } from '../workers/domain/tier.ts';
import type { Artifact, Stage } from '../workers/domain/artifact.ts';
import type { EventBody } from '../workers/domain/events.ts';
import type { Result } from '../workers/domain/result.ts';
import type { Wish } from '../workers/domain/run.ts';
import type { ProposedEdit, ProposedOutcome } from '../workers/planning/conversation/edits.ts';
import type { ExecAnswer } from '../relay/protocol.ts';
import type { ExecCall, ExecRow } from './execs.ts';
import type { Asked, KeptFix } from './fixes.ts';
import type { Message } from './journal.ts';
import type { Progress } from './progress.ts';
import type { Proposal } from './stages.ts';
import type { TalkTurn } from './talk.ts';

/** By which event a workflow that has to wait is woken. Of each lane of an instance (a server, a probe) the newest waiter counts. */
export interface Waiter {
  instanceId: string;
  lane: string;
  event: string;
}

/** What stages and runs ask of a deployment's object. The stub's own types wrap each answer for the wire; what arrives is plain data. */
export interface DeploymentRpc {
  append(bodies: EventBody[]): Promise<number>;
  takeProposal(proposal: Proposal<Stage>): Promise<Result<Artifact>>;
  beginExec(call: ExecCall): Promise<ExecRow | null>;
  settleExec(execId: string, answer: ExecAnswer): Promise<void>;
  execRow(execId: string): Promise<ExecRow | null>;
  wish(runId: string, waiter: Waiter | null): Promise<Wish>;
  lastOutput(stepId: string): Promise<string>;
  outputOf(execId: string): Promise<string>;
  fixesOf(runId: string): Promise<KeptFix[]>;
  keepFix(runId: string, fix: KeptFix): Promise<void>;
  askAbout(runId: string, question: Asked): Promise<void>;
  progress(): Promise<Progress>;
  beginTalk(messageId: string): Promise<{ turn: TalkTurn; said: Message[] } | null>;
  hearTalk(of: TalkTurn, text: string | null): Promise<'go' | 'stop'>;
  proposeEdits(of: TalkTurn, edits: ProposedEdit[], tiers: Tier[]): Promise<ProposedOutcome>;
  endTalk(of: TalkTurn, text: string): Promise<void>;
  failTalk(of: TalkTurn, problem: Problem, tiers: Tier[]): Promise<void>;
  erase(): Promise<void>;
}
