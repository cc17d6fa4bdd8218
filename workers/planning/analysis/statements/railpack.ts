import type { Statement, Statements } from '../detector.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readJson, readToml, record, text, type Raw } from '../reading/formats.ts';
import { folderOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { bareStatement, command, commands, statedPairs, statingFiles } from './statement.ts';

/** What `railpack.json` and `nixpacks.toml` say of the app in their folder: what builds it, what starts it, which version. */
export async function readBuildPlans(reader: Reader): Promise<Statements> {
  const about: Statement[] = [];
  for (const path of statingFiles(reader.tree, /^(?:railpack\.json|nixpacks\.(?:toml|json))$/, 5)) {
    const file = await reader.one(path, 'platform file');
    const body = record(path.endsWith('.toml') ? readToml(reader, file) : readJson(reader, file));
    if (file) about.push(/railpack/.test(path) ? railpack(file, body) : nixpacks(file, body));
  }
  return { services: [], about, stores: [] };
}

const runtimes = /^(?:node|bun|deno|python|go|ruby|php|java|elixir|rust|dotnet)$/;

function railpack(file: SourceFile, body: Record<string, Raw>): Statement {
  const steps = list(dig(body, 'steps', 'build', 'commands')).map((each) => text(each) ?? text(record(each).cmd));
  const statement = plan(file, command(dig(body, 'deploy', 'startCommand')), 'startCommand', commands(shown(steps)));
  const [name, version] = Object.entries(record(body.packages)).find(([each]) => runtimes.test(each)) ?? [];
  versioned(statement, file, name, text(version) ?? text(record(version).version));
  statement.variables = statedPairs(file, record(dig(body, 'deploy', 'variables')), ['variables']);
  return statement;
}

function nixpacks(file: SourceFile, body: Record<string, Raw>): Statement {
  const start = command(dig(body, 'start', 'cmd')) ?? command(body.startCmd);
  const build = list(dig(body, 'phases', 'build', 'cmds') ?? body.buildCmd);
  const statement = plan(file, start, 'cmd', commands(shown(build.map(text))));
  const variables = record(body.variables);
  const [name] = Object.keys(variables).filter((each) => /^NIXPACKS_\w+_VERSION$/.test(each));
  if (name) versioned(statement, file, name, text(variables[name]));
  statement.variables = statedPairs(file, variables, ['variables']).filter(
    ({ name: each }) => !/^NIXPACKS_/.test(each)
  );
  return statement;
}

/** `...` stands for what the tool would do by itself: the plan says nothing that an app does not then. */
const shown = (steps: (string | null)[]) => (steps.includes('...') ? [] : steps);

function plan(file: SourceFile, start: string | null, key: string, build: string | null): Statement {
  const statement = bareStatement(file.path, '', folderOf(file.path));
  statement.command = start;
  statement.buildCommand = build;
  if (start) statement.evidence.startCommand = evidenceOfKey(file, [key], 0.95);
  if (build) statement.evidence.buildCommand = evidenceOfKey(file, ['build'], 0.9);
  return statement;
}

function versioned(statement: Statement, file: SourceFile, key: string | undefined, said: string | null): void {
  const version = /^\D{0,2}(\d+(?:\.\d+){0,2})/.exec(said ?? '')?.[1];
  if (key === undefined || version === undefined) return;
  statement.runtimeVersion = version;
  statement.evidence.runtimeVersion = evidenceOfKey(file, [key], 0.95);
}
