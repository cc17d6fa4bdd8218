import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceAt, evidenceOfFile } from '../../reading/evidence.ts';
import { nameOf, within } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import type { PythonProject } from './project.ts';

/** A command, where it was read, and the packages that it needs beside the listed ones. */
export interface PythonCommand {
  text: string;
  adds: string[];
  evidence: Evidence;
}

const entryNames =
  /(?:^|\/)(?:main|app|application|server|api|wsgi|asgi|run|start|bot|hello|web|__init__|manage|index|celery|celery_app|celeryapp|celery_worker|tasks|worker|factory|settings|config|base|prod|production)\.py$/;

/** The Python files that usually hold the application, its settings or its tasks, shallow ones first. */
export function likelyEntries(reader: Reader, folder: string): string[] {
  const rank = (path: string) =>
    /(?:^|\/)(?:main|app|application|server|wsgi|asgi|run)\.py$/.test(path)
      ? 0
      : /settings|config|celery|tasks|worker/.test(path)
        ? 1
        : 2;
  const named =
    folder === '.' ? [] : reader.tree.named(folder, /\.py$/).filter((path) => nameOf(path) === `${nameOf(folder)}.py`);
  return [...new Set([...named, ...reader.tree.below(folder, entryNames)])]
    .filter(
      (path) =>
        !/(?:^|\/)(?:tests?|migrations|docs?|alembic|node_modules|examples?)\//.test(within(folder, path) ?? path) &&
        (within(folder, path)?.split('/').length ?? 9) <= 5
    )
    .filter((path) => reader.tree.bytes(path) > 0)
    .sort((a, b) => rank(a) - rank(b) || a.split('/').length - b.split('/').length)
    .slice(0, 24);
}

/** `src/app/main.py` seen from its folder as a dotted module; a leading `src` is left out when it is no package. */
export function moduleOf(reader: Reader, folder: string, path: string): { name: string; root: string } {
  const local = (within(folder, path) ?? path).replace(/\.py$/, '').replace(/\/__init__$/, '');
  const parts = local.split('/');
  const first = folder === '.' ? parts[0]! : `${folder}/${parts[0]}`;
  const nested =
    parts.length > 1 &&
    !reader.tree.has(`${first}/__init__.py`) &&
    ['src', 'app', 'backend', 'server', 'api'].includes(parts[0]!) &&
    parts[0] === 'src';
  return { name: (nested ? parts.slice(1) : parts).join('.'), root: nested ? parts[0]! : '.' };
}

const bind = '0.0.0.0:$PORT';

/** How a WSGI application is served: gunicorn, two processes of four threads unless WEB_CONCURRENCY says otherwise. */
export const gunicorn = (target: string, root = '.') =>
  `gunicorn${root === '.' ? '' : ` --chdir ${root}`} --bind ${bind} --workers 2 --threads 4 ${/[()]/.test(target) ? `'${target}'` : target}`;
export const uvicorn = (target: string, root = '.', factory = false) =>
  `uvicorn ${target}${factory ? ' --factory' : ''}${root === '.' ? '' : ` --app-dir ${root}`} --host 0.0.0.0 --port $PORT --proxy-headers --forwarded-allow-ips '*'`;

const has = (project: PythonProject, name: string) => project.dependencies.some((each) => each.name === name);
const missing = (project: PythonProject, ...names: string[]) => names.filter((name) => !has(project, name));

/** An object of a framework's class in the files, such as `app = Flask(__name__)`. */
function instance(files: SourceFile[], classes: string): { file: SourceFile; name: string; offset: number } | null {
  const pattern = new RegExp(
    `^(\\w+)(?:\\s*,\\s*\\w+)*(?:\\s*:\\s*[\\w.]+)?\\s*=\\s*(?:\\w+\\.)*(?:${classes})\\(`,
    'm'
  );
  for (const file of files) {
    const match = pattern.exec(file.text);
    if (match) return { file, name: match[1]!, offset: match.index };
  }
  return null;
}

function factory(files: SourceFile[], classes: string): { file: SourceFile; name: string; offset: number } | null {
  const pattern = /^def\s+((?:create|make|get|build|init|setup)_(?:app|application)|app_factory)\s*\(([^)]*)\)/m;
  for (const file of files) {
    const match = pattern.exec(file.text);
    if (match && new RegExp(`\\b(?:${classes})\\(`).test(file.text))
      return { file, name: match[1]!, offset: match.index };
  }
  return null;
}

/** The command that serves the project's web application; null where none is found. */
export function webCommand(
  reader: Reader,
  project: PythonProject,
  framework: string | null,
  files: SourceFile[]
): PythonCommand | null {
  if (framework === 'django') return django(reader, project);
  const asgi =
    framework === 'fastapi' ||
    framework === 'starlette' ||
    framework === 'fasthtml' ||
    framework === 'litestar' ||
    framework === 'quart' ||
    framework === 'sanic';
  const classes = asgi
    ? 'FastAPI|Starlette|Litestar|Quart|Sanic|FastHTML|fast_app'
    : 'Flask|APIFlask|Bottle|Dash|Connexion|FlaskApp|App|API';
  if (framework === 'streamlit' || framework === 'gradio') return scriptServer(project, framework, files);
  if (!framework) return null;
  const found = instance(files, classes);
  const made = found ?? factory(files, classes);
  const calling = found ? null : calledFactory(files);
  const chosen = calling ?? made;
  if (!chosen) return null;
  const module = moduleOf(reader, project.folder, chosen.file.path);
  const evidence = evidenceAt(chosen.file, chosen.offset, 0.85);
  const isFactory = !found && !calling;
  if (asgi)
    return {
      text: uvicorn(`${module.name}:${chosen.name}`, module.root, isFactory),
      adds:
        has(project, 'fastapi') && project.dependencies.some((each) => each.name === 'fastapi-cli')
          ? []
          : missing(project, 'uvicorn'),
      evidence
    };
  const attribute = framework === 'dash' ? 'server' : null;
  return {
    text: gunicorn(`${module.name}:${attribute ?? chosen.name}${isFactory ? '()' : ''}`, module.root),
    adds: missing(project, 'gunicorn'),
    evidence
  };
}

/** `app = create_app()` at the top of a module, of one that holds tasks only where no other does. */
function calledFactory(files: SourceFile[]): { file: SourceFile; name: string; offset: number } | null {
  const background = (file: SourceFile) => Number(/(?:^|\/)(?:tasks|celery\w*|worker)\.py$/.test(file.path));
  for (const file of [...files].sort((a, b) => background(a) - background(b))) {
    const match =
      /^(app|application|server|api)\s*=\s*(?:create|make|get|build|init|setup)_(?:app|application)\(/m.exec(file.text);
    if (match) return { file, name: match[1]!, offset: match.index };
  }
  return null;
}

function django(reader: Reader, project: PythonProject): PythonCommand | null {
  const wsgi = reader.tree.below(project.folder, /(?:^|\/)wsgi\.py$/)[0];
  const asgi = reader.tree.below(project.folder, /(?:^|\/)asgi\.py$/)[0];
  const live = has(project, 'channels') || has(project, 'daphne');
  if (live && asgi)
    return {
      text: uvicorn(`${moduleOf(reader, project.folder, asgi).name}:application`),
      adds: missing(project, 'uvicorn', 'websockets'),
      evidence: evidenceOfFile(asgi, 'ASGI application', 0.85)
    };
  if (wsgi)
    return {
      text: gunicorn(`${moduleOf(reader, project.folder, wsgi).name}:application`),
      adds: missing(project, 'gunicorn'),
      evidence: evidenceOfFile(wsgi, 'WSGI application', 0.9)
    };
  if (asgi)
    return {
      text: uvicorn(`${moduleOf(reader, project.folder, asgi).name}:application`),
      adds: missing(project, 'uvicorn'),
      evidence: evidenceOfFile(asgi, 'ASGI application', 0.85)
    };
  const manage = reader.tree.first(project.folder, 'manage.py');
  return manage
    ? { text: 'python manage.py runserver 0.0.0.0:$PORT', adds: [], evidence: evidenceOfFile(manage, 'manage.py', 0.5) }
    : null;
}

function scriptServer(project: PythonProject, framework: string, files: SourceFile[]): PythonCommand | null {
  const file = files.find((each) => new RegExp(`^\\s*import ${framework}`, 'm').test(each.text));
  if (!file) return null;
  const path = within(project.folder, file.path) ?? nameOf(file.path);
  const text =
    framework === 'streamlit'
      ? `streamlit run ${path} --server.port $PORT --server.address 0.0.0.0 --server.headless true`
      : `python ${path}`;
  return { text, adds: [], evidence: evidenceOfFile(file.path, `imports ${framework}`, 0.8) };
}

/** The commands of background processes by name: Celery (and its beat), RQ, Dramatiq, ARQ, Huey. */
export function workerCommands(
  reader: Reader,
  project: PythonProject,
  files: SourceFile[]
): Map<string, PythonCommand> {
  const found = new Map<string, PythonCommand>();
  const celery = has(project, 'celery') ? instance(files, 'Celery') : null;
  if (celery) {
    const packaged =
      /\/(?:celery|celery_app|celeryapp)\.py$/.test(celery.file.path) &&
      reader.tree.has(celery.file.path.replace(/[^/]+$/, '__init__.py'));
    const module = moduleOf(reader, project.folder, celery.file.path).name;
    const target =
      packaged && module.endsWith('.celery')
        ? module.replace(/\.celery$/, '')
        : celery.name === 'app' || celery.name === 'celery'
          ? module
          : `${module}.${celery.name}`;
    const evidence = evidenceAt(celery.file, celery.offset, 0.9);
    found.set('worker', { text: `celery -A ${target} worker --loglevel info`, adds: [], evidence });
    const schedule = files.find((file) =>
      /beat_schedule|CELERY_BEAT_SCHEDULE|django_celery_beat|add_periodic_task/.test(file.text)
    );
    if (schedule)
      found.set('beat', {
        text: `celery -A ${target} beat --loglevel info --schedule /tmp/celerybeat-schedule`,
        adds: [],
        evidence: evidenceAt(
          schedule,
          schedule.text.search(/beat_schedule|CELERY_BEAT_SCHEDULE|django_celery_beat|add_periodic_task/),
          0.85
        )
      });
  }
  const manage = reader.tree.first(project.folder, 'manage.py');
  const simple: [string, string, boolean][] = [
    ['django-rq', 'python manage.py rqworker default', manage !== null],
    ['django-q', 'python manage.py qcluster', manage !== null],
    ['django-q2', 'python manage.py qcluster', manage !== null],
    ['rq', 'rq worker --url "$REDIS_URL"', manage === null]
  ];
  for (const [name, text, fits] of simple) {
    const dependency = project.dependencies.find((each) => each.name === name && !each.development);
    if (dependency && fits && !found.has('worker'))
      found.set('worker', { text, adds: [], evidence: dependency.evidence });
  }
  const dramatiq = files.find((file) => /@dramatiq\.actor/.test(file.text));
  if (dramatiq && has(project, 'dramatiq'))
    found.set('worker', {
      text: `dramatiq ${moduleOf(reader, project.folder, dramatiq.path).name}`,
      adds: [],
      evidence: evidenceOfFile(dramatiq.path, 'Dramatiq actors', 0.8)
    });
  const arq = files.find((file) => /^class WorkerSettings\b/m.test(file.text));
  if (arq && has(project, 'arq'))
    found.set('worker', {
      text: `arq ${moduleOf(reader, project.folder, arq.path).name}.WorkerSettings`,
      adds: [],
      evidence: evidenceOfFile(arq.path, 'ARQ worker settings', 0.9)
    });
  return found;
}

/** The command that brings the tables up to date: Django, Alembic, Flask-Migrate. */
export function releaseCommand(reader: Reader, project: PythonProject, framework: string | null): PythonCommand | null {
  const manage = reader.tree.first(project.folder, 'manage.py');
  if (framework === 'django' && manage)
    return {
      text: 'python manage.py migrate --noinput',
      adds: [],
      evidence: evidenceOfFile(manage, 'manage.py', 0.95)
    };
  const flask = project.dependencies.find((each) => each.name === 'flask-migrate');
  if (flask && reader.tree.first(project.folder, 'migrations/env.py'))
    return { text: 'flask db upgrade', adds: [], evidence: flask.evidence };
  const alembic = reader.tree.first(project.folder, 'alembic.ini');
  return alembic
    ? { text: 'alembic upgrade head', adds: [], evidence: evidenceOfFile(alembic, 'alembic.ini', 0.95) }
    : null;
}
