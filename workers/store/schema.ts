import { integer, primaryKey, sqliteTable, text, uniqueIndex } from 'drizzle-orm/sqlite-core';
import type { ArtifactState, Author, Bodies, Patch, Stage } from '../domain/artifact.ts';
import { startingBudgets } from '../domain/budget.ts';
import type { Preferences } from '../domain/project.ts';
import type { RunState } from '../domain/run.ts';
import type { OrderState, ServerAddress, ServerState } from '../domain/server.ts';
import type { Source } from '../domain/source.ts';
import type { Price, VendorName } from '../domain/tier.ts';
import type { Place } from '../domain/usage.ts';

/** Times are milliseconds since 1970, amounts minor units; JSON columns hold what the domain's schemas parsed. */
const createdAt = () => integer('created_at').notNull();

export const users = sqliteTable('users', {
  id: text('id').primaryKey(),
  githubId: integer('github_id').unique(),
  login: text('login').notNull(),
  name: text('name').notNull(),
  avatarUrl: text('avatar_url'),
  createdAt: createdAt()
});

export const sessions = sqliteTable('sessions', {
  id: text('id').primaryKey(),
  tokenHash: text('token_hash').notNull().unique(),
  userId: text('user_id').notNull(),
  createdAt: createdAt(),
  expiresAt: integer('expires_at').notNull()
});

export const teams = sqliteTable('teams', {
  id: text('id').primaryKey(),
  name: text('name').notNull(),
  personalTo: text('personal_to').unique(),
  defaultModel: text('default_model'),
  modelBudget: integer('model_budget').notNull().default(startingBudgets.team),
  createdAt: createdAt()
});

export const memberships = sqliteTable(
  'memberships',
  {
    teamId: text('team_id').notNull(),
    userId: text('user_id').notNull(),
    role: text('role').$type<'owner' | 'member'>().notNull(),
    createdAt: createdAt()
  },
  (table) => [primaryKey({ columns: [table.teamId, table.userId] })]
);

export const projects = sqliteTable('projects', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  name: text('name').notNull(),
  slug: text('slug').notNull(),
  source: text('source', { mode: 'json' }).$type<Source>().notNull(),
  hostname: text('hostname').notNull().unique(),
  publicPort: integer('public_port').notNull(),
  customDomain: text('custom_domain'),
  preferences: text('preferences', { mode: 'json' }).$type<Preferences>().notNull(),
  deploymentId: text('deployment_id').notNull().unique(),
  liveUrl: text('live_url'),
  model: text('model'),
  modelBudget: integer('model_budget').notNull().default(startingBudgets.project),
  createdAt: createdAt()
});

export const artifacts = sqliteTable(
  'artifacts',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    stage: text('stage').$type<Stage>().notNull(),
    version: integer('version').notNull(),
    body: text('body', { mode: 'json' }).$type<Bodies[Stage]>().notNull(),
    hash: text('hash').notNull(),
    basedOn: text('based_on', { mode: 'json' }).$type<string[]>().notNull(),
    author: text('author').$type<Author>().notNull(),
    note: text('note').notNull(),
    patch: text('patch', { mode: 'json' }).$type<Patch>(),
    state: text('state').$type<ArtifactState>().notNull(),
    createdAt: createdAt()
  },
  (table) => [uniqueIndex('artifacts_version').on(table.deploymentId, table.stage, table.version)]
);

export const approvals = sqliteTable('approvals', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  deploymentId: text('deployment_id').notNull(),
  stage: text('stage').$type<Stage>().notNull(),
  artifactId: text('artifact_id').notNull(),
  version: integer('version').notNull(),
  hash: text('hash').notNull(),
  price: text('price', { mode: 'json' }).$type<Price>(),
  userId: text('user_id').notNull(),
  createdAt: createdAt()
});

export const runs = sqliteTable(
  'runs',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    projectId: text('project_id').notNull(),
    deploymentId: text('deployment_id').notNull(),
    number: integer('number').notNull(),
    state: text('state').$type<RunState>().notNull(),
    analysisApprovalId: text('analysis_approval_id').notNull(),
    infrastructureApprovalId: text('infrastructure_approval_id').notNull(),
    provisioningApprovalId: text('provisioning_approval_id').notNull(),
    commit: text('commit_id'),
    url: text('url'),
    reason: text('reason'),
    instanceId: text('instance_id').notNull(),
    createdAt: createdAt(),
    endedAt: integer('ended_at')
  },
  (table) => [uniqueIndex('runs_number').on(table.projectId, table.number)]
);

export const servers = sqliteTable('servers', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  projectId: text('project_id'),
  name: text('name').notNull(),
  vendor: text('vendor').$type<VendorName>().notNull(),
  vendorServerId: text('vendor_server_id'),
  tier: text('tier').notNull(),
  region: text('region').notNull(),
  state: text('state').$type<ServerState>().notNull(),
  address: text('address', { mode: 'json' }).$type<ServerAddress>(),
  orderId: text('order_id'),
  createdAt: createdAt()
});

export const orders = sqliteTable('orders', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  approvalId: text('approval_id').notNull(),
  runId: text('run_id').notNull(),
  serverName: text('server_name').notNull(),
  vendor: text('vendor').$type<VendorName>().notNull(),
  tier: text('tier').notNull(),
  region: text('region').notNull(),
  intentKey: text('intent_key').notNull().unique(),
  state: text('state').$type<OrderState>().notNull(),
  monthly: integer('monthly').notNull(),
  setup: integer('setup').notNull(),
  currency: text('currency').notNull(),
  vendorOrderId: text('vendor_order_id'),
  createdAt: createdAt()
});

export const secrets = sqliteTable(
  'secrets',
  {
    id: text('id').primaryKey(),
    teamId: text('team_id').notNull(),
    owner: text('owner').notNull(),
    name: text('name').notNull(),
    sealed: text('sealed').notNull(),
    origin: text('origin').$type<'person' | 'generated'>().notNull(),
    createdAt: createdAt(),
    updatedAt: integer('updated_at').notNull()
  },
  (table) => [uniqueIndex('secrets_name').on(table.owner, table.name)]
);

export const audit = sqliteTable('audit', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  userId: text('user_id').notNull(),
  action: text('action').notNull(),
  subject: text('subject').notNull(),
  detail: text('detail').notNull(),
  createdAt: createdAt()
});

/** One request to a model; `projectId` is null once its project is gone. Costs are millionths of a US dollar. */
export const modelUsage = sqliteTable('model_usage', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  projectId: text('project_id'),
  place: text('place').$type<Place>().notNull(),
  model: text('model').notNull(),
  input: integer('input').notNull(),
  output: integer('output').notNull(),
  cacheRead: integer('cache_read').notNull(),
  cacheWrite: integer('cache_write').notNull(),
  cost: integer('cost').notNull(),
  createdAt: createdAt()
});

export const modelHolds = sqliteTable('model_holds', {
  id: text('id').primaryKey(),
  teamId: text('team_id').notNull(),
  projectId: text('project_id').notNull(),
  most: integer('most').notNull(),
  createdAt: createdAt()
});
