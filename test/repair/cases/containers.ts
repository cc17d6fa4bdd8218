import type { RepairCase } from '../case.ts';
import { nodeSite, serving, withDockerfile } from '../repositories.ts';
import { installEngine } from '../sabotage.ts';

/** Containers that start on a server and do not stay up there. */
export const cases: RepairCase[] = [
  {
    name: 'the volume belongs to somebody else than the application runs as',
    signature: 'volume_perm',
    outcome: 'fixed',
    fix: 'volume',
    repository: nodeSite({
      'server.js': `import { writeFileSync } from 'node:fs';\nwriteFileSync('/data/visits', '0');\n${serving}`
    }),
    edit: ({ stage }) =>
      stage === 'analysis' ? [{ op: 'replace', path: '/services/site/volumes', value: ['/data'] }] : null,
    sabotage: async (server) => {
      await installEngine(server);
      await server.run(`docker volume create ${server.project}-site
touch "$(docker volume inspect --format '{{.Mountpoint}}' ${server.project}-site)/kept"`);
    }
  },
  {
    name: 'the application needs more memory than it may use',
    signature: 'oom_container',
    outcome: 'asked',
    fix: 'MB of memory',
    repository: nodeSite({
      'server.js': `const cache = Array.from({ length: 4 }, () => Buffer.alloc(100 * 1024 * 1024, 1));\n${serving}setInterval(() => cache.length, 1000);\n`
    })
  },
  {
    name: 'the application listens twice on its port',
    signature: 'port_in_use_host',
    outcome: 'gave up',
    repository: nodeSite({ 'server.js': `${serving}createServer(() => undefined).listen(port);\n` })
  },
  {
    name: 'the program in the image is made for another processor',
    signature: 'exec_format',
    outcome: 'gave up',
    repository: withDockerfile(
      'FROM node:22',
      'RUN npm install --force --cpu=arm64 --os=linux @esbuild/linux-arm64@0.25.0',
      'CMD ["/app/node_modules/@esbuild/linux-arm64/bin/esbuild", "--serve=3000"]'
    )
  },
  {
    name: 'the health check calls curl, which the image lacks',
    signature: 'program_missing',
    outcome: 'gave up',
    repository: withDockerfile(
      'FROM node:22',
      'RUN apt-get -y remove curl || true; rm -f /usr/bin/curl',
      'HEALTHCHECK --interval=2s --retries=2 --start-period=1s CMD curl -fsS http://127.0.0.1:3000/',
      'CMD ["node", "server.js"]'
    )
  }
];
