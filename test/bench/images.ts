/**
 * `npm run bench:images -- FOLDER [--only TEXT] [--no-plain]`: analyses each folder that FOLDER/index.json lists (`[{ "id", "path" }]`),
 * builds each Dockerfile that is generated for it with its context and .dockerignore, runs the image with placeholder values, beside
 * the datastores that it requires, and asks it for its health path or `/`. Prints what was built, what answered, and the sizes beside
 * those of plain single-stage files.
 */
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { clip, table } from '../../cli/tables.ts';
import type { Analysis } from '../../workers/domain/analysis.ts';
import type { Service } from '../../workers/domain/service.ts';
import { analyse } from '../../workers/planning/analysis/analyse.ts';
import { startBeside, valuesFor } from './beside.ts';
import { docker, megabytesOf, portOf } from './docker.ts';
import { checkoutOfFolder } from './folder-checkout.ts';
import { indexOf } from './folders.ts';
import { plainFile } from './plain-file.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds));

/** What became of one generated Dockerfile. `answered` is the status of the answer, or why there was none. */
interface Outcome {
  id: string;
  service: string;
  language: string;
  built: boolean;
  answered: number | string;
  seconds: number;
  megabytes: number | null;
  plain: number | null;
}

/** A copy of a folder in which an image is built, so that the folder stays as it is. */
function contextOf(folder: string, service: Service, work: string): string {
  const copy = join(work, 'context');
  cpSync(resolve(folder, service.dockerfile!.context), copy, { recursive: true, verbatimSymlinks: true });
  return copy;
}

async function build(tag: string, text: string, ignore: string | null, context: string, args: string[]) {
  const work = mkdtempSync(join(tmpdir(), 'hydron-image-'));
  writeFileSync(join(work, 'Dockerfile'), text);
  if (ignore !== null) writeFileSync(join(work, 'Dockerfile.dockerignore'), ignore);
  const given = args.flatMap((each) => ['--build-arg', each]);
  const ended = await docker('build', '--tag', tag, '--file', join(work, 'Dockerfile'), ...given, context);
  rmSync(work, { recursive: true, force: true });
  return ended;
}

const patience = 60_000;

/** Asks until an answer comes that is no failure of the server's, for a minute. */
async function answerOf(port: number, path: string, container: string): Promise<number | string> {
  let last: number | string = 'no answer';
  for (const until = Date.now() + patience; Date.now() < until; await pause(1000)) {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      redirect: 'manual',
      signal: AbortSignal.timeout(10_000)
    }).catch(() => null);
    if (response) last = response.status;
    if (response && response.status < 500) return last;
    const running = await docker('inspect', '--format', '{{.State.Running}}', container);
    if (running.said === 'false') break;
  }
  if (typeof last === 'number') return last;
  return clip((await docker('logs', '--tail', '4', container)).said || 'no answer', 200);
}

async function run(tag: string, name: string, service: Service, analysis: Analysis): Promise<number | string> {
  const port = service.port ?? 8080;
  const beside = await startBeside(name, port, analysis);
  const values = valuesFor(service.env, analysis).flatMap((each) => ['--env', each]);
  const network = ['--network', `container:${beside[0]}`];
  try {
    if (service.releaseCommand !== null) {
      const release = await docker(
        'run',
        '--rm',
        ...network,
        ...values,
        '--entrypoint',
        'sh',
        tag,
        '-c',
        service.releaseCommand
      );
      if (!release.ok) return `release: ${clip(release.said.slice(-400), 200)}`;
    }
    const started = await docker('run', '--detach', '--name', name, ...network, ...values, tag);
    if (!started.ok) return clip(started.said, 200);
    if (service.kind === 'worker' || service.kind === 'cron') {
      await pause(5000);
      return (await docker('inspect', '--format', '{{.State.Running}} {{.State.ExitCode}}', name)).said;
    }
    const local = await portOf(beside[0]!, port);
    return local === null ? 'no port' : await answerOf(local, service.health ?? '/', name);
  } finally {
    await docker('rm', '--force', '--volumes', name, ...[...beside].reverse());
  }
}

async function outcomeOf(
  id: string,
  folder: string,
  service: Service,
  analysis: Analysis,
  plain: boolean
): Promise<Outcome> {
  const tag = `hydron-bench:${service.name}-${process.pid}`;
  const work = mkdtempSync(join(tmpdir(), 'hydron-bench-'));
  const file = service.dockerfile!;
  const base = {
    id,
    service: service.name,
    language: service.framework ?? service.language ?? '',
    megabytes: null,
    plain: null
  };
  try {
    const context = contextOf(folder, service, work);
    const args = service.env
      .filter((each) => each.buildTime && each.default !== null)
      .map((each) => `${each.name}=${each.default}`);
    const began = performance.now();
    const built = await build(tag, file.text, file.ignore, context, args);
    const seconds = Math.round((performance.now() - began) / 1000);
    if (!built.ok) return { ...base, built: false, answered: clip(built.said.slice(-700), 400), seconds };
    const answered = await run(tag, `hydron-bench-${service.name}-${process.pid}`, service, analysis);
    const text = plain ? plainFile(service) : null;
    const other = text ? await build(`${tag}-plain`, text, null, context, []) : null;
    return {
      ...base,
      built: true,
      answered,
      seconds,
      megabytes: await megabytesOf(tag),
      plain: other?.ok ? await megabytesOf(`${tag}-plain`) : null
    };
  } finally {
    await docker('image', 'rm', '--force', tag, `${tag}-plain`);
    rmSync(work, { recursive: true, force: true });
  }
}

async function outcomesOf(id: string, folder: string, state: string, plain: boolean): Promise<Outcome[]> {
  const checkout = await checkoutOfFolder(folder, state);
  const source = { kind: 'git', url: 'https://git.example/owner/repository', ref: null, subfolder: null } as const;
  const result = await analyse(checkout, source, () => Promise.resolve());
  if (!result.ok) {
    say(`${id}: ${result.problem.message}`);
    return [];
  }
  const outcomes: Outcome[] = [];
  for (const service of result.value.services) {
    if (service.dockerfile?.origin !== 'generated') continue;
    outcomes.push(await outcomeOf(id, folder, service, result.value, plain));
    const { built, answered, seconds } = outcomes.at(-1)!;
    say(`${id} ${service.name}: ${built ? 'built' : 'not built'} in ${seconds} s, ${answered}`);
  }
  return outcomes;
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { only: { type: 'string', multiple: true, default: [] }, 'no-plain': { type: 'boolean', default: false } }
});
const folder = positionals[0];
if (folder === undefined) {
  say('Name a folder that holds an index.json: npm run bench:images -- FOLDER');
  process.exit(2);
}
const state = mkdtempSync(join(tmpdir(), 'hydron-analysis-'));
try {
  const chosen = indexOf(folder).filter(
    ({ id }) => values.only.length === 0 || values.only.some((text) => id.includes(text))
  );
  const outcomes: Outcome[] = [];
  for (const { id, path } of chosen)
    outcomes.push(...(await outcomesOf(id, resolve(folder, path), state, !values['no-plain'])));
  say(
    table(
      ['repository', 'service', 'made with', 'built', 'answered', 'seconds', 'MB', 'MB, plain'],
      outcomes.map((each) => [
        each.id,
        each.service,
        each.language,
        each.built ? 'yes' : 'no',
        clip(String(each.answered), 60),
        each.seconds,
        each.megabytes,
        each.plain
      ])
    )
  );
  const answered = outcomes.filter(({ answered: status }) => typeof status === 'number' && status < 500).length;
  say(JSON.stringify({ dockerfiles: outcomes.length, built: outcomes.filter(({ built }) => built).length, answered }));
} finally {
  rmSync(state, { recursive: true, force: true });
}
