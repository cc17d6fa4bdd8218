import { strict as assert } from 'node:assert';
import * as z from 'zod';
import { tool, type Call, type Model } from '../../../workers/models/model.ts';
import { untrusted } from '../../../workers/models/untrusted.ts';
import { must, type Smoke } from '../smoke.ts';

const call: Call = {
  place: 'conversation',
  instructions: 'You answer questions about a repository in one short sentence. Look before you answer.',
  material: 'The repository has these files: Dockerfile, README.md.',
  turns: [{ author: 'person', text: 'Which major version of Node does the image use? Name the number.' }],
  tools: [],
  limits: { outputTokens: 4000, rounds: 4, promptTokens: 40_000 }
};

/** A tool with one file to read, and the paths that were asked for. */
function reader() {
  const asked: string[] = [];
  const readFile = tool(
    'read_file',
    'Answers the text of a file.',
    z.object({ path: z.string() }),
    async ({ path }) => {
      asked.push(path);
      return untrusted(path, path === 'Dockerfile' ? 'FROM node:22-slim\nCOPY . .\nCMD ["node", "."]' : '# Shop');
    }
  );
  return { asked, readFile };
}

async function talks(model: Model): Promise<void> {
  const { asked, readFile } = reader();
  let heard = '';
  const answer = must(await model.talk({ ...call, tools: [readFile], heard: (text) => (heard += text) }));
  assert.ok(asked.includes('Dockerfile'), `it did not read the Dockerfile, but ${asked.join(', ') || 'nothing'}`);
  assert.match(answer.value, /22/, `it does not say 22: ${answer.value}`);
  assert.equal(heard, answer.value, 'what was heard is not the answer');
  assert.ok(answer.cost > 0 && answer.tokens.output > 0, 'nothing was counted');
}

async function decides(model: Model): Promise<void> {
  const { asked, readFile } = reader();
  const shape = z.object({
    node: z.number().int().min(4).max(99),
    from: z.object({ path: z.string().min(1), line: z.number().int().min(1) }),
    package: z.string().nullable()
  });
  const answer = must(await model.decide({ ...call, tools: [readFile] }, shape));
  assert.ok(asked.includes('Dockerfile'), 'it did not read the Dockerfile');
  assert.equal(answer.value.node, 22);
  assert.deepEqual(answer.value.from, { path: 'Dockerfile', line: 1 });
}

/** That requests, streams, tools and answers in a shape are what the service takes and gives. */
export const smokes: Smoke[] = [
  { name: 'wire: talks, with a tool', run: talks },
  { name: 'wire: decides, with a tool', run: decides }
];
