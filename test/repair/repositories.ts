/** Small repositories that deploy as they are, for cases to break. */
type Files = Record<string, string>;

const answer = `import { createServer } from 'node:http';
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
  'server.js': answer,
  ...files
});
