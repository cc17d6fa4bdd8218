import { site } from '../.svelte-kit/worker/site.js';
import { badgeOf } from '../durable-objects/badge.ts';
import { createApp, type Badge } from './api/app.ts';
import { ok, refuse, type Result } from './domain/result.ts';
import type { Tier } from './domain/tier.ts';
import type { Env } from './env.ts';
import { githubSignIn } from './forges/github.ts';
import { consume } from './queue.ts';
import { relayOf } from './relay-client.ts';
import { database } from './store/database.ts';
import { listServers } from './store/servers.ts';
import { vendorsFor } from './vendors/for-team.ts';

export { BadgeObject } from '../durable-objects/badge.ts';
export { DeploymentObject } from '../durable-objects/deployment.ts';
export { RunWorkflow } from './pipeline/run-workflow.ts';

/** What the vendors of this installation sell to a team now; a vendor that does not answer is left out while another does. */
async function tiers(env: Env, teamId: string): Promise<Result<Tier[]>> {
  const vendors = vendorsFor(env, await listServers({ db: database(env.DB), teamId }));
  const catalogues = await Promise.all(vendors.map((vendor) => vendor.tiers()));
  const found = catalogues.flatMap((catalogue) => (catalogue.ok ? catalogue.value : []));
  const silent = catalogues.find((catalogue) => !catalogue.ok);
  return found.length === 0 && silent ? refuse(silent.problem.code, silent.problem.message) : ok(found);
}

const appFor = (env: Env) =>
  createApp({
    scanHostKeys: (host, port) => relayOf(env).hostKeys(host, port),
    tiers: (teamId) => tiers(env, teamId),
    badge: (projectId) => badgeOf(env, projectId) as Badge,
    github: githubSignIn
  });

let app: { env: Env; api: ReturnType<typeof createApp> } | null = null;

/** The API over this isolate's bindings, made once. */
function apiOf(env: Env): ReturnType<typeof createApp> {
  if (app?.env !== env) app = { env, api: appFor(env) };
  return app.api;
}

const aboutTheSender = ['cf-connecting-ip', 'forwarded', 'x-forwarded-for', 'x-forwarded-host', 'x-real-ip'];

/** A request that a page makes while it is rendered, as sent by whoever asked for the page. */
function onBehalf(outer: Request, inner: Request): Request {
  const request = new Request(inner);
  for (const name of aboutTheSender) {
    const value = outer.headers.get(name);
    if (value === null) request.headers.delete(name);
    else request.headers.set(name, value);
  }
  return request;
}

export default {
  async fetch(request, env, ctx) {
    const { pathname } = new URL(request.url);
    const api = apiOf(env);
    if (pathname === '/api' || pathname.startsWith('/api/')) return api.fetch(request, env, ctx);
    return site(request, env, ctx, { api: async (inner) => api.fetch(onBehalf(request, inner), env, ctx) });
  },
  queue: consume
} satisfies ExportedHandler<Env>;
