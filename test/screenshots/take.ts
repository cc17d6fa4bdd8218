/** `npm run screenshots`: starts a Hydron, deploys to it, and pictures every page at two widths in both colour schemes. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '../../cli/client.ts';
import { launchBrowser } from '../harness/browser.ts';
import { startGitServer } from '../harness/git-http.ts';
import { changeFixture, publishFixture } from '../harness/repository.ts';
import { lastLines } from '../../cli/processes.ts';
import { startTestStack } from '../harness/stack.ts';
import { folder, picture } from './picture.ts';
import { deployScenes, emptyScenes } from './scenes.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

/** Repositories for the scenes: one that deploys, and one that asks for a package that does not exist. */
function publish(gitRoot: string): void {
  publishFixture(gitRoot, 'orders');
  publishFixture(gitRoot, 'unbuildable', 'greeter');
  changeFixture(gitRoot, 'unbuildable', { 'requirements.txt': 'fastapi==0.115.*\nuvicorn==999.0.0\n' });
}

async function take(): Promise<string[]> {
  const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
  const git = await startGitServer(gitRoot);
  const stack = await startTestStack({ HYDRON_ALLOWED_HOSTS: git.host });
  const browser = await launchBrowser();
  try {
    publish(gitRoot);
    const empty = await picture(browser, stack.url, emptyScenes);
    const scenes = await deployScenes(openClient(stack.url, stack.token), git.url);
    return [...empty, ...(await picture(browser, stack.url, scenes))];
  } catch (error) {
    say(lastLines(join(stack.state, 'logs/worker.log')));
    throw error;
  } finally {
    await browser.close();
    await stack.stop();
    await git.stop();
    rmSync(gitRoot, { recursive: true, force: true });
  }
}

const wrong = await take();
for (const line of wrong) say(line);
say(wrong.length === 0 ? `The pictures are in ${folder}/.` : `${wrong.length} things are wrong.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
