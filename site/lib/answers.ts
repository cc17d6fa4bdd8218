import type { Approval } from '../../workers/domain/approval.ts';
import type { Artifact, Author, ArtifactState, Stage } from '../../workers/domain/artifact.ts';
import type { Project } from '../../workers/domain/project.ts';
import type { Run, RunState } from '../../workers/domain/run.ts';
import type { Server } from '../../workers/domain/server.ts';
import type { VendorName } from '../../workers/domain/tier.ts';

/** What the API answers, route by route. */

export interface Person {
  id: string;
  login: string | null;
  name: string;
  avatarUrl: string | null;
}

export interface Team {
  id: string;
  name: string;
  role: 'owner' | 'member';
}

/** GET /api/me */
export interface Me {
  user: Person;
  team: Team | null;
  teams: Team[];
  mode: 'local' | 'public';
  vendors: VendorName[];
}

/** A member of GET /api/projects. `source` is one line, as the paste box takes it. */
export interface ProjectCard {
  id: string;
  name: string;
  source: string;
  liveUrl: string | null;
  hostname: string;
  status: string;
  lastRun: { id: string; number: number; state: RunState; createdAt: number } | null;
  createdAt: number;
}

export type ServerView = Omit<Server, 'orderId' | 'vendorServerId'>;

export interface Variable {
  name: string;
  secret: boolean;
  set: boolean;
  origin: 'person' | 'generated';
  updatedAt: number;
}

export type Artifacts = { [S in Stage]: Artifact<S> | null };

/** GET /api/projects/:id */
export interface ProjectDetail {
  project: Project;
  deploymentId: string;
  artifacts: Artifacts;
  approvals: Approval[];
  runs: Run[];
  servers: ServerView[];
  variables: Variable[];
}

/** A member of GET /api/deployments/:id/artifacts/:stage */
export interface VersionRow {
  version: number;
  hash: string;
  author: Author;
  note: string;
  state: ArtifactState;
  createdAt: number;
}

/** A member of GET …/:version/diff */
export interface Change {
  path: string;
  before: unknown;
  after: unknown;
}

export interface HostKey {
  key: string;
  type: string;
  fingerprint: string;
}

/** A member of GET /api/templates */
export interface Template {
  name: string;
  title: string;
  description: string;
  services: string[];
}

export interface Member {
  userId: string;
  login: string | null;
  name: string;
  avatarUrl: string | null;
  role: 'owner' | 'member';
}

/** GET /api/teams/:id/model. Budgets are in millionths of a US dollar; the key itself is never told. */
export interface TeamModelView {
  defaultModel: string | null;
  modelBudget: number;
  key: { setAt: number | null; ofInstallation: boolean };
  baseUrl: string;
  mayChange: boolean;
}

/** GET /api/settings. Nothing in it is secret. */
export interface Settings {
  user: Person;
  install: {
    mode: 'local' | 'public';
    baseUrl: string;
    defaultDomain: string;
    vendors: VendorName[];
    registryMirror: string | null;
    acmeDirectory: string | null;
    acmeEmail: string | null;
    extraAuthorities: boolean;
  };
  audit: {
    id: string;
    userId: string | null;
    action: string;
    subject: string;
    detail: string | null;
    createdAt: number;
  }[];
}
