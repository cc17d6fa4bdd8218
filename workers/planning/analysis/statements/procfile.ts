import type { ServiceKind } from '../../../domain/service.ts';
import type { Statement, Statements } from '../detector.ts';
import { evidenceAt } from '../reading/evidence.ts';
import { folderOf } from '../reading/paths.ts';
import type { Reader } from '../reading/reader.ts';
import { bareStatement, statingFiles } from './statement.ts';

/** The kind of a process by its name, as Heroku and its kin call them. */
export const processKind = (name: string): ServiceKind =>
  /^(?:web|api|server|app|http|frontend|backend|www|asgi|wsgi)$/.test(name) ? 'web' : 'worker';

/** The processes of the Procfiles of a repository. */
export async function readProcfiles(reader: Reader): Promise<Statements> {
  const services: Statement[] = [];
  for (const path of statingFiles(reader.tree, /^Procfile$/)) services.push(...(await readProcfile(reader, path)));
  return { services, about: [], stores: [] };
}

/** The processes of a Procfile: `web` listens, `release` runs before each release, all others work in the background. */
async function readProcfile(reader: Reader, path: string): Promise<Statement[]> {
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
        kind: processKind(name),
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
