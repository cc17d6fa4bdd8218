import type { RepairCase } from '../case.ts';
import { nodeSite } from '../repositories.ts';
import { serverAfter } from '../sources.ts';

const byScript = { scripts: { start: './start.sh' } };

/** Images that are built and do not start, or that a repository's own Dockerfile does not build. */
export const cases: RepairCase[] = [
  {
    name: 'the start script is not executable',
    signature: 'entry_perm',
    outcome: 'fixed',
    fix: 'executable',
    repository: nodeSite({ 'start.sh': '#!/bin/sh\nexec node server.js\n' }, byScript)
  },
  {
    name: 'the start script has the line endings of Windows',
    signature: 'entry_crlf',
    outcome: 'fixed',
    fix: 'Unix line endings',
    repository: nodeSite(
      { 'start.sh': '#!/bin/bash\r\nset -eu\r\nexec node server.js\r\n' },
      { scripts: { start: 'bash start.sh' } }
    )
  },
  {
    name: 'the start script is not executable and has the line endings of Windows',
    signature: 'entry_perm',
    outcome: 'fixed',
    fix: 'Unix line endings',
    repository: nodeSite({ 'start.sh': '#!/bin/sh\r\nexec node server.js\r\n' }, byScript)
  },
  {
    name: 'what runs in production is listed for development alone',
    signature: 'module_missing',
    outcome: 'fixed',
    fix: 'development',
    repository: nodeSite(
      { 'server.js': serverAfter("import 'ms';") },
      { dependencies: { 'is-number': '7.0.0' }, devDependencies: { ms: '2.1.3' } }
    )
  },
  {
    name: 'the program that starts the site is listed for development alone',
    signature: 'entry_not_found',
    outcome: 'fixed',
    fix: 'development',
    repository: nodeSite(
      { 'public/index.html': '<!doctype html><title>ok</title>\n' },
      {
        scripts: { start: 'sirv public --host 0.0.0.0 --port 3000' },
        dependencies: { 'is-number': '7.0.0' },
        devDependencies: { 'sirv-cli': '3.0.1' }
      }
    )
  },
  {
    name: 'a file is loaded by a name in other case',
    signature: 'module_missing',
    outcome: 'gave up',
    repository: nodeSite({ 'prices.js': 'export {};\n', 'server.js': serverAfter("import './Prices.js';") })
  },
  {
    name: 'the application listens on its own container alone',
    signature: 'bind_localhost',
    outcome: 'fixed',
    fix: 'BIND_ADDRESS',
    repository: nodeSite({
      'server.js': `import { createServer } from 'node:http';
const address = process.env.BIND_ADDRESS ?? '127.0.0.1';
createServer((request, response) => response.end('ok')).listen(process.env.PORT ?? 3000, address);
`
    })
  },
  {
    name: 'the application insists on a variable as it starts',
    signature: 'env_missing',
    outcome: 'gave up',
    repository: nodeSite({
      'server.js': serverAfter(
        'const need = (name) => process.env[name] ?? fail(name);',
        'const fail = (name) => { throw new Error(`${name} is required in environment`); };',
        "need('SHOP_KEY');"
      )
    })
  },
  {
    name: 'the application writes to a folder of its image that is not its own',
    signature: 'volume_perm',
    outcome: 'fixed',
    fix: '/app/cache',
    repository: nodeSite({
      'server.js': serverAfter("import { mkdirSync } from 'node:fs';", "mkdirSync('/app/cache', { recursive: true });")
    })
  },
  {
    name: "the repository's own Dockerfile copies a file that is not there",
    signature: 'dockerfile_copy',
    outcome: 'gave up',
    repository: nodeSite({
      Dockerfile: `FROM node:22-slim
WORKDIR /app
COPY settings.json package.json server.js ./
EXPOSE 3000
CMD ["node", "server.js"]
`
    })
  }
];
