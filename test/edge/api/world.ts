import { createExecutionContext } from 'cloudflare:test';
import { env } from 'cloudflare:workers';
import { createApp, type Dependencies, type GithubSignIn, type HostKey } from '../../../workers/api/app.ts';
import type { Bodies, Stage } from '../../../workers/domain/artifact.ts';
import { startingBudgets } from '../../../workers/domain/budget.ts';
import { newId, randomName } from '../../../workers/domain/ids.ts';
import { preferencesSchema, type Project } from '../../../workers/domain/project.ts';
import { ok } from '../../../workers/domain/result.ts';
import type { Server } from '../../../workers/domain/server.ts';
import type { Tier } from '../../../workers/domain/tier.ts';
import type { Env } from '../../../workers/env.ts';
import { badgeOf } from '../../../durable-objects/badge.ts';
import { addApproval } from '../../../workers/store/approvals.ts';
import { addArtifact, setArtifactState } from '../../../workers/store/artifacts.ts';
import { database, type Scope } from '../../../workers/store/database.ts';
import { createProject } from '../../../workers/store/projects.ts';
import { addRun } from '../../../workers/store/runs.ts';
import { setSecret } from '../../../workers/store/secrets.ts';
import { addServer } from '../../../workers/store/servers.ts';
import { createSession } from '../../../workers/store/sessions.ts';
import { teamsOf } from '../../../workers/store/teams.ts';
import { signedInUser, type User } from '../../../workers/store/users.ts';
import * as plans from './plans.ts';

export const db = database(env.DB);
export const secretValue = 'a-secret-that-no-answer-may-hold';

/** The settings of a public install; the tests' own are those of a local one. */
export const publicEnv: Env = {
  ...env,
  HYDRON_MODE: 'public',
  HYDRON_BASE_URL: 'https://hydron.test',
  RELAY_URL: 'https://relay.test',
  GITHUB_CLIENT_ID: 'client',
  GITHUB_CLIENT_SECRET: 'secret-of-the-app'
};
export const localEnv: Env = { ...env };

export const tier: Tier = {
  vendor: 'sandbox',
  tier: 'small',
  title: 'Small',
  spec: { cores: 1, memoryGb: 1, disk: '10 GB' },
  regions: [{ id: 'here', title: 'Here', inStock: true }],
  price: { setup: 0, monthly: 1290, currency: 'EUR' },
  delivery: null
};
export const hostKey: HostKey = {
  type: 'ssh-ed25519',
  key: 'ssh-ed25519 AAAAC3Nz',
  fingerprint: `SHA256:${'k'.repeat(43)}`
};

/** A forge that signs in whoever brings the code `good`; the real one is outside of this machine. */
const forge: GithubSignIn = {
  authorizationUrl: (state, verifier) =>
    new URL(`https://forge.test/authorize?state=${state}&length=${verifier.length}`),
  profile: async (code) =>
    code === 'good'
      ? ok({ githubId: 7, login: 'octo', name: 'Octo', avatarUrl: null })
      : { ok: false, problem: { code: 'forge.sign-in', message: 'no' } }
};

const dependencies: Dependencies = {
  scanHostKeys: async () => ok({ keys: [hostKey] }),
  tiers: async () => ok([tier]),
  badge: (projectId) => badgeOf(env, projectId),
  github: () => forge
};

/** The API of an install whose relay and forge answer as the tests say. */
export const appWith = (changes: Partial<Dependencies> = {}) => createApp({ ...dependencies, ...changes });
const app = appWith();

/** Sends one request to an install; `body` goes as JSON unless it is text already. */
export async function ask(
  install: Env,
  method: string,
  url: string,
  options: { headers?: Record<string, string>; body?: unknown; api?: ReturnType<typeof createApp> } = {}
): Promise<Response> {
  const headers = new Headers(options.headers);
  const body =
    options.body === undefined || typeof options.body === 'string' ? options.body : JSON.stringify(options.body);
  if (body !== undefined && !headers.has('content-type')) headers.set('content-type', 'application/json');
  const request = new Request(url, { method, headers, redirect: 'manual', ...(body === undefined ? {} : { body }) });
  return (options.api ?? app).fetch(request, install, createExecutionContext());
}

/** Somebody who is signed in to the public install in a browser. */
export interface Person {
  user: User;
  scope: Scope;
  token: string;
  send(
    method: string,
    path: string,
    body?: unknown,
    headers?: Record<string, string>,
    api?: ReturnType<typeof createApp>
  ): Promise<Response>;
}

let people = 0;

export async function person(login = `person${++people}`): Promise<Person> {
  const user = await signedInUser(db, {
    githubId: 1000 + Math.floor(Math.random() * 1e9),
    login,
    name: login,
    avatarUrl: null
  });
  const { token } = await createSession(db, user.id);
  const [team] = await teamsOf(db, user.id);
  if (!team) throw new Error('a person without a team');
  return {
    user,
    token,
    scope: { db, teamId: team.id },
    send: (method, path, body, headers = {}, api = app) =>
      ask(publicEnv, method, `https://hydron.test/api${path}`, {
        body,
        api,
        headers: { cookie: `hydron_session=${token}`, origin: 'https://hydron.test', ...headers }
      })
  };
}

const stages = ['analysis', 'infrastructure', 'provisioning'] as const;

/** A project with three approved plans, a run, a server and a variable. */
export interface Seeded {
  project: Project;
  runId: string;
  server: Server;
  hashes: Record<Stage, string>;
}

export async function seed(
  { scope, user }: Pick<Person, 'scope' | 'user'>,
  name = 'shop',
  changes: Partial<Bodies> = {}
): Promise<Seeded> {
  const project = await createProject(scope, {
    id: newId('project'),
    deploymentId: newId('deployment'),
    name,
    slug: name,
    source: plans.analysis.source,
    hostname: `${name}-${randomName(6)}.hydron.space`,
    publicPort: 443,
    customDomain: null,
    preferences: preferencesSchema.parse({}),
    liveUrl: null,
    model: null,
    modelBudget: startingBudgets.project,
    createdAt: Date.now()
  });
  const { deploymentId } = project;
  const approved: string[] = [];
  const hashes: Record<string, string> = {};
  for (const stage of stages) {
    const before = Object.values(hashes).at(-1);
    const artifact = await addArtifact(scope, {
      deploymentId,
      stage,
      body: { ...plans, ...changes }[stage],
      basedOn: before ? [before] : [],
      author: 'rules',
      note: '',
      patch: null
    });
    const approval = await addApproval(scope, {
      deploymentId,
      stage,
      artifactId: artifact.id,
      version: 1,
      hash: artifact.hash,
      price: null,
      userId: user.id
    });
    await setArtifactState(scope, artifact.id, 'approved');
    approved.push(approval.id);
    hashes[stage] = artifact.hash;
  }
  const runId = newId('run');
  const [analysisApprovalId = '', infrastructureApprovalId = '', provisioningApprovalId = ''] = approved;
  await addRun(scope, {
    id: runId,
    projectId: project.id,
    deploymentId,
    analysisApprovalId,
    infrastructureApprovalId,
    provisioningApprovalId,
    commit: null,
    instanceId: runId,
    createdAt: Date.now()
  });
  const server = await seedServer(scope, { projectId: project.id, vendor: 'sandbox' });
  await setSecret({ ...scope, owner: project.id, key: env.HYDRON_SECRET_KEY ?? '' }, 'API_KEY', secretValue);
  return { project, runId, server, hashes: hashes as Record<Stage, string> };
}

export async function seedServer(scope: Scope, changes: Partial<Server> = {}): Promise<Server> {
  const server: Server = {
    id: newId('server'),
    teamId: scope.teamId,
    projectId: null,
    name: 'main',
    vendor: 'own',
    vendorServerId: 'of-the-vendor',
    tier: 'small',
    region: 'here',
    state: 'ready',
    address: { host: '192.0.2.9', port: 22, user: 'root', hostKey: null, peerAddress: null },
    orderId: null,
    createdAt: Date.now(),
    ...changes
  };
  await addServer(scope, server);
  await setSecret({ ...scope, owner: server.id, key: env.HYDRON_SECRET_KEY ?? '' }, 'PRIVATE_KEY', secretValue);
  return server;
}

/** The code of a refusal, with its status. */
export async function refusalOf(response: Response): Promise<string> {
  const answer = (await response.json()) as { error?: { code: string } };
  return `${response.status} ${answer.error?.code}`;
}
