import type { Result } from '../../domain/result.ts';
import type { Tier } from '../../domain/tier.ts';
import type { Config, Env } from '../../env.ts';
import type { Database } from '../../store/database.ts';
import type { User } from '../../store/users.ts';

/** A key that a server shows; `fingerprint` is `SHA256:…`, as ssh prints it. */
export interface HostKey {
  key: string;
  type: string;
  fingerprint: string;
}

export type BadgeStatus = 'live' | 'failed' | 'deploying' | 'none';

/** The counter behind one project's badge: counts a view, and keeps the status that was last looked up. `at` is milliseconds since 1970. */
export interface Badge {
  view(): Promise<{ views: number; status: string | null; at: number }>;
  remember(status: BadgeStatus, at: number): Promise<unknown>;
}

export interface ForgeProfile {
  githubId: number;
  login: string;
  name: string;
  avatarUrl: string | null;
}

/** Signing in through GitHub: where to send the browser, and who came back with which code. `verifier` is PKCE's secret. */
export interface GithubSignIn {
  authorizationUrl(state: string, verifier: string): URL;
  profile(code: string, verifier: string): Promise<Result<ForgeProfile>>;
}

/** What the API needs from rooms that it may not see. The wiring hands it over. */
export interface Dependencies {
  scanHostKeys(host: string, port: number): Promise<Result<{ keys: HostKey[] }>>;
  tiers(teamId: string): Promise<Result<Tier[]>>;
  badge(projectId: string): Badge;
  github(app: { clientId: string; clientSecret: string; redirectUrl: string }): GithubSignIn;
}

/** How a request proved who sends it. A bearer token is never sent by a browser on its own, the others are. */
export type Credential = 'bearer' | 'cookie' | 'loopback';

export interface Variables {
  dependencies: Dependencies;
  requestId: string;
  config: Config;
  db: Database;
  user: User;
  credential: Credential;
}

/** What Hono knows of each request of the API. */
export interface Api {
  Bindings: Env;
  Variables: Variables;
}
