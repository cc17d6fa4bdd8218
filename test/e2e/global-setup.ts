import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startGitServer } from '../harness/git-http.ts';
import { startTestStack } from '../harness/stack.ts';

/** What all end-to-end tests share: one Hydron, and a Git host on loopback that it may clone from. */
export interface Shared {
  url: string;
  token: string;
  state: string;
  gitRoot: string;
  gitUrl: string;
}

declare module 'vitest' {
  export interface ProvidedContext {
    shared: Shared;
  }
}

/** Starts both before the first test, and ends them and every server after the last. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const gitRoot = mkdtempSync(join(tmpdir(), 'hydron-git-'));
  const git = await startGitServer(gitRoot);
  const stack = await startTestStack({ HYDRON_ALLOWED_HOSTS: new URL(git.url).host });
  project.provide('shared', { url: stack.url, token: stack.token, state: stack.state, gitRoot, gitUrl: git.url });
  return async () => {
    await stack.stop();
    await git.stop();
    rmSync(gitRoot, { recursive: true, force: true });
  };
}
