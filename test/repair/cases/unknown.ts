import type { RepairCase } from '../case.ts';
import { nothingProposed, proposed } from '../../harness/proposals.ts';
import { nodeSite, serving } from '../repositories.ts';

/** A build that measures pictures with a program of the system, and says in its own words that it is not there. */
const gallery = nodeSite(
  {
    'build.js': `import { spawnSync } from 'node:child_process';
if (spawnSync('identify', ['-version']).status !== 0) {
  console.error('The pictures of the gallery cannot be measured on this machine.');
  process.exit(3);
}
`
  },
  { scripts: { build: 'node build.js', start: 'node server.js' } }
);

const looksAt = (words: string) => ({ tools: [], schema: true, says: [words] });

/** Failures that no rule knows, and what a model makes of them. */
export const cases: RepairCase[] = [
  {
    name: 'a build says in its own words that a program is missing',
    signature: null,
    outcome: 'fixed',
    fix: 'imagemagick',
    repository: gallery,
    model: [
      {
        expect: looksAt('cannot be measured on this machine'),
        reply: {
          json: {
            ...nothingProposed,
            cause: 'The build calls identify of ImageMagick, which the image lacks.',
            fixes: [proposed.dockerfile('site', { edit: 'add-packages', stage: 'build', names: ['imagemagick'] })]
          }
        }
      }
    ]
  },
  {
    name: 'a model knows no more than the rules do',
    signature: null,
    outcome: 'gave up',
    repository: nodeSite({
      'server.js': `${serving}console.error('The moon is not in the right phase.');\nprocess.exit(4);\n`
    }),
    model: [
      {
        expect: looksAt('not in the right phase'),
        reply: { json: { ...nothingProposed, cause: 'The application waits for the moon.', advice: 'Wait for it.' } }
      }
    ]
  }
];
