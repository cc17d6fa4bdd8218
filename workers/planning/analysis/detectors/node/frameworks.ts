/**
 * A framework by the package that brings it. `port`: where its production server listens by default. `output`: the folder
 * of files that its build writes, for those that make a site without a server.
 */
export interface NodeFramework {
  dependency: string | RegExp;
  name: string;
  port: number;
  role: 'server' | 'full-stack' | 'site';
  output?: string;
}

/** Most telling first: a Nest app also depends on Express, a Next app on React. */
export const nodeFrameworks: NodeFramework[] = [
  { dependency: 'next', name: 'nextjs', port: 3000, role: 'full-stack', output: 'out' },
  { dependency: /^nuxt(?:-edge|3)?$/, name: 'nuxt', port: 3000, role: 'full-stack', output: '.output/public' },
  { dependency: '@sveltejs/kit', name: 'sveltekit', port: 3000, role: 'full-stack', output: 'build' },
  { dependency: '@react-router/dev', name: 'react-router', port: 3000, role: 'full-stack', output: 'build/client' },
  { dependency: /^@remix-run\/(?:dev|serve|node|express)$/, name: 'remix', port: 3000, role: 'full-stack' },
  { dependency: /^@tanstack\/(?:react|solid)-start$/, name: 'tanstack-start', port: 3000, role: 'full-stack' },
  { dependency: '@solidjs/start', name: 'solid-start', port: 3000, role: 'full-stack' },
  { dependency: 'astro', name: 'astro', port: 4321, role: 'full-stack', output: 'dist' },
  { dependency: '@nestjs/core', name: 'nestjs', port: 3000, role: 'server' },
  { dependency: '@adonisjs/core', name: 'adonisjs', port: 3333, role: 'server' },
  { dependency: /^(?:@strapi\/strapi|strapi)$/, name: 'strapi', port: 1337, role: 'server' },
  { dependency: '@keystone-6/core', name: 'keystone', port: 3000, role: 'server' },
  { dependency: /^@medusajs\/medusa$/, name: 'medusa', port: 9000, role: 'server' },
  { dependency: 'fastify', name: 'fastify', port: 3000, role: 'server' },
  { dependency: 'koa', name: 'koa', port: 3000, role: 'server' },
  { dependency: /^@hapi\/hapi$/, name: 'hapi', port: 3000, role: 'server' },
  { dependency: 'hono', name: 'hono', port: 3000, role: 'server' },
  { dependency: 'elysia', name: 'elysia', port: 3000, role: 'server' },
  {
    dependency: /^(?:sails|@feathersjs\/feathers|restify|polka|h3|moleculer-web)$/,
    name: '',
    port: 3000,
    role: 'server'
  },
  { dependency: 'express', name: 'express', port: 3000, role: 'server' },
  { dependency: '@angular/core', name: 'angular', port: 4200, role: 'site', output: 'dist' },
  { dependency: 'gatsby', name: 'gatsby', port: 8000, role: 'site', output: 'public' },
  { dependency: '@docusaurus/core', name: 'docusaurus', port: 3000, role: 'site', output: 'build' },
  { dependency: 'vitepress', name: 'vitepress', port: 5173, role: 'site', output: '.vitepress/dist' },
  { dependency: '@11ty/eleventy', name: 'eleventy', port: 8080, role: 'site', output: '_site' },
  { dependency: 'hexo', name: 'hexo', port: 4000, role: 'site', output: 'public' },
  { dependency: 'expo', name: 'expo', port: 8081, role: 'site', output: 'dist' },
  { dependency: 'react-scripts', name: 'react', port: 3000, role: 'site', output: 'build' },
  { dependency: '@vue/cli-service', name: 'vue', port: 8080, role: 'site', output: 'dist' },
  { dependency: 'vite', name: 'vite', port: 5173, role: 'site', output: 'dist' },
  { dependency: 'parcel', name: 'parcel', port: 1234, role: 'site', output: 'dist' },
  { dependency: 'react', name: 'react', port: 3000, role: 'site', output: 'dist' },
  { dependency: 'vue', name: 'vue', port: 8080, role: 'site', output: 'dist' },
  { dependency: 'svelte', name: 'svelte', port: 8080, role: 'site', output: 'dist' }
];

/** UI libraries, as the people who use a bundler with them call their site. */
const bundled = ['react', 'vue', 'svelte', 'solid-js', 'preact', 'lit', '@builder.io/qwik', '@qwik.dev/core'];

/** The framework of a set of dependencies, with the package that says so. */
export function frameworkOf(
  dependencies: string[],
  preferSite = false
): { framework: NodeFramework; name: string; by: string } | null {
  const order = preferSite
    ? [...nodeFrameworks].sort((a, b) => Number(b.role === 'site') - Number(a.role === 'site'))
    : nodeFrameworks;
  for (const framework of order) {
    const { dependency } = framework;
    const by = dependencies.find((name) =>
      typeof dependency === 'string' ? name === dependency : dependency.test(name)
    );
    if (by === undefined) continue;
    if (by !== 'vite' && by !== 'parcel') return { framework, name: framework.name || plain(by), by };
    const library = bundled.find((name) => dependencies.includes(name));
    return { framework, name: library ? plain(library) : framework.name, by: library ?? by };
  }
  return null;
}

const plain = (name: string) => (name.includes('qwik') ? 'qwik' : bare(name));

const bare = (name: string) => name.replace(/^@/, '').replace(/\/.*$/, '').replace(/-js$/, '').toLowerCase();
