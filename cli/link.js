// Runs after `npm install` (package.json, prepare): makes `npx hydron` in this checkout start cli/hydron.ts. npm links
// the commands of the packages it installs, but not the package's own. Plain JavaScript: any Node may run it.
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const root = new URL('..', import.meta.url);
const file = (/** @type {string} */ path) => fileURLToPath(new URL(path, root));

if (!existsSync(file('node_modules/.bin/node'))) {
  process.stderr.write('hydron: npm did not install Node 24; run `npm rebuild node`, or allow its install script.\n');
  process.exit(1);
}
const command = file('node_modules/.bin/hydron');
writeFileSync(command, `#!/bin/sh\nbin=$(dirname "$0")\nexec "$bin/node" "$bin/../../cli/hydron.ts" "$@"\n`);
chmodSync(command, 0o755);
