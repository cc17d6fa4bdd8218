import type { Statement, StatedVariable } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, record, text, texts, type Raw } from '../reading/formats.ts';
import type { SourceFile } from '../reading/reader.ts';
import { bareStatement, commandOfWords, healthPath, mountPath, port, stated } from './statement.ts';

/** What a pod's first container states of the service that it runs. */
export function containerStatement(
  file: SourceFile,
  name: string,
  pod: Record<string, Raw>,
  container: Record<string, Raw>,
  image: string
): Statement {
  const statement = bareStatement(file.path, name, null);
  const at = (...keys: string[]) => evidenceOfKey(file, ['containers', ...keys], 0.9);
  statement.image = image;
  statement.runsIn = 'image';
  statement.evidence.name = evidenceOfKey(file, ['name'], 0.9);
  statement.command = commandOfWords([...texts(container.command), ...texts(container.args)]);
  if (statement.command) statement.evidence.startCommand = at('command');
  statement.port =
    list(container.ports)
      .filter((each) => text(record(each).protocol) !== 'UDP')
      .map((each) => port(record(each).containerPort))
      .find((each) => each !== null) ?? null;
  if (statement.port) statement.evidence.port = at('containerPort');
  statement.health = healthOf(container);
  if (statement.health) statement.evidence.health = at('path');
  statement.variables = list(container.env)
    .map((each) => variableOf(file, record(each)))
    .filter((each) => each !== null);
  statement.volumes = volumesOf(pod, container);
  statement.memoryMb = memoryOf(text(dig(container, 'resources', 'limits', 'memory')));
  return statement;
}

/** The first probe that asks over HTTP, the one for readiness before the others. */
function healthOf(container: Record<string, Raw>): string | null {
  const probes = ['readinessProbe', 'livenessProbe', 'startupProbe'];
  return (
    probes.map((probe) => healthPath(dig(container[probe], 'httpGet', 'path'))).find((each) => each !== null) ?? null
  );
}

/** A value as it stands; one from a secret or a map of settings is left open. */
function variableOf(file: SourceFile, said: Record<string, Raw>): StatedVariable | null {
  const name = text(said.name) ?? '';
  const fixed = text(said.value);
  const secret = dig(said.valueFrom, 'secretKeyRef') !== undefined;
  if (fixed === null && dig(said.valueFrom, 'fieldRef') !== undefined) return null;
  return stated(file, name, ['env', name], { default: fixed, required: secret ? true : null });
}

/** Where claims on lasting storage are put. */
function volumesOf(pod: Record<string, Raw>, container: Record<string, Raw>): string[] {
  const lasting = new Set(
    list(pod.volumes)
      .filter((each) => record(each).persistentVolumeClaim !== undefined)
      .map((each) => text(record(each).name))
  );
  return list(container.volumeMounts)
    .filter((each) => lasting.has(text(record(each).name)))
    .map((each) => mountPath(record(each).mountPath))
    .filter((each) => each !== null)
    .slice(0, 20);
}

function memoryOf(said: string | null): number | null {
  const match = /^(\d{1,6})(Mi|M|Gi|G)$/.exec(said ?? '');
  const megabytes = match ? Number(match[1]) * (match[2]!.startsWith('G') ? 1024 : 1) : 0;
  return megabytes >= 16 && megabytes <= 1_000_000 ? megabytes : null;
}
