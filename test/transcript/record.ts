/**
 * `npm run transcript`: deploys the orders fixture with a scripted model, asks a question about it, and writes what was said and what
 * each request took to the documentation. All but the model's answers is real: the stack, the server, the builds, and the prompts.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { findProject, openClient } from '../../cli/client.ts';
import { wholeJournal } from '../../cli/journal.ts';
import type { JournalEvent } from '../../workers/domain/events.ts';
import { startGitServer } from '../harness/git-http.ts';
import { startMessagesServer } from '../harness/messages-server.ts';
import { changeFixture, publishFixture } from '../harness/repository.ts';
import { startTestStack, type TestStack } from '../harness/stack.ts';
import { account, hydron } from '../harness/terminal.ts';
import { changes, question, transcript } from '../scenarios/transcript.ts';
import { entriesOf, totalsOf } from './entries.ts';
import { transcriptSchema, type Transcript } from './form.ts';

const file = 'site/lib/docs/transcript.json';
const key = 'sk-ant-of-the-transcript';
const model = 'claude-sonnet-5-5';

async function said(stack: TestStack, ...args: string[]): Promise<void> {
  const outcome = await hydron(stack.state, args);
  if (outcome.code !== 0) throw new Error(account(outcome));
}

async function journalOf({ url, token }: TestStack): Promise<JournalEvent[]> {
  const client = openClient(url, token);
  const found = await findProject(client, 'orders');
  if (!found.ok) throw new Error(found.problem.message);
  return wholeJournal(client, found.value.deploymentId);
}

/** The journal once the model's answer stands in it: the terminal does not wait for that. */
async function answered(stack: TestStack): Promise<JournalEvent[]> {
  for (const until = Date.now() + 60_000; Date.now() < until; await setTimeout(500)) {
    const journal = await journalOf(stack);
    if (journal.some((event) => event.type === 'message' && event.author === 'model')) return journal;
  }
  throw new Error('the model did not answer');
}

async function record(): Promise<Transcript> {
  const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
  const [git, messages] = [await startGitServer(gitRoot), await startMessagesServer()];
  const play = messages.play(key, transcript);
  const stack = await startTestStack({
    HYDRON_ALLOWED_HOSTS: git.host,
    ANTHROPIC_API_KEY: key,
    ANTHROPIC_BASE_URL: messages.url
  });
  try {
    publishFixture(gitRoot, 'orders');
    const original = (path: string) => readFileSync(join(gitRoot, 'orders.work', path), 'utf8');
    changeFixture(gitRoot, 'orders', changes(original));
    await said(stack, 'deploy', `${git.url}/orders.git`, '--yes', '--model', model, '--name', 'orders');
    await said(stack, 'say', 'orders', question);
    const journal = await answered(stack);
    play.finish();
    const entries = entriesOf(journal, play.report().seen, transcript).map((entry) =>
      entry.kind === 'request' ? entry : { ...entry, text: entry.text.replaceAll(git.url, 'https://git.example') }
    );
    const recorded = new Date().toISOString().slice(0, 10);
    return transcriptSchema.parse({ recorded, model, entries, totals: totalsOf(entries) });
  } finally {
    await stack.stop();
    await Promise.all([messages.stop(), git.stop()]);
    rmSync(gitRoot, { recursive: true, force: true });
  }
}

const written = await record();
writeFileSync(file, `${JSON.stringify(written, null, 2)}\n`);
for (const { place, requests, tokens } of written.totals)
  process.stdout.write(`${place}: ${requests} requests, ${JSON.stringify(tokens)}\n`);
