import type { Approval } from '../../domain/approval.ts';
import type { Artifact, Author, Patch, Stage } from '../../domain/artifact.ts';
import type { EventBody, JournalEvent } from '../../domain/events.ts';
import type { Result } from '../../domain/result.ts';
import type { Signal } from '../../domain/run.ts';
import type { Tier } from '../../domain/tier.ts';
import type { Env } from '../../env.ts';

/** What the API asks of a deployment's object. */
export interface DeploymentRoom {
  append(bodies: EventBody[]): Promise<number>;
  since(seq: number, limit: number): Promise<JournalEvent[]>;
  ofRun(runId: string, seq: number, limit: number): Promise<JournalEvent[]>;
  head(): Promise<number>;
  edit(request: {
    stage: Stage;
    version: number;
    patch: Patch;
    note: string;
    userId: string;
    author: Author;
  }): Promise<Result<Artifact>>;
  approve(request: {
    stage: Stage;
    version: number;
    hash: string;
    userId: string;
    userName: string;
  }): Promise<Result<{ approval: Approval; runId: string | null }>>;
  say(request: { text: string; userId: string; userName: string; tiers: Tier[] }): Promise<Result<null>>;
  answer(request: { questionId: string; optionId: string; userId: string; userName: string }): Promise<Result<null>>;
  stopTalk(by: string): Promise<boolean>;
  refresh(): Promise<Result<null>>;
  variablesChanged(): Promise<Result<null>>;
  startRun(request: { userId: string }): Promise<Result<{ runId: string }>>;
  signal(request: { runId: string; signal: Signal; userId: string; userName: string }): Promise<Result<null>>;
  answerFix(request: { runId: string; id: string; option: number; userName: string }): Promise<Result<null>>;
  callback(request: {
    execId: string;
    body: string;
    path: string;
    time: number;
    nonce: string;
    signature: string;
  }): Promise<Result<{ offset: number }>>;
  awaken(): Promise<'woken' | 'lost' | null>;
  destroy(request: { userId: string }): Promise<Result<null>>;
  fetch(request: Request): Promise<Response>;
}

/** The object of a deployment. Its stub's types wrap each answer for the wire; what arrives is plain data, so it is named as that. */
export const roomOf = (env: Env, deploymentId: string): DeploymentRoom =>
  env.DEPLOYMENT.getByName(deploymentId) as unknown as DeploymentRoom;
