import type { Evidence } from '../../../../domain/evidence.ts';
import { bareProcess, type Process } from '../../detector.ts';
import { evidenceAt, evidenceOf, evidenceOfFile } from '../../reading/evidence.ts';
import { dig, readYaml, record, text } from '../../reading/formats.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { usesPackage, type PhpProject } from './project.ts';

const worker = (name: string, command: string, evidence: Evidence): Process => ({
  ...bareProcess('worker', command, { startCommand: evidence, kind: evidence }),
  name
});

/** What a Laravel app runs beside its pages: Horizon, or a worker where its queue is not worked off at once; its schedule. */
export async function laravelWorkers(
  reader: Reader,
  project: PhpProject,
  example: SourceFile | null
): Promise<Process[]> {
  const queue = laravelQueue(reader, project, example);
  const schedule = await laravelSchedule(reader, project);
  return [...(queue ? [queue] : []), ...(schedule ? [schedule] : [])];
}

function laravelQueue(reader: Reader, project: PhpProject, example: SourceFile | null): Process | null {
  const horizon = project.packages.find((each) => each.name === 'laravel/horizon' && !each.development);
  if (horizon) return worker('horizon', 'php artisan horizon', horizon.evidence);
  const connection = /^\s*QUEUE_(?:CONNECTION|DRIVER)\s*=\s*["']?(\w+)/m.exec(example?.text ?? '');
  if (!example || !connection || /^(?:sync|null|deferred|background)$/.test(connection[1]!)) return null;
  const jobs = reader.tree.below(project.folder, /(?:^|\/)app\/(?:\w+\/)*Jobs\/(?:\w+\/)*\w+\.php$/);
  if (jobs.length === 0) return null;
  return worker(
    'queue',
    'php artisan queue:work --tries=3 --max-time=3600',
    evidenceAt(example, connection.index, 0.85)
  );
}

async function laravelSchedule(reader: Reader, project: PhpProject): Promise<Process | null> {
  const files = await reader.read(
    ['routes/console.php', 'bootstrap/app.php', 'app/Console/Kernel.php']
      .map((path) => reader.tree.first(project.folder, path))
      .filter((path) => path !== null),
    'entry point'
  );
  const calls = /^[ \t]*(?:Schedule::|\$schedule\s*->\s*)(?:command|job|call|exec)\(/m;
  const file = files.find((each) => calls.test(each.text));
  return file ? worker('scheduler', 'php artisan schedule:work', evidenceOf(file, calls, 0.85)) : null;
}

/** The worker of Symfony's messages, where any of them is routed to a transport that waits. */
export async function symfonyWorkers(reader: Reader, project: PhpProject): Promise<Process[]> {
  if (!usesPackage(project, 'symfony/messenger', 'symfony/symfony')) return [];
  const file = await reader.one(
    reader.tree.first(project.folder, 'config/packages/messenger.yaml', 'config/packages/prod/messenger.yaml'),
    'settings'
  );
  const messenger = record(dig(readYaml(reader, file)[0], 'framework', 'messenger'));
  const waiting = Object.entries(record(messenger.transports))
    .filter(([name, each]) => name !== 'failed' && !/^sync:/.test(text(each) ?? text(record(each).dsn) ?? ''))
    .map(([name]) => name)
    .filter((name) => /^[\w.-]+$/.test(name));
  const routed = Object.values(record(messenger.routing)).flat();
  const used = waiting.filter((name) => routed.includes(name));
  if (!file || used.length === 0) return [];
  const command = `php bin/console messenger:consume ${used.join(' ')} --time-limit=3600`;
  return [worker('messenger', command, evidenceOfFile(file.path, 'routing', 0.85))];
}
