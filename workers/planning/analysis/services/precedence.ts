import type { Statement } from '../detector.ts';
import { folderOf, nameOf } from '../reading/paths.ts';

/** Files of one platform that each state one service speak together. */
const speaker = ({ from }: Statement) => (/railway/.test(nameOf(from)) ? `${folderOf(from)}/railway` : from);

/** The processes of a folder: those of the file that is believed first, in whose order they come. */
export function processesAt(processes: Statement[], path: string): Statement[] {
  const here = processes.filter((each) => each.path === path);
  return here.filter((each) => speaker(each) === speaker(here[0]!));
}

/** What a believed statement says, with what others say where it is silent. */
export function completed(statement: Statement, more: Statement): Statement {
  const speaks = statement.command !== null || statement.dockerfile !== null;
  const named = new Set(statement.variables.map((each) => each.name));
  return {
    ...statement,
    kind: statement.kind ?? more.kind,
    command: statement.command ?? (speaks ? null : more.command),
    runsIn: statement.command === null && !speaks ? more.runsIn : statement.runsIn,
    buildCommand: statement.buildCommand ?? more.buildCommand,
    releaseCommand: statement.releaseCommand ?? more.releaseCommand,
    runtimeVersion: statement.runtimeVersion ?? more.runtimeVersion,
    port: statement.port ?? more.port,
    health: statement.health ?? more.health,
    schedule: statement.schedule ?? more.schedule,
    dockerfile: statement.dockerfile ?? more.dockerfile,
    variables: [...statement.variables, ...more.variables.filter((each) => !named.has(each.name))],
    volumes: statement.volumes.length > 0 ? statement.volumes : more.volumes,
    dependsOn: [...new Set([...statement.dependsOn, ...more.dependsOn])],
    memoryMb: statement.memoryMb ?? more.memoryMb,
    evidence: { ...more.evidence, ...statement.evidence }
  };
}

/** Several statements of one service as one, those before others believed first; null for none. */
export const together = (statements: Statement[]): Statement | null =>
  statements.length === 0 ? null : statements.reduce((all, more) => completed(all, more));
