/**
 * `npm run bench:analysis -- FOLDER`: analyses by rules each folder that FOLDER/index.json lists (`[{ "id", "path" }]`, paths seen
 * from FOLDER) and writes FOLDER/predictions.json: what was found of each, with milliseconds, files and bytes read.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { table } from '../../cli/tables.ts';
import { analyse } from '../../workers/planning/analysis/analyse.ts';
import { checkoutOfFolder } from './folder-checkout.ts';
import { indexOf } from './folders.ts';
import { nothingOf, predictionOf, type Prediction } from './prediction.ts';

const say = (line: string) => void process.stdout.write(`${line}\n`);

async function predict(id: string, path: string, state: string): Promise<Prediction> {
  const checkout = await checkoutOfFolder(path, state);
  const source = {
    kind: 'git',
    url: `https://git.example/${id.replace(/[^\w./-]/g, '-')}`,
    ref: null,
    subfolder: null
  } as const;
  const started = performance.now();
  const result = await analyse(checkout, source, () => Promise.resolve());
  const cost = { milliseconds: Math.round(performance.now() - started), files: checkout.tree.length };
  return result.ok ? predictionOf(id, result.value, cost) : nothingOf(id, result.problem.message, cost);
}

function percentile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * share) - 1)] ?? 0;
}

const folder = process.argv[2];
if (folder === undefined) {
  say('Name a folder that holds an index.json: npm run bench:analysis -- FOLDER');
  process.exit(2);
}
const state = mkdtempSync(join(tmpdir(), 'hydron-analysis-'));
try {
  const predictions: Prediction[] = [];
  for (const { id, path } of indexOf(folder)) predictions.push(await predict(id, resolve(folder, path), state));
  writeFileSync(join(folder, 'predictions.json'), `${JSON.stringify(predictions, null, 1)}\n`);
  say(
    table(
      ['repository', 'files', 'read', 'kB read', 'ms', 'services', 'datastores'],
      predictions.map((each) => [
        each.id,
        each.files,
        each.filesRead,
        Math.round(each.bytesRead / 1000),
        each.milliseconds,
        each.services
          .map(({ path, kind, framework, language }) => `${path} ${kind} ${framework ?? language ?? ''}`)
          .join(', ') || each.problem,
        each.datastores.join(' ')
      ])
    )
  );
  const times = predictions.map((each) => each.milliseconds);
  say(
    JSON.stringify({
      repositories: predictions.length,
      p50: percentile(times, 0.5),
      p95: percentile(times, 0.95),
      mostFilesRead: Math.max(...predictions.map((each) => each.filesRead)),
      mostBytesRead: Math.max(...predictions.map((each) => each.bytesRead))
    })
  );
} finally {
  rmSync(state, { recursive: true, force: true });
}
