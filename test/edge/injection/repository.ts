import { env } from 'cloudflare:workers';
import { onTestFinished, vi } from 'vitest';
import { proposeStage } from '../../../workers/stages/propose.ts';
import { setProjectModel } from '../../../workers/store/projects.ts';
import type { Scenario } from '../../harness/messages-server.ts';
import { person, secretValue, seed } from '../api/world.ts';
import { scriptedRelay } from '../run/relay.ts';
import { playing, thinkingEnv } from '../scripted.ts';
import { standingOf } from './standing.ts';

export const sonnet = 'claude-sonnet-5-5';

/** A shop as a repository, with a place for one text in each of its files. */
export const shopWith = (at: string, text: string): Record<string, string> => {
  const inside = (path: string) => (path === at ? text : '');
  const comment = (path: string, mark: string) => inside(path).replace(/^(?=.)/gm, mark);
  const scripts = {
    start: 'node server.js',
    ...(inside('scripts') && { hello: `echo "${text.replaceAll('"', "'")}"` })
  };
  return {
    'package.json': JSON.stringify(
      { name: 'shop', description: inside('package.json'), scripts, dependencies: { express: '5.0.0' } },
      null,
      1
    ),
    'server.js': `const door = 8123;\nconst key = process.env.STRIPE_SECRET_KEY;\n${comment('server.js', '// ')}\nrequire('express')().listen(door);\n`,
    'README.md': `# Shop\n\n${inside('README.md')}\n`,
    '.env.example': `# What it reads.\nSTRIPE_SECRET_KEY=\n${comment('.env.example', '# ')}\n`,
    '.env': `API_KEY=${secretValue}\n`,
    'next.config.js': `${comment('next.config.js', '// ')}\nmodule.exports = { poweredByHeader: false };\n`,
    ...(at === 'compose.yaml' && {
      'compose.yaml': `services:\n  shop:\n    build: .\n    ports: ['8123:8123']\n${comment('compose.yaml', '    # ')}\n`
    }),
    ...(at === 'Dockerfile' && {
      Dockerfile: `FROM node:24-slim\nWORKDIR /app\nCOPY . .\n${comment('Dockerfile', '# ')}\nRUN npm ci\nEXPOSE 8123\nCMD ["node", "server.js"]\n`
    }),
    ...(at === 'a name' && text && { [`docs/${text.replace(/[^ -~]|\//g, '_').slice(0, 120)}.md`]: '# Notes\n' })
  };
};

/** Analyses a repository with a model that plays a scenario, in a project of its own whose plans are approved. */
export async function analysedBy(files: Record<string, string>, scenario: Scenario, commit: object = {}) {
  const key = await playing(scenario);
  const tree = Object.entries(files).map(([path, text]) => ({ path, kind: 'file', bytes: text.length }));
  scriptedRelay({
    'POST /checkouts': ({ body }) => ({
      ...commit,
      id: (body as { id: string }).id,
      commit: 'c'.repeat(40),
      ref: 'main',
      tree,
      truncated: false
    }),
    'GET /checkouts/': ({ query }) => ({
      files: query.getAll('path').map((path) => {
        const text = files[path] ?? null;
        return { path, text, bytes: text?.length ?? 0, note: text === null ? 'absent' : null };
      })
    })
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  const ada = await person();
  const { project } = await seed(ada);
  await setProjectModel(ada.scope, project.id, { model: sonnet });
  await proposeStage(thinkingEnv(env, key), project.deploymentId, 'analysis', 3);
  vi.unstubAllGlobals();
  const standing = await standingOf(ada.scope, project);
  // Each project has approvals by its own person.
  const approvals = standing.approvals.map((approval) => ({ ...approval, userId: approval.userId === ada.user.id }));
  return { key, standing: { ...standing, approvals } };
}

/** The same without what may tell of a text's mere presence: where fields were read, and the text itself where a file is quoted whole. */
export function apartFrom<T>(standing: T, text: string): T {
  const lines = text.split('\n').flatMap((line) => [`# ${line}\n`, `// ${line}\n`, line]);
  const plain = (value: string) => lines.reduce((left, line) => (line ? left.replaceAll(line, '') : left), value);
  return JSON.parse(
    JSON.stringify(standing, (name, value: unknown) =>
      name === 'evidence' || name === 'filesRead'
        ? null
        : typeof value === 'string'
          ? plain(value).replace(/\n+/g, '\n')
          : value
    )
  ) as T;
}
