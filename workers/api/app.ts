import { Hono } from 'hono';
import { artifacts } from './artifacts.ts';
import { auth } from './auth.ts';
import { badge } from './badge.ts';
import { callbacks } from './callbacks.ts';
import { catalogue } from './catalogue.ts';
import { deployments } from './deployments.ts';
import { internal } from './internal.ts';
import { me } from './me.ts';
import { configured } from './middleware/configured.ts';
import type { Api, Dependencies } from './middleware/context.ts';
import { headers } from './middleware/headers.ts';
import { noRoute, onBug } from './middleware/problems.ts';
import { sameOrigin, session } from './middleware/session.ts';
import { projects } from './projects.ts';
import { runs } from './runs.ts';
import { servers } from './servers.ts';
import { settings } from './settings.ts';
import { teams } from './teams.ts';
import { teamModels } from './team-models.ts';
import { templates } from './templates.ts';
import { usage } from './usage.ts';
import { variables } from './variables.ts';

export type { Badge, BadgeStatus, Dependencies, ForgeProfile, GithubSignIn, HostKey } from './middleware/context.ts';

/** What is open to whoever asks: each of these proves its caller by itself, or has nothing to hide. */
const open = () =>
  new Hono<Api>()
    .get('/health', (c) => c.json({ ok: true }))
    .route('/auth', auth)
    .route('/badge', badge)
    .route('/callbacks', callbacks)
    .route('/internal', internal);

/** What takes a session or a bearer token, and belongs to a team. */
const closed = () =>
  new Hono<Api>()
    .use(session, sameOrigin)
    .route('/me', me)
    .route('/projects', projects)
    .route('/projects', variables)
    .route('/deployments', deployments)
    .route('/deployments', artifacts)
    .route('/runs', runs)
    .route('/servers', servers)
    .route('/teams', teams)
    .route('/teams', teamModels)
    .route('/', usage)
    .route('/settings', settings)
    .route('/templates', templates)
    .route('/catalogue', catalogue);

/** The API: one Hono app per resource, mounted under /api. */
export function createApp(dependencies: Dependencies) {
  const app = new Hono<Api>().basePath('/api');
  app.use(headers, configured, async (c, next) => {
    c.set('dependencies', dependencies);
    return next();
  });
  app.route('/', open()).route('/', closed());
  app.notFound(noRoute);
  app.onError(onBug);
  return app;
}
