import type { Fix } from '../../domain/fix.ts';
import type { PythonPackage } from '../../domain/fix-values.ts';
import type { Signature } from '../signature.ts';
import { unitOf, type Situation } from '../situation.ts';
import { edit } from '../ways.ts';

/** What modules are called that no longer come with Python or that start commands take for granted, and what brings them. */
const modules: Record<string, PythonPackage> = {
  PIL: 'pillow',
  bs4: 'beautifulsoup4',
  celery: 'celery',
  cv2: 'opencv-python-headless',
  dateutil: 'python-dateutil',
  distutils: 'setuptools<81',
  dj_database_url: 'dj-database-url',
  dotenv: 'python-dotenv',
  email_validator: 'email-validator',
  eventlet: 'eventlet',
  gevent: 'gevent',
  gunicorn: 'gunicorn',
  hypercorn: 'hypercorn',
  jwt: 'pyjwt',
  multipart: 'python-multipart',
  pkg_resources: 'setuptools<81',
  psycopg: 'psycopg[binary]',
  psycopg2: 'psycopg2-binary',
  pymysql: 'pymysql',
  pytz: 'pytz',
  redis: 'redis',
  requests: 'requests',
  setuptools: 'setuptools<81',
  six: 'six',
  sklearn: 'scikit-learn',
  uvicorn: 'uvicorn',
  waitress: 'waitress',
  whitenoise: 'whitenoise',
  yaml: 'pyyaml'
};

/** Lets Python look into the folder of the repository that holds a package of that name, where the analysis has seen one. */
function inFolder(name: string, situation: Situation): Fix[] {
  const unit = unitOf(situation);
  const seen = situation.analysis.filesRead.map(({ path }) => path.split('/'));
  const path = seen.find((parts) => parts.slice(1, 4).some((part) => part === name || part === `${name}.py`));
  const folder = path?.slice(
    0,
    path.findIndex((part, index) => index > 0 && (part === name || part === `${name}.py`))
  );
  return unit && folder
    ? [{ kind: 'variable', service: unit.name, name: 'PYTHONPATH', value: `/app/${folder.join('/')}` }]
    : [];
}

/** Modules that Python code loads and that are not there. */
export const pythonModules: Signature[] = [
  {
    id: 'py_module',
    places: ['build', 'container'],
    pattern: /ModuleNotFoundError: No module named '([^']{1,200})'/,
    act: 'auto',
    cause: 'A Python package that the code loads is not in the image.',
    advice: 'Add the package to the requirements; for one of your own, set PYTHONPATH to the folder that holds it.',
    fixes: (match, situation) => {
      const name = match[1]!.split('.')[0]!;
      const missing = Object.hasOwn(modules, name) ? modules[name] : undefined;
      return missing === undefined
        ? inFolder(name, situation)
        : edit(situation, { edit: 'python-packages', names: [missing] });
    }
  }
];
