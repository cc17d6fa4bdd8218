import { render } from '@testing-library/svelte';
import type { Component } from 'svelte';
import type { ProjectDetail } from '#lib/answers.ts';
import { ProjectState } from '#lib/state/project.svelte.ts';
import type { Approval } from '../../../workers/domain/approval.ts';
import type { Artifact, Bodies, Stage } from '../../../workers/domain/artifact.ts';
import type { EventBody, JournalEvent } from '../../../workers/domain/events.ts';
import { analysis, infrastructure, provisioning } from '../../plans.ts';
import WithinProject from './within-project.svelte';

export const deploymentId = 'dep_shop';
const bodies: Bodies = { analysis: analysis(), infrastructure: infrastructure(), provisioning: provisioning() };

export const artifact = <S extends Stage>(stage: S, changes: Partial<Artifact<S>> = {}): Artifact<S> => ({
  id: `art_${stage}_${changes.version ?? 1}`,
  deploymentId,
  stage,
  version: 1,
  body: bodies[stage],
  hash: 'ab12cd34'.repeat(8),
  basedOn: [],
  author: 'rules',
  note: '',
  patch: null,
  state: 'proposed',
  createdAt: 1_764_000_000_000,
  ...changes
});

export const approval = ({ id, stage, version, hash }: Artifact): Approval => ({
  id: `apr_${stage}`,
  deploymentId,
  stage,
  artifactId: id,
  version,
  hash,
  price: null,
  userId: 'usr_ada',
  createdAt: 1_764_000_000_000
});

export const detail = (changes: Partial<ProjectDetail> = {}): ProjectDetail => ({
  project: {
    id: 'prj_shop',
    teamId: 'tea_acme',
    name: 'shop',
    slug: 'shop',
    source: { kind: 'git', url: 'https://git.test/acme/shop', ref: null, subfolder: null },
    hostname: 'shop-abc123.localhost',
    publicPort: 18787,
    customDomain: null,
    preferences: { region: null, monthlyBudget: null, currency: 'EUR', vendor: null, ownServerId: null },
    deploymentId,
    liveUrl: null,
    model: null,
    modelBudget: 0,
    createdAt: 1_764_000_000_000
  },
  deploymentId,
  artifacts: { analysis: null, infrastructure: null, provisioning: null },
  approvals: [],
  runs: [],
  servers: [],
  variables: [],
  ...changes
});

/** Events as a journal numbers them, a second apart. */
export const journal = (...bodiesOfEvents: EventBody[]): JournalEvent[] =>
  bodiesOfEvents.map((body, index) => ({ ...body, seq: index + 1, at: 1_764_000_000_000 + index * 1000 }));

/** Shows a part of the project's page. Answers the project's state, through which more events may come. */
export function renderPart<P extends object>(
  part: Component<P>,
  given: P,
  { page = detail(), events = [] }: { page?: ProjectDetail; events?: JournalEvent[] } = {}
): ProjectState {
  const project = new ProjectState(page, events);
  render(WithinProject, {
    project,
    part: part as unknown as Component<Record<string, unknown>>,
    given: given as object as Record<string, unknown>
  });
  return project;
}
