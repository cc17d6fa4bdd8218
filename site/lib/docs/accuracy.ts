/** How often one thing was right: hits of so many, on the whole repositories, and without the files that state the answer. */
export interface Measure {
  what: string;
  full: number;
  blind: number;
  of: number;
}

/**
 * Held against a table, written by hand, of what 45 public repositories need; `npm run bench:analysis` makes what was compared. The
 * rules alone, no model. November 2026.
 */
export const measures: Measure[] = [
  { what: 'All services of a repository found, and nothing else', full: 45, blind: 41, of: 45 },
  { what: 'Service found', full: 73, blind: 69, of: 73 },
  { what: 'Kind of service', full: 73, blind: 67, of: 73 },
  { what: 'Language', full: 73, blind: 69, of: 73 },
  { what: 'Framework', full: 67, blind: 64, of: 67 },
  { what: 'Runtime version', full: 62, blind: 45, of: 66 },
  { what: 'Port', full: 56, blind: 36, of: 56 },
  { what: 'All required datastores of a repository, and no other', full: 44, blind: 41, of: 45 },
  { what: 'Variable that matters is listed', full: 101, blind: 97, of: 103 },
  {
    what: 'Value that a person chooses is marked as required, the own address among them',
    full: 31,
    blind: 29,
    of: 32
  },
  { what: 'Health path', full: 16, blind: 14, of: 18 }
];

export const ecosystems: { language: string; builds: string; frameworks: string }[] = [
  {
    language: 'JavaScript, TypeScript',
    builds: 'npm, pnpm, yarn, Bun, Deno; workspaces, Turborepo, Nx, Lerna',
    frameworks: 'Next, Nuxt, SvelteKit, Remix, Astro, Nest, Express, Fastify, Hono, Elysia, Fresh and others'
  },
  {
    language: 'Python',
    builds: 'pip, uv, Poetry, Pipenv',
    frameworks: 'Django, FastAPI, Flask, Litestar, Streamlit and others; Celery'
  },
  { language: 'Go', builds: 'modules, workspaces', frameworks: 'Gin, Echo, Fiber, chi and others' },
  {
    language: 'Java, Kotlin, Scala, Clojure',
    builds: 'Maven, Gradle, sbt, Leiningen, deps.edn',
    frameworks: 'Spring Boot, Quarkus, Micronaut, Ktor, Play and others'
  },
  { language: 'C#, F#', builds: 'solutions, projects, Aspire app hosts', frameworks: 'ASP.NET Core, worker services' },
  { language: 'Ruby', builds: 'Bundler', frameworks: 'Rails, Sinatra, Hanami; Sidekiq, Solid Queue' },
  { language: 'PHP', builds: 'Composer', frameworks: 'Laravel, Symfony, Slim and others' },
  { language: 'Rust', builds: 'Cargo, workspaces', frameworks: 'Axum, Actix, Rocket and others' },
  {
    language: 'Elixir, Gleam, Crystal, Swift, Dart, Haskell, C++',
    builds: 'Mix, gleam, Shards, SwiftPM, pub, Stack and Cabal, CMake',
    frameworks: 'Phoenix, Wisp, Kemal, Vapor, Shelf, Servant, Drogon and others'
  },
  {
    language: 'Static sites',
    builds: 'plain pages, Hugo, Jekyll, MkDocs, Eleventy, Docusaurus and others',
    frameworks: ''
  }
];
