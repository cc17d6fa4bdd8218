import type { Statement, Statements } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, readJson, readToml, record, text, type Raw } from '../reading/formats.ts';
import { folderOf, nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import {
  bareStatement,
  command,
  commands,
  healthPath,
  mountPath,
  schedule,
  statedDockerfile,
  statingFiles
} from './statement.ts';

const fileName = /^railway(?:[._-]([\w-]+))?\.(?:json|toml)$|^([\w-]+)\.railway\.(?:json|toml)$/;

/** What Railway's configuration says: of the service of its folder, or of one that the file's name names. */
export async function readRailway(reader: Reader): Promise<Statements> {
  const found: Statements = { services: [], about: [], stores: [] };
  for (const path of statingFiles(reader.tree, fileName, 6)) {
    const file = await reader.one(path, 'platform file');
    const body = record(path.endsWith('.toml') ? readToml(reader, file) : readJson(reader, file));
    const match = fileName.exec(nameOf(path));
    const name = match?.[1] ?? match?.[2] ?? '';
    if (!file || (body.deploy === undefined && body.build === undefined) || /^(?:staging|dev|test)/.test(name))
      continue;
    const statement = statementOf(reader, file, name === 'production' ? '' : name, body);
    if (statement.name === '') found.about.push(statement);
    else found.services.push(statement);
  }
  return found;
}

function statementOf(reader: Reader, file: SourceFile, name: string, body: Record<string, Raw>): Statement {
  const folder = folderOf(file.path);
  const settled = dig(body, 'environments', 'production');
  const deploy = { ...record(body.deploy), ...record(dig(settled, 'deploy')) };
  const build = { ...record(body.build), ...record(dig(settled, 'build')) };
  const statement = bareStatement(file.path, name, folder);
  const at = (key: string) => evidenceOfKey(file, [key], 0.95);
  statement.command = command(deploy.startCommand);
  if (statement.command) statement.evidence.startCommand = at('startCommand');
  statement.buildCommand = command(build.buildCommand);
  if (statement.buildCommand) statement.evidence.buildCommand = at('buildCommand');
  statement.releaseCommand = commands(deploy.preDeployCommand);
  if (statement.releaseCommand) statement.evidence.releaseCommand = at('preDeployCommand');
  statement.health = healthPath(deploy.healthcheckPath);
  if (statement.health) statement.evidence.health = at('healthcheckPath');
  statement.schedule = schedule(deploy.cronSchedule);
  if (statement.schedule) {
    statement.kind = 'cron';
    statement.evidence.kind = at('cronSchedule');
  }
  const mount = mountPath(deploy.requiredMountPath);
  statement.volumes = mount ? [mount] : [];
  const said = text(build.dockerfilePath)?.replace(/^\//, '') ?? null;
  statement.dockerfile = statedDockerfile(reader.tree, said, [folder, '.']);
  if (statement.dockerfile) statement.runsIn = 'image';
  return statement;
}
