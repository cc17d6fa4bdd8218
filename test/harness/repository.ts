import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const identity = {
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@example.com',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@example.com'
};
const git = (folder: string, ...args: string[]) =>
  execFileSync('git', ['-C', folder, ...args], { encoding: 'utf8', env: { ...process.env, ...identity } }).trim();

function writeFiles(folder: string, files: Record<string, string>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
}

/** Puts a fixture's files as one commit into `<root>/<name>.git`. Answers the commit. */
export function publishFixture(root: string, name: string, fixture = name): string {
  const folder = join(root, `${name}.work`);
  cpSync(join('test/fixtures/repositories', fixture), folder, { recursive: true });
  return publish(root, name, folder);
}

/** Puts files, by their paths, as one commit into `<root>/<name>.git`, byte for byte. Answers the commit. */
export function publishFiles(root: string, name: string, files: Record<string, string>): string {
  const folder = join(root, `${name}.work`);
  writeFiles(folder, files);
  return publish(root, name, folder);
}

function publish(root: string, name: string, folder: string): string {
  git(folder, 'init', '-q', '-b', 'main');
  git(folder, 'config', 'core.autocrlf', 'false');
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'First');
  git(root, 'clone', '-q', '--bare', folder, `${name}.git`);
  return git(folder, 'rev-parse', 'HEAD');
}

/** Changes files of a published fixture and pushes them as one more commit. Answers the commit. */
export function changeFixture(root: string, name: string, files: Record<string, string>): string {
  const folder = join(root, `${name}.work`);
  writeFiles(folder, files);
  git(folder, 'add', '.');
  git(folder, 'commit', '-q', '-m', 'Change');
  git(folder, 'push', '-q', join(root, `${name}.git`), 'main');
  return git(folder, 'rev-parse', 'HEAD');
}
