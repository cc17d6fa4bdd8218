import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency } from '../../detector.ts';
import { evidenceOfKey } from '../../reading/evidence.ts';
import { readJson, readYaml, record, text, texts, type Raw } from '../../reading/formats.ts';
import { folderOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** A package.json as far as it is needed; members of wrong types read as absent. */
export interface NodePackage {
  file: SourceFile;
  folder: string;
  name: string;
  scripts: Record<string, string>;
  dependencies: Dependency[];
  /** The entry file: `main`, or a `module` that is the source itself. */
  main: string | null;
  packageManager: string | null;
  engines: Record<string, Raw>;
  volta: Record<string, Raw>;
  devEngines: Record<string, Raw>;
  workspaces: string[] | null;
  /** What marks a package that others import or that a person installs. */
  published: boolean;
  editorExtension: boolean;
}

/** JSON5, which pnpm reads too: without its comments it is YAML in one line. */
const readJson5 = (reader: Reader, file: SourceFile): Raw =>
  readYaml(reader, {
    path: file.path,
    text: file.text.replace(
      /("(?:\\.|[^"\\\n])*"?|'(?:\\.|[^'\\\n])*'?)|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g,
      (_, literal: string | undefined) => literal ?? ' '
    )
  })[0];

/** The package.json (or package.json5) of a folder; null where there is none or it cannot be read as such. */
export async function readPackage(reader: Reader, folder: string): Promise<NodePackage | null> {
  const path = reader.tree.first(folder, 'package.json', 'package.json5');
  const file = await reader.one(path, 'manifest');
  const json = file?.path.endsWith('.json5') ? readJson5(reader, file) : readJson(reader, file);
  if (!file || json === null || typeof json !== 'object') return null;
  const body = record(json);
  const workspaces = Array.isArray(body.workspaces) ? body.workspaces : record(body.workspaces).packages;
  return {
    file,
    folder: folderOf(file.path),
    name: text(body.name) ?? '',
    scripts: Object.fromEntries(
      Object.entries(record(body.scripts)).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    ),
    dependencies: dependenciesOf(file, body),
    main: text(body.main) ?? text(body.module),
    packageManager: text(body.packageManager),
    engines: record(body.engines),
    volta: record(body.volta),
    devEngines: record(body.devEngines),
    workspaces: workspaces === undefined ? null : texts(workspaces),
    published:
      body.exports !== undefined ||
      body.bin !== undefined ||
      body.types !== undefined ||
      (typeof body.module === 'string' && !/\.tsx?$/.test(body.module)) ||
      body.files !== undefined,
    editorExtension: record(body.engines).vscode !== undefined
  };
}

function dependenciesOf(file: SourceFile, body: Record<string, Raw>): Dependency[] {
  const groups: [string, boolean][] = [
    ['dependencies', false],
    ['devDependencies', true],
    ['optionalDependencies', false]
  ];
  return groups.flatMap(([group, development]) =>
    Object.entries(record(body[group])).map(([name, version]) => ({
      name,
      version: text(version),
      development,
      evidence: evidenceOfKey(file, [group, name], 0.9)
    }))
  );
}

/** A dependency by its name, development ones too. */
export const dependencyOf = (app: NodePackage, name: string): Dependency | null =>
  app.dependencies.find((each) => each.name === name) ?? null;

/** Evidence for a script of a package.json. */
export const scriptEvidence = (app: NodePackage, script: string): Evidence =>
  evidenceOfKey(app.file, ['scripts', script], 0.9);
