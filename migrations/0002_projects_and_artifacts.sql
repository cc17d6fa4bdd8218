-- What a team owns, the versions of its three artifacts, and who approved which bytes.
CREATE TABLE projects (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  name TEXT NOT NULL,
  slug TEXT NOT NULL,
  source TEXT NOT NULL,
  hostname TEXT NOT NULL UNIQUE,
  public_port INTEGER NOT NULL,
  custom_domain TEXT,
  preferences TEXT NOT NULL,
  deployment_id TEXT NOT NULL UNIQUE,
  live_url TEXT,
  created_at INTEGER NOT NULL
);
CREATE INDEX projects_team ON projects (team_id, created_at);
CREATE TABLE artifacts (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  deployment_id TEXT NOT NULL REFERENCES projects (deployment_id) ON DELETE CASCADE,
  stage TEXT NOT NULL CHECK (stage IN ('analysis', 'infrastructure', 'provisioning')),
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  hash TEXT NOT NULL,
  based_on TEXT NOT NULL,
  author TEXT NOT NULL CHECK (author IN ('rules', 'model', 'person')),
  note TEXT NOT NULL,
  patch TEXT,
  state TEXT NOT NULL CHECK (state IN ('draft', 'proposed', 'approved', 'superseded', 'stale')),
  created_at INTEGER NOT NULL
);
CREATE UNIQUE INDEX artifacts_version ON artifacts (deployment_id, stage, version);
CREATE TABLE approvals (
  id TEXT PRIMARY KEY,
  team_id TEXT NOT NULL REFERENCES teams (id),
  deployment_id TEXT NOT NULL REFERENCES projects (deployment_id) ON DELETE CASCADE,
  stage TEXT NOT NULL,
  artifact_id TEXT NOT NULL REFERENCES artifacts (id) ON DELETE CASCADE,
  version INTEGER NOT NULL,
  hash TEXT NOT NULL,
  price TEXT,
  user_id TEXT NOT NULL REFERENCES users (id),
  created_at INTEGER NOT NULL
);
CREATE INDEX approvals_deployment ON approvals (deployment_id, stage, created_at);
