-- Executions of approved artifacts, the machines that they run on, and the purchases behind those.
CREATE TABLE runs (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  deployment_id TEXT NOT NULL,
  number INTEGER NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('started', 'in progress', 'paused', 'stopped', 'completed', 'failed')),
  analysis_approval_id TEXT NOT NULL REFERENCES approvals (id),
  infrastructure_approval_id TEXT NOT NULL REFERENCES approvals (id),
  provisioning_approval_id TEXT NOT NULL REFERENCES approvals (id),
  commit_id TEXT,
  url TEXT,
  reason TEXT,
  instance_id TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  ended_at INTEGER
);
CREATE UNIQUE INDEX runs_number ON runs (project_id, number);
-- At most one run of a project is under way.
CREATE UNIQUE INDEX runs_under_way ON runs (project_id) WHERE state IN ('started', 'in progress', 'paused');
CREATE TABLE orders (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  approval_id TEXT NOT NULL,
  run_id TEXT NOT NULL,
  server_name TEXT NOT NULL,
  vendor TEXT NOT NULL,
  tier TEXT NOT NULL,
  region TEXT NOT NULL,
  intent_key TEXT NOT NULL UNIQUE,
  state TEXT NOT NULL CHECK (state IN ('intended', 'placed', 'delivered', 'cancelled', 'refused', 'unknown')),
  monthly INTEGER NOT NULL,
  setup INTEGER NOT NULL,
  currency TEXT NOT NULL,
  vendor_order_id TEXT,
  created_at INTEGER NOT NULL
);
CREATE TABLE servers (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  project_id TEXT REFERENCES projects (id) ON DELETE SET NULL,
  name TEXT NOT NULL,
  vendor TEXT NOT NULL,
  vendor_server_id TEXT,
  tier TEXT NOT NULL,
  region TEXT NOT NULL,
  state TEXT NOT NULL CHECK (state IN ('ordered', 'delivered', 'installing', 'ready', 'releasing', 'released', 'failed')),
  address TEXT,
  order_id TEXT,
  created_at INTEGER NOT NULL
);
CREATE INDEX servers_team ON servers (team_id, project_id);
