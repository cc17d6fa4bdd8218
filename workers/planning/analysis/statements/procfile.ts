import type { ServiceKind } from '../../../domain/service.ts';
import type { Statement } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import { folderOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';

/** A statement of which nothing is known but where it comes from and its name. */
export const bareStatement = (from: string, name: string, path: string | null): Statement => ({
  from,
  name,
  path,
  kind: null,
  command: null,
  releaseCommand: null,
  port: null,
  health: null,
  schedule: null,
  image: null,
  dockerfile: null,
  variables: [],
  volumes: [],
  dependsOn: [],
  memoryMb: null,
  evidence: {}
});

const kindOf = (name: string): ServiceKind =>
  /^(?:web|api|server|app|http|frontend|backend|www|asgi|wsgi)$/.test(name) ? 'web' : 'worker';

/** The processes of a Procfile: `web` listens, `release` runs before each release, all others work in the background. */
export async function readProcfile(reader: Reader, path: string): Promise<Statement[]> {
  const file = await reader.one(path, 'Procfile');
  if (!file) return [];
  const found: Statement[] = [];
  let release: { command: string; offset: number } | null = null;
  for (const match of file.text.matchAll(/^([A-Za-z0-9_-]+)\s*:\s*(\S.*)$/gm)) {
    const [, name, command] = match as unknown as [string, string, string];
    if (name === 'release') release = { command: command.trim(), offset: match.index };
    else
      found.push({
        ...bareStatement(path, name, folderOf(path)),
        kind: kindOf(name),
        command: command.trim().slice(0, 2000),
        evidence: { startCommand: evidenceAt(file, match.index, 1), kind: evidenceAt(file, match.index, 1) }
      });
  }
  const main = found.find((statement) => statement.kind === 'web') ?? found[0];
  if (main && release) {
    main.releaseCommand = release.command.slice(0, 2000);
    main.evidence.releaseCommand = evidenceAt(file, release.offset, 1);
  }
  return found.slice(0, 20);
}
