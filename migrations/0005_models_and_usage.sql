-- Which model a project and a team chose, what they let it cost a month, and what it did cost. Money in millionths of a US dollar.
ALTER TABLE teams ADD COLUMN default_model TEXT;
ALTER TABLE teams ADD COLUMN model_budget INTEGER NOT NULL DEFAULT 25000000 CHECK (model_budget >= 0);
ALTER TABLE projects ADD COLUMN model TEXT;
ALTER TABLE projects ADD COLUMN model_budget INTEGER NOT NULL DEFAULT 5000000 CHECK (model_budget >= 0);
-- A row outlives its project, since the money is spent.
CREATE TABLE model_usage (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  project_id TEXT REFERENCES projects (id) ON DELETE SET NULL,
  place TEXT NOT NULL CHECK (place IN ('analysis', 'infrastructure', 'provisioning', 'conversation', 'repair')),
  model TEXT NOT NULL,
  input INTEGER NOT NULL,
  output INTEGER NOT NULL,
  cache_read INTEGER NOT NULL,
  cache_write INTEGER NOT NULL,
  cost INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX model_usage_team ON model_usage (team_id, created_at);
CREATE INDEX model_usage_project ON model_usage (project_id, created_at);
-- What requests under way can cost at most: it counts as spent until they are over.
CREATE TABLE model_holds (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  project_id TEXT NOT NULL REFERENCES projects (id) ON DELETE CASCADE,
  most INTEGER NOT NULL,
  created_at INTEGER NOT NULL
);
CREATE INDEX model_holds_team ON model_holds (team_id, created_at);
