import { evidenceAt, evidenceOfFile } from '../../reading/evidence.ts';
import { nameOf, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { PythonCommand } from './apps.ts';
import { scriptNames, type PythonProject } from './project.ts';

const guard = /^if __name__ == ['"]__main__['"]/m;

/** How a project without a web application is run: a script at its top, a module with a guard, or a package that runs itself. */
export function scriptCommand(reader: Reader, project: PythonProject, files: SourceFile[]): PythonCommand | null {
  if (
    project.packaged &&
    Object.keys(project.scripts).length > 0 &&
    reader.tree.first(project.folder, 'Procfile') === null
  )
    return null;
  return topScript(reader, project) ?? guarded(project, files) ?? runnablePackage(reader, project);
}

/** A script of the repository's root that has the name of one that is started, guarded or not. */
function topScript(reader: Reader, project: PythonProject): PythonCommand | null {
  const path = project.folder === '.' ? reader.tree.first('.', ...scriptNames) : null;
  if (!path || reader.tree.bytes(path) === 0) return null;
  return { text: `python ${path}`, adds: [], evidence: evidenceOfFile(path, 'a script to start', 0.7) };
}

function guarded(project: PythonProject, files: SourceFile[]): PythonCommand | null {
  const main = files.find(
    (file) => guard.test(file.text) && (within(project.folder, file.path)?.split('/').length ?? 9) <= 2
  );
  if (!main || /(?:^|\/)(?:setup|manage|conftest)\.py$/.test(main.path)) return null;
  return {
    text: `python ${within(project.folder, main.path)}`,
    adds: [],
    evidence: evidenceAt(main, main.text.search(guard), 0.7)
  };
}

/** The only package of the root that `python -m` can run. */
function runnablePackage(reader: Reader, project: PythonProject): PythonCommand | null {
  if (project.folder !== '.') return null;
  const [path, ...others] = reader.tree
    .below('.', /^(?:src\/)?[\w-]+\/__main__\.py$/)
    .filter((each) => !/^(?:src\/)?(?:tests?|docs?|examples?|scripts?)\//.test(each));
  if (!path || others.length > 0) return null;
  const module = path.replace(/^src\//, '').replace(/\/__main__\.py$/, '');
  const root = path.startsWith('src/') && !project.packaged ? 'PYTHONPATH=src ' : '';
  return { text: `${root}python -m ${module}`, adds: [], evidence: evidenceOfFile(path, nameOf(path), 0.75) };
}

/** Whether the script of a command starts a server of its own. */
export function servesItself(files: SourceFile[], command: PythonCommand): boolean {
  const script = files.find((file) => command.text.endsWith(` ${file.path}`));
  return (
    script !== undefined &&
    /\bserve_forever\(|\buvicorn\.run\(|\bweb\.run_app\(|\bmake_server\(|\b(?:app|ui|server)\.run\(|\bwebsockets\.serve\(/.test(
      script.text
    )
  );
}
