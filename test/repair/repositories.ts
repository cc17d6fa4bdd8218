/** Small repositories that deploy as they are, for cases to break. */
type Files = Record<string, string>;

/** A server that answers on the port it is told. */
export const serving = `import { createServer } from 'node:http';
const port = process.env.PORT ?? 3000;
createServer((request, response) => response.end('ok')).listen(port, () => console.log('listening on', port));
`;

const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;

/** A Node site without dependencies. `manifest` is laid over its package.json, `files` over its files. */
export const nodeSite = (files: Files = {}, manifest: Record<string, unknown> = {}): Files => ({
  'package.json': json({
    name: 'site',
    version: '1.0.0',
    private: true,
    type: 'module',
    scripts: { start: 'node server.js' },
    engines: { node: '22.x' },
    ...manifest
  }),
  'server.js': serving,
  ...files
});

/** The same site with a Dockerfile of its own: `lines`, with the files of the repository after the first. */
export const withDockerfile = (from: string, ...lines: string[]): Files =>
  nodeSite({
    Dockerfile: `${[from, 'WORKDIR /app', 'COPY . .', 'EXPOSE 3000', ...(lines.length > 0 ? lines : ['CMD ["node", "server.js"]'])].join('\n')}\n`
  });

/** A Node site that asks a PostgreSQL this before it listens; `settings` is the text of what its client is told. */
export const databaseSite = (query: string, settings = '{ connectionString: process.env.DATABASE_URL }'): Files =>
  nodeSite(
    {
      'server.js': `import pg from 'pg';
const database = new pg.Client(${settings});
await database.connect();
await database.query(${JSON.stringify(query)});
${serving}`
    },
    { dependencies: { pg: '8.16.3' } }
  );
