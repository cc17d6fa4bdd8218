import { createContext } from 'svelte';
import type { Artifact, Patch, Stage } from '../../../workers/domain/artifact.ts';
import type { EventType, JournalEvent } from '../../../workers/domain/events.ts';
import type { Signal } from '../../../workers/domain/run.ts';
import { call, type ApiProblem, type ApiResult } from '#lib/api.ts';
import type { ProjectDetail } from '#lib/answers.ts';
import { Journal } from './journal.svelte.ts';

/** A person's change that met a newer version. It is kept until it is applied again or given up. */
export interface Conflict {
  patch: Patch;
  message: string;
}

const telling: ReadonlySet<EventType> = new Set<EventType>([
  'artifact.proposed',
  'artifact.stale',
  'artifact.approved',
  'run.started',
  'run.state',
  'server',
  'live'
]);

/** One project as its page shows and changes it. */
export class ProjectState {
  detail: ProjectDetail = $state.raw() as ProjectDetail;
  conflicts = $state.raw<Partial<Record<Stage, Conflict>>>({});
  /** The last refusal of something that was asked from this page. */
  problem = $state.raw<ApiProblem | null>(null);
  readonly journal: Journal;
  #refreshing: ReturnType<typeof setTimeout> | undefined;

  constructor(detail: ProjectDetail, events: JournalEvent[]) {
    this.detail = detail;
    this.journal = new Journal(detail.deploymentId, events, (taken) => this.#taken(taken));
  }

  get latestRun() {
    return this.detail.runs.toSorted((a, b) => b.number - a.number)[0] ?? null;
  }

  approvalOf(stage: Stage) {
    const artifact = this.detail.artifacts[stage];
    return artifact ? (this.detail.approvals.find((approval) => approval.artifactId === artifact.id) ?? null) : null;
  }

  /** Makes a new version of a stage's artifact. False when it was refused; a newer version keeps the change as a conflict. */
  async edit(stage: Stage, patch: Patch): Promise<boolean> {
    const current = this.detail.artifacts[stage];
    if (!current) return false;
    const body = { version: current.version, patch };
    const answer = await this.#ask<{ artifact: Artifact }>('PATCH', this.#artifact(stage), body);
    if (answer.ok) {
      this.conflicts = { ...this.conflicts, [stage]: undefined };
      this.#put(stage, answer.value.artifact);
      return true;
    }
    if (answer.problem.code.startsWith('stale')) {
      this.problem = null;
      this.conflicts = { ...this.conflicts, [stage]: { patch, message: answer.problem.message } };
      await this.refresh();
    }
    return false;
  }

  /** Applies a kept change to the version that is current now. */
  async retry(stage: Stage): Promise<void> {
    const conflict = this.conflicts[stage];
    if (conflict) await this.edit(stage, conflict.patch);
  }

  giveUp(stage: Stage): void {
    this.conflicts = { ...this.conflicts, [stage]: undefined };
  }

  /** Approves the version that is shown, by its hash. Answers the run that this started, if one. */
  async approve(stage: Stage): Promise<{ runId: string | null } | null> {
    const current = this.detail.artifacts[stage];
    if (!current) return null;
    const body = { version: current.version, hash: current.hash };
    const answer = await this.#ask<{ runId: string | null }>('POST', `${this.#artifact(stage)}/approve`, body);
    await this.refresh();
    return answer.ok ? answer.value : null;
  }

  say(text: string) {
    return this.#ask('POST', `/api/deployments/${this.detail.deploymentId}/messages`, { text });
  }

  answer(questionId: string, optionId: string) {
    const path = `/api/deployments/${this.detail.deploymentId}/questions/${questionId}`;
    return this.#ask('POST', path, { optionId });
  }

  /** Ends the answer that the model is writing. */
  stopAnswer() {
    return this.#ask('POST', `/api/deployments/${this.detail.deploymentId}/messages/stop`, {});
  }

  signal(runId: string, signal: Signal) {
    return this.#ask('POST', `/api/runs/${runId}/signals`, { signal });
  }

  async redeploy(): Promise<string | null> {
    const answer = await this.#ask<{ runId: string }>('POST', `/api/deployments/${this.detail.deploymentId}/runs`, {});
    await this.refresh();
    return answer.ok ? answer.value.runId : null;
  }

  analyseAgain() {
    return this.#ask('POST', `/api/deployments/${this.detail.deploymentId}/refresh`, {});
  }

  async setVariable(name: string, value: string): Promise<boolean> {
    const path = `/api/projects/${this.detail.project.id}/variables/${encodeURIComponent(name)}`;
    const answer = await this.#ask('PUT', path, { value });
    await this.refresh();
    return answer.ok;
  }

  async change(body: {
    name?: string;
    customDomain?: string | null;
    preferences?: object;
    model?: string | null;
    modelBudget?: number;
  }): Promise<boolean> {
    const answer = await this.#ask('PATCH', `/api/projects/${this.detail.project.id}`, body);
    await this.refresh();
    return answer.ok;
  }

  /** Destroys the project and waits up to two minutes until its servers are given back and it is gone. */
  async destroy(confirm: string): Promise<boolean> {
    const path = `/api/projects/${this.detail.project.id}`;
    if (!(await this.#ask('POST', `${path}/destroy`, { confirm })).ok) return false;
    for (const end = Date.now() + 120_000; Date.now() < end; await new Promise((next) => setTimeout(next, 500))) {
      const answer = await call(fetch, 'GET', path);
      if (!answer.ok && answer.problem.code === 'not.found') return true;
    }
    this.problem = {
      status: 0,
      code: 'project.slow',
      message: 'It is still being destroyed. It leaves the list of projects once its servers are given back.'
    };
    return false;
  }

  async refresh(): Promise<void> {
    const answer = await call<ProjectDetail>(fetch, 'GET', `/api/projects/${this.detail.project.id}`);
    if (answer.ok) this.detail = answer.value;
  }

  async #ask<T>(method: 'POST' | 'PUT' | 'PATCH', path: string, body: unknown): Promise<ApiResult<T>> {
    const answer = await call<T>(fetch, method, path, body);
    this.problem = answer.ok ? null : answer.problem;
    return answer;
  }

  #artifact = (stage: Stage) => `/api/deployments/${this.detail.deploymentId}/artifacts/${stage}`;

  #put(stage: Stage, artifact: Artifact): void {
    this.detail = { ...this.detail, artifacts: { ...this.detail.artifacts, [stage]: artifact } };
  }

  #taken(events: JournalEvent[]): void {
    if (typeof window === 'undefined' || !events.some((event) => telling.has(event.type))) return;
    clearTimeout(this.#refreshing);
    this.#refreshing = setTimeout(() => void this.refresh(), 200);
  }
}

export const [getProject, setProject] = createContext<ProjectState>();
