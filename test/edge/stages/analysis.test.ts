import { expect, it } from 'vitest';
import type { Scenario } from '../../harness/messages-server.ts';
import { planning, sonnet } from './planning.ts';

const files: Record<string, string> = {
  'package.json': JSON.stringify({
    name: 'shop',
    scripts: { start: 'node server.js' },
    dependencies: { express: '5.0.0' }
  }),
  'server.js': "const door = 8123;\nrequire('express')().listen(door);"
};
/** Analyses this repository with a model that plays a scenario, and tells what came of it. */
async function analysed(scenario: Scenario) {
  const { propose, journal } = await planning(scenario, { files });
  return { artifact: await propose('analysis'), journal: await journal() };
}

const proof = [{ path: 'server.js', line: 1, excerpt: 'const door = 8123;' }];
const none = { datastores: [], variables: [], externals: [] };
const port = (value: number, evidence = proof) => ({
  service: 'shop',
  field: 'port',
  variable: null,
  value,
  evidence
});

it('proposes what the project’s model corrected in its name, with its question and what it cost', async () => {
  const question = {
    text: 'Which port should the shop listen on?',
    options: [
      { label: '8123', corrections: [] },
      { label: '80', corrections: [port(80, [])] }
    ],
    default: 0
  };
  const { artifact, journal } = await analysed([
    {
      expect: { model: sonnet, tools: ['list_files', 'read_file', 'search'], system: ['You check the analysis'] },
      reply: { tools: [{ name: 'read_file', input: { path: 'server.js', from: 1, lines: 10 } }] }
    },
    {
      expect: { ends: ['1| const door = 8123;'], toolErrors: 0 },
      reply: { json: { corrections: [port(8123)], missing: none, questions: [question] } }
    }
  ]);
  expect(artifact).toMatchObject({ author: 'model', patch: null, body: { services: [{ name: 'shop', port: 8123 }] } });
  expect(artifact.note).toContain('A model changed shop port.');
  expect(journal.filter(({ type }) => type === 'model.used')).toHaveLength(2);
  expect(journal.find(({ type }) => type === 'question')).toMatchObject({ text: question.text });
  expect(journal.map((event) => event.type === 'stage.progress' && event.text)).toContain('The model reads server.js');
});

it('proposes the rules’ draft where the model cannot be asked, and says so', async () => {
  const { artifact, journal } = await analysed([
    { expect: { model: sonnet }, reply: { status: 401, type: 'authentication_error' } }
  ]);
  expect(artifact).toMatchObject({ author: 'rules', body: { services: [{ name: 'shop' }] } });
  const message = journal.find((event) => event.type === 'message');
  expect(message?.type === 'message' && message.text).toContain('key');
  expect(journal.some(({ type }) => type === 'stage.failed')).toBe(false);
});
