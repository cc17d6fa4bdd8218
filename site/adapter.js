// A SvelteKit adapter for a Worker that also holds an API, Durable Objects and a Workflow: it writes the site as
// one function, .svelte-kit/worker/site.js, which workers/index.ts calls, and leaves wrangler.toml alone.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';

const assets = '.svelte-kit/cloudflare';
const worker = '.svelte-kit/worker';

/**
 * The generated module.
 * @param {string[]} files paths that the assets binding answers, each with a leading slash
 * @param {string} app path prefix of the hashed client files, without a leading slash
 */
const moduleText = (files, app) => `import { server } from './server.js';

const files = new Set(${JSON.stringify(files)});
let started;

const start = (env, origin) =>
  (started ??= server.init({ env, read: async (file) => (await env.ASSETS.fetch(\`\${origin}/\${file}\`)).body }));

export async function site(request, env, ctx, platform) {
  const { pathname, origin } = new URL(request.url);
  if (files.has(pathname) || pathname.startsWith('/${app}/')) return env.ASSETS.fetch(request);
  await start(env, origin);
  return server.respond(request, {
    platform: { ...platform, ctx },
    getClientAddress: () => request.headers.get('cf-connecting-ip') ?? '127.0.0.1'
  });
}
`;

const typesText = `/** Answers a page, or a file of the site's assets. */
export declare function site(
  request: Request,
  env: { ASSETS: { fetch(request: Request): Promise<Response> } },
  ctx: ExecutionContext,
  platform: Omit<App.Platform, 'ctx'>
): Promise<Response>;
`;

/** @returns {import('@sveltejs/kit').Adapter} */
export default function adapter() {
  return {
    name: 'hydron-worker',
    adapt(builder) {
      for (const folder of [assets, worker]) {
        rmSync(folder, { recursive: true, force: true });
        mkdirSync(folder, { recursive: true });
      }
      builder.writeClient(assets);
      builder.writePrerendered(assets);
      builder.generateServerInstance(`${worker}/server.js`);
      const app = builder.getAppPath();
      const files = [...builder.manifest.assets, ...builder.manifest.prerendered].map(
        ({ path }) => `/${path.replace(/^\//, '')}`
      );
      writeFileSync(
        `${assets}/_headers`,
        `/${app}/immutable/*\n  Cache-Control: public, immutable, max-age=31536000\n`
      );
      writeFileSync(`${worker}/site.d.ts`, typesText);
      writeFileSync(`${worker}/site.js`, moduleText(files, app));
    },
    supports: { read: () => true }
  };
}
