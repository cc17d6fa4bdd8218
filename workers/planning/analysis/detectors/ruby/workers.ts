import type { Evidence } from '../../../../domain/evidence.ts';
import { bareProcess, type Process } from '../../detector.ts';
import { evidenceOf } from '../../reading/evidence.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { usesGem, type RubyProject } from './project.ts';

/** Queues by gem, with the name that Active Job gives them and the command that works them off. */
const queues: { gems: string[]; adapter: string; name: string; command: string }[] = [
  { gems: ['sidekiq'], adapter: 'sidekiq', name: 'sidekiq', command: 'bundle exec sidekiq' },
  { gems: ['good_job'], adapter: 'good_job', name: 'good-job', command: 'bundle exec good_job start' },
  { gems: ['resque-pool'], adapter: 'resque', name: 'resque', command: 'bundle exec resque-pool' },
  { gems: ['resque'], adapter: 'resque', name: 'resque', command: 'QUEUE=* bundle exec rake resque:work' },
  {
    gems: ['delayed_job', 'delayed_job_active_record', 'delayed_job_mongoid'],
    adapter: 'delayed_job',
    name: 'delayed-job',
    command: 'bundle exec rake jobs:work'
  },
  { gems: ['que', 'que-rails'], adapter: 'que', name: 'que', command: 'bundle exec que' },
  { gems: ['shoryuken'], adapter: 'shoryuken', name: 'shoryuken', command: 'bundle exec shoryuken -R' },
  { gems: ['sneakers'], adapter: 'sneakers', name: 'sneakers', command: 'bundle exec rake sneakers:run' },
  { gems: ['karafka'], adapter: 'karafka', name: 'karafka', command: 'bundle exec karafka server' }
];

/**
 * The processes that work in the background: the queue that Active Job is told to use, else each queue whose gem is there. A queue
 * that runs inside the web server is none.
 */
export async function rubyWorkers(reader: Reader, project: RubyProject, settings: SourceFile[]): Promise<Process[]> {
  const adapter = adapterIn(settings);
  const workers = queues
    .filter((queue) => usesGem(project.gems, ...queue.gems))
    .filter((queue, index, all) => all.findIndex((each) => each.name === queue.name) === index)
    .filter((queue) => !adapter || queue.adapter === adapter || queue.adapter === 'karafka')
    .filter((queue) => queue.adapter !== 'good_job' || !settings.some((file) => insideServer.test(file.text)))
    .map((queue): Process => {
      const gem = project.gems.find((each) => queue.gems.includes(each.name))!;
      return worker(queue.name, queue.command, gem.evidence);
    });
  const solid = await solidQueue(reader, project, adapter);
  return [...workers, ...(solid ? [solid] : []), ...(await clock(reader, project))];
}

const worker = (name: string, command: string, evidence: Evidence): Process => ({
  ...bareProcess('worker', command, { startCommand: evidence, kind: evidence }),
  name
});

const insideServer = /\bexecution_mode\s*[=:]\s*:?(?:async|inline)/;

/** What production's Active Job is told to use: the environment's file counts before the application's. */
function adapterIn(settings: SourceFile[]): string | null {
  const ordered = [...settings].sort(
    (a, b) => Number(/production\.rb$/.test(b.path)) - Number(/production\.rb$/.test(a.path))
  );
  for (const file of ordered) {
    const match = /^\s*config\.active_job\.queue_adapter\s*=\s*:(\w+)/m.exec(file.text);
    if (match) return match[1]!;
  }
  return null;
}

/** Solid Queue has a process of its own unless the server's settings load its plugin. */
async function solidQueue(reader: Reader, project: RubyProject, adapter: string | null): Promise<Process | null> {
  const gem = project.gems.find((each) => each.name === 'solid_queue' && !each.development);
  if (!gem || (adapter !== null && adapter !== 'solid_queue')) return null;
  if (await solidQueueInServer(reader, project.folder)) return null;
  const command = reader.tree.first(project.folder, 'bin/jobs') ? 'bin/jobs' : 'bundle exec rake solid_queue:start';
  return worker('jobs', command, gem.evidence);
}

/** The line of the server's settings that runs Solid Queue inside of it, and the variable that it asks for, if any. */
export async function solidQueueInServer(
  reader: Reader,
  folder: string
): Promise<{ variable: string | null; evidence: Evidence } | null> {
  const file = await reader.one(reader.tree.first(folder, 'config/puma.rb'), 'server settings');
  const line = /^\s*plugin\s*\(?\s*:solid_queue\b([^\n]*)/m.exec(file?.text ?? '');
  if (!file || !line) return null;
  const variable = /\bif\s+ENV(?:\[|\.fetch\()["'](\w+)["']/.exec(line[1]!)?.[1] ?? null;
  return { variable, evidence: evidenceOf(file, /^\s*plugin\s*\(?\s*:solid_queue\b/m, 0.95) };
}

async function clock(reader: Reader, project: RubyProject): Promise<Process[]> {
  const path = reader.tree.first(project.folder, 'clock.rb', 'config/clock.rb', 'lib/clock.rb');
  const gem = project.gems.find((each) => each.name === 'clockwork' && !each.development);
  if (!path || !gem) return [];
  const local = path.slice(project.folder === '.' ? 0 : project.folder.length + 1);
  return [worker('clock', `bundle exec clockwork ${local}`, gem.evidence)];
}
