import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { dig, readJson, record, text } from '../../reading/formats.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { isDevelopment, statedStart, type Command } from './commands.ts';
import type { NodeFramework } from './frameworks.ts';
import { dependencyOf, type NodePackage } from './package.ts';

/**
 * How what a framework builds is served: `static` files in `output`, or a server. `bundle` names the folder that holds all
 * the server needs, so that no packages go into the image; `adapter` is to be put in place before the build.
 */
export interface FrameworkServer {
  kind: 'web' | 'static';
  command: Command | null;
  output: string | null;
  bundle: 'standalone' | 'nitro' | null;
  adapter: string | null;
  evidence: Evidence | null;
}

const served = (command: Command | null, more: Partial<FrameworkServer> = {}): FrameworkServer => ({
  kind: 'web',
  command,
  output: null,
  bundle: null,
  adapter: null,
  evidence: null,
  ...more
});
/** Finished pages in a folder of the build. */
export const siteOf = (output: string, evidence: Evidence | null): FrameworkServer => ({
  kind: 'static',
  command: null,
  output,
  bundle: null,
  adapter: null,
  evidence
});

/** How the framework's build is served; null for a plain server or for a library that merely uses it. */
export async function serverOf(
  reader: Reader,
  app: NodePackage,
  framework: NodeFramework,
  start: Command | null
): Promise<FrameworkServer | null> {
  const config = await configOf(reader, app);
  switch (framework.dependency) {
    case 'next':
      return next(app, config, start);
    case '@sveltejs/kit':
      return svelteKit(app, config);
    case 'astro':
      return astro(app, config);
    case '@angular/core':
      return angular(reader, app);
    case '@react-router/dev':
      return reactRouter(app, config, start);
  }
  if (framework.name === 'nuxt') return nuxt(app, config);
  if (framework.name === 'remix') return served(start ?? made('npx remix-serve ./build/server/index.js', app));
  if (framework.name === 'expo') return expo(reader, app);
  if (framework.name === 'tanstack-start') return tanstackStart(app, config, start);
  if (framework.name === 'solid-start') return served(made('node .output/server/index.mjs', app), { bundle: 'nitro' });
  return framework.role === 'site' ? plainSite(reader, app, framework, config) : null;
}

const configNames =
  /^(?:app\.config|next|nuxt|svelte|astro|vite|react-router|gatsby-config|docusaurus|\.?eleventy)[\w.-]*\.(?:[cm]?[jt]s)$/;

async function configOf(reader: Reader, app: NodePackage): Promise<SourceFile[]> {
  return reader.read(reader.tree.named(app.folder, configNames).slice(0, 4), 'framework settings');
}

const find = (files: SourceFile[], pattern: RegExp): { evidence: Evidence; match: RegExpExecArray } | null => {
  for (const file of files) {
    const match = pattern.exec(file.text);
    if (match) return { evidence: evidenceOf(file, pattern), match };
  }
  return null;
};

const made = (command: string, app: NodePackage): Command => ({
  text: command,
  evidence: evidenceOfFile(app.file.path, `${command}: the framework's own`, 0.8)
});

function next(app: NodePackage, config: SourceFile[], start: Command | null): FrameworkServer {
  const exported = find(config, /\boutput\s*:\s*['"`]export['"`]/);
  if (exported) return siteOf('out', exported.evidence);
  const own = start && !/\bnext start\b/.test(start.text) && !/^npm run/.test(start.text) && !isDevelopment(start.text);
  const standalone = find(config, /\boutput\s*:\s*['"`]standalone['"`]/);
  if (standalone && (!own || /standalone/.test(start.text)))
    return served(
      { text: 'node server.js', evidence: standalone.evidence },
      { bundle: 'standalone', evidence: standalone.evidence }
    );
  return served(start && !isDevelopment(start.text) ? start : made('next start', app));
}

/**
 * Older releases and those with the nitro plugin build a whole server; else the build only exports a handler, which srvx serves
 * beside the client's files.
 */
function tanstackStart(app: NodePackage, config: SourceFile[], start: Command | null): FrameworkServer {
  const bundlers = ['nitro', 'nitropack', 'vinxi', '@tanstack/nitro-v2-vite-plugin'];
  const nitro =
    bundlers.some((name) => dependencyOf(app, name)) ||
    find(config, /['"`]nitro\/vite['"`]/) !== null ||
    (app.scripts.start ?? '').includes('.output/');
  if (nitro) return served(made('node .output/server/index.mjs', app), { bundle: 'nitro' });
  const own = app.scripts.start !== undefined && start !== null && !isDevelopment(start.text);
  return served(own ? start : made('srvx --prod -s ../client dist/server/server.js', app));
}

/** Expo's web export, where a script makes it: finished pages, unless the settings ask for a server. */
async function expo(reader: Reader, app: NodePackage): Promise<FrameworkServer | null> {
  if (!dependencyOf(app, 'react-native-web')) return null;
  const exports = Object.values(app.scripts).some((body) =>
    /\bexpo export\b(?!.*(?:--platform|-p)\s+(?:ios|android))/.test(body)
  );
  if (!exports || app.scripts.build === undefined) return null;
  const file = await reader.one(reader.tree.first(app.folder, 'app.json'), 'framework settings');
  if (text(dig(readJson(reader, file), 'expo', 'web', 'output')) === 'server') return null;
  return siteOf('dist', dependencyOf(app, 'expo')?.evidence ?? null);
}

function nuxt(app: NodePackage, config: SourceFile[]): FrameworkServer {
  const fixed = find(config, /\bssr\s*:\s*false/);
  if (fixed && /\bnuxi?t?\s+generate\b/.test(app.scripts.build ?? '')) return siteOf('.output/public', fixed.evidence);
  return served(made('node .output/server/index.mjs', app), { bundle: 'nitro' });
}

function svelteKit(app: NodePackage, config: SourceFile[]): FrameworkServer {
  const fixed = dependencyOf(app, '@sveltejs/adapter-static');
  if (fixed && find(config, /adapter-static/)) return siteOf('build', fixed.evidence);
  const adapter = dependencyOf(app, '@sveltejs/adapter-node') ? null : '@sveltejs/adapter-node';
  return served(made('node build', app), { adapter, evidence: dependencyOf(app, '@sveltejs/kit')?.evidence ?? null });
}

function astro(app: NodePackage, config: SourceFile[]): FrameworkServer {
  const server = dependencyOf(app, '@astrojs/node');
  if (server && find(config, /@astrojs\/node/))
    return served(made('node ./dist/server/entry.mjs', app), { evidence: server.evidence });
  const output = find(config, /\boutDir\s*:\s*['"`]\.?\/?([\w./-]+)['"`]/)?.match[1] ?? 'dist';
  return siteOf(output, dependencyOf(app, 'astro')?.evidence ?? null);
}

function reactRouter(app: NodePackage, config: SourceFile[], start: Command | null): FrameworkServer {
  const fixed = find(config, /\bssr\s*:\s*false/);
  if (fixed) return siteOf('build/client', fixed.evidence);
  return served(start && !isDevelopment(start.text) ? start : made('react-router-serve ./build/server/index.js', app));
}

async function angular(reader: Reader, app: NodePackage): Promise<FrameworkServer> {
  const file = await reader.one(reader.tree.first(app.folder, 'angular.json'), 'framework settings');
  const projects = Object.entries(record(dig(readJson(reader, file), 'projects')));
  const [name, project] = projects.find(([, each]) => dig(each, 'projectType') === 'application') ??
    projects[0] ?? ['app', {}];
  const target = dig(project, 'architect', 'build') ?? dig(project, 'targets', 'build');
  const stated = dig(target, 'options', 'outputPath');
  const base = (text(stated) ?? text(record(stated).base) ?? `dist/${name}`).replace(/^\.?\//, '').replace(/\/$/, '');
  const modern = /:application$/.test(text(record(target).builder) ?? '');
  return siteOf(modern ? `${base}/browser` : base, file ? evidenceOf(file, 'outputPath') : null);
}

function plainSite(
  reader: Reader,
  app: NodePackage,
  framework: NodeFramework,
  config: SourceFile[]
): FrameworkServer | null {
  const builds =
    Object.values(app.scripts).some((body) =>
      /\b(?:vite|react-scripts|vue-cli-service|gatsby|docusaurus|vitepress|eleventy|hexo|parcel|webpack|rollup|craco|react-app-rewired|ng|svelte-kit|rsbuild)\b.*\b(?:build|generate|docs:build)?/.test(
        body
      )
    ) && app.scripts.build !== undefined;
  const library = find(config, /\blib\s*:\s*\{/);
  if (!builds || library) return null;
  const start = statedStart(app);
  const ownServer = start && !isDevelopment(start.text) && /\b(?:node|tsx|ts-node|bun)\s+[\w./-]+/.test(start.text);
  const page = reader.tree.first(app.folder, 'index.html', 'public/index.html', 'src/index.html', 'client/index.html');
  if (ownServer && !/serve\b|http-server/.test(start.text)) return null;
  if (!page && framework.dependency === 'vite') return null;
  const output = find(config, /\boutDir\s*:\s*['"`]\.?\/?([\w./-]+)['"`]/)?.match[1] ?? framework.output ?? 'dist';
  const dependency = typeof framework.dependency === 'string' ? dependencyOf(app, framework.dependency) : null;
  return siteOf(output.replace(/^(?:\.\.?\/)+/, ''), dependency?.evidence ?? null);
}
