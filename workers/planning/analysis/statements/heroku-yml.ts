import type { Statement, Statements } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readYaml, record, text, type Raw } from '../reading/formats.ts';
import { folderOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { storeOfAddon } from './addons.ts';
import { bareStatement, commands, statedDockerfile, statedPairs, statedStore, statingFiles } from './statement.ts';
import { processKind } from './procfile.ts';

/** What `heroku.yml` says: which Dockerfile makes which process, what they run, and what runs before a release. */
export async function readHerokuManifest(reader: Reader): Promise<Statements> {
  const [path] = statingFiles(reader.tree, /^heroku\.ya?ml$/, 1);
  const file = path ? await reader.one(path, 'platform file') : null;
  const body = record(readYaml(reader, file)[0]);
  if (!file) return { services: [], about: [], stores: [] };
  const images = record(dig(body, 'build', 'docker'));
  const run = record(body.run);
  const names = [...new Set([...Object.keys(images), ...Object.keys(run)])].filter((name) => name !== 'release');
  const services = names.slice(0, 20).map((name) => processOf(reader, file, name, images, run));
  const main = services.find((each) => each.kind === 'web') ?? services[0];
  const release = commands(dig(body, 'release', 'command')) ?? commands(text(body.release));
  if (main && release) {
    main.releaseCommand = release;
    main.evidence.releaseCommand = evidenceOfKey(file, ['release'], 0.95);
  }
  const variables = [
    ...statedPairs(file, record(dig(body, 'setup', 'config')), ['setup', 'config']),
    ...statedPairs(file, record(dig(body, 'build', 'config')), ['build', 'config']).map((each) => ({
      ...each,
      buildTime: true
    }))
  ];
  for (const service of services) service.variables = variables;
  const stores = list(dig(body, 'setup', 'addons')).flatMap((addon) => {
    const plan = text(record(addon).plan) ?? text(addon) ?? '';
    const kind = storeOfAddon(plan);
    return kind ? [statedStore(file, kind, null, `adds ${plan}`, ['addons', plan])] : [];
  });
  return { services, about: [], stores };
}

function processOf(
  reader: Reader,
  file: SourceFile,
  name: string,
  images: Record<string, Raw>,
  run: Record<string, Raw>
): Statement {
  const statement = bareStatement(file.path, name, folderOf(file.path));
  const from = text(record(run[name]).image) ?? name;
  const image = images[from] ?? images[name];
  const said = text(image) ?? text(record(image).dockerfile);
  statement.dockerfile = statedDockerfile(reader.tree, said, ['.'], null, text(record(image).target));
  if (statement.dockerfile) statement.dockerfile.context = folderOf(statement.dockerfile.path);
  if (statement.dockerfile) statement.runsIn = 'image';
  statement.kind = processKind(name);
  statement.command = commands(text(run[name])) ?? commands(record(run[name]).command);
  statement.evidence.kind = evidenceOfKey(file, [run[name] === undefined ? 'build' : 'run', name], 0.9);
  if (statement.command) statement.evidence.startCommand = evidenceOfKey(file, ['run', name], 0.95);
  return statement;
}
