import type { BuildFacts, Written } from '../detector.ts';
import type { PythonProject } from '../detectors/python/project.ts';
import { pythonImage } from '../detectors/python/version.ts';
import { nameOf, within } from '../reading/paths.ts';
import type { Tree } from '../reading/tree.ts';
import {
  aptInstall,
  assignments,
  buildArguments,
  commandLine,
  copy,
  dataLines,
  dockerfile,
  ignoreText,
  runCached,
  word
} from './layout.ts';
import { nativePackages } from './native.ts';

/** What the Dockerfile of a Python app is written from. `adds` are packages that the start command needs and no manifest lists. */
export interface PythonBuild {
  project: PythonProject;
  adds: string[];
  collects: boolean;
  settings: string | null;
  tree: Tree;
}

/** A multi-stage Dockerfile: packages go into a virtual environment that the last stage takes over without build tools. */
export function writePython(build: PythonBuild, facts: BuildFacts): Written {
  const { project } = build;
  const image = `python:${pythonImage(project.version?.version ?? null)}-slim`;
  const native = nativePackages(
    'pip',
    project.dependencies.filter((each) => !each.development)
  );
  const context = contextOf(project);
  return {
    text: dockerfile(
      [
        `FROM ${image} AS build`,
        'ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PYTHONDONTWRITEBYTECODE=1',
        aptInstall(native.build),
        'RUN python -m venv /opt/venv',
        'ENV VIRTUAL_ENV=/opt/venv PATH=/opt/venv/bin:$PATH',
        'WORKDIR /app',
        ...installLines(build, context),
        build.adds.length > 0 ? runCached('/root/.cache/pip', `pip install ${build.adds.map(word).join(' ')}`) : null
      ],
      [
        `FROM ${image}`,
        `ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1${facts.process.kind === 'web' ? ` PORT=${facts.port}` : ''}`,
        aptInstall(native.run),
        'RUN useradd --uid 10001 --create-home app && mkdir /app && chown app:app /app',
        'WORKDIR /app',
        'COPY --from=build /opt/venv /opt/venv',
        'COPY --chown=app:app . .',
        workFolder(project, context),
        ...dataLines(facts, 'app'),
        'USER app',
        ...collectLines(build, facts),
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? 'python main.py')
      ]
    ),
    ignore: ignoreText(
      '**/__pycache__',
      '**/*.pyc',
      '**/.venv',
      '**/venv',
      '**/.pytest_cache',
      '**/.mypy_cache',
      '**/.ruff_cache',
      '**/node_modules',
      '*.sqlite3',
      '*.db'
    ),
    context
  };
}

/** A member of a uv workspace is installed from the folder of the lock file. */
const contextOf = (project: PythonProject): string => {
  if (project.manager !== 'uv' || !project.lockFile) return project.folder;
  return project.lockFile.includes('/') ? project.lockFile.slice(0, project.lockFile.lastIndexOf('/')) : '.';
};

const workFolder = (project: PythonProject, context: string) => {
  const local = within(context, project.folder);
  return local && local !== '.' ? `WORKDIR /app/${local}` : null;
};

function installLines(build: PythonBuild, context: string): string[] {
  const { project } = build;
  const local = (path: string) => within(context, path) ?? path;
  switch (project.manager) {
    case 'uv':
      return uvLines(project, local, context);
    case 'poetry':
      return [
        copy(['pyproject.toml', ...(project.lockFile ? [nameOf(project.lockFile)] : [])], './'),
        runCached('/root/.cache/pip', 'python -m venv /opt/poetry && /opt/poetry/bin/pip install poetry'),
        runCached('/root/.cache/pypoetry', '/opt/poetry/bin/poetry install --only main --no-root --no-interaction')
      ];
    case 'pdm':
      return [
        copy(['pyproject.toml', ...(project.lockFile ? [nameOf(project.lockFile)] : [])], './'),
        // pdm 2.29 calls what the second release of the cache library that it asks for no longer has
        runCached('/root/.cache/pip', "python -m venv /opt/pdm && /opt/pdm/bin/pip install pdm 'hishel<2'"),
        runCached(
          '/root/.cache/pdm',
          `/opt/pdm/bin/pdm install --prod --no-self${project.lockFile ? ' --frozen-lockfile' : ''}`
        )
      ];
    case 'pipenv':
      return [
        copy(['Pipfile', ...(project.lockFile ? [nameOf(project.lockFile)] : [])], './'),
        runCached('/root/.cache/pip', 'python -m venv /opt/pipenv && /opt/pipenv/bin/pip install pipenv'),
        runCached(
          '/root/.cache/pip',
          `${project.lockFile ? '' : '/opt/pipenv/bin/pipenv lock && '}/opt/pipenv/bin/pipenv requirements > /tmp/requirements.txt && pip install -r /tmp/requirements.txt`
        )
      ];
    case 'pip':
      return pipLines(build, local);
  }
}

function uvLines(project: PythonProject, local: (path: string) => string, context: string): string[] {
  const uv = 'ENV UV_PROJECT_ENVIRONMENT=/opt/venv UV_LINK_MODE=copy UV_PYTHON_DOWNLOADS=never UV_COMPILE_BYTECODE=1';
  const install = runCached('/root/.cache/pip', 'python -m venv /opt/uv && /opt/uv/bin/pip install uv');
  if (!project.lockFile)
    return [
      install,
      uv,
      copy(['pyproject.toml'], './'),
      runCached('/root/.cache/uv', '/opt/uv/bin/uv pip install -r pyproject.toml')
    ];
  const member = local(project.folder) !== '.' && context !== project.folder;
  const select = member && project.name ? `--package ${word(project.name)} ` : '';
  if (member)
    return [
      install,
      uv,
      'COPY . .',
      runCached('/root/.cache/uv', `/opt/uv/bin/uv sync --frozen --no-dev --no-editable ${select}`.trim())
    ];
  return [
    install,
    uv,
    copy(['pyproject.toml', local(project.lockFile)], './'),
    runCached('/root/.cache/uv', '/opt/uv/bin/uv sync --frozen --no-dev --no-install-project')
  ];
}

function pipLines({ project, tree }: PythonBuild, local: (path: string) => string): string[] {
  if (project.requirements) {
    const nested = project.manifests.filter((path) => /\.(?:txt|in)$/.test(path));
    const folders = [
      ...new Set(
        nested
          .map((path) => local(path))
          .filter((path) => path.includes('/'))
          .map((path) => path.slice(0, path.lastIndexOf('/')))
      )
    ];
    const direct = nested.map(local).filter((path) => !path.includes('/'));
    const constraint = tree.first(project.folder, 'constraints.txt');
    const own =
      project.packaged && /^[ \t]*(?:-e\s+)?\.(?:\[|\s*$)/m.test(project.files.map((file) => file.text).join('\n'));
    return [
      ...(own
        ? ['COPY . .']
        : [
            ...(direct.length > 0 ? [copy([...direct, ...(constraint ? ['constraints.txt'] : [])], './')] : []),
            ...folders.map((folder) => copy([folder], `./${folder}`))
          ]),
      ...setuptoolsLines(project),
      runCached('/root/.cache/pip', `pip install -r ${word(local(project.requirements))}`)
    ];
  }
  if (project.packaged || tree.first(project.folder, 'setup.py'))
    return ['COPY . .', runCached('/root/.cache/pip', 'pip install .')];
  if (!tree.first(project.folder, 'pyproject.toml'))
    return project.dependencies.length === 0 && tree.first(project.folder, 'manage.py')
      ? [runCached('/root/.cache/pip', 'pip install django')]
      : [];
  return [
    'RUN pip install uv',
    copy(['pyproject.toml'], './'),
    runCached('/root/.cache/uv', 'uv pip install -r pyproject.toml')
  ];
}

/**
 * Packages that were pinned years ago import `pkg_resources` as they are built or started, and name any `setuptools` as what
 * brings it; its release 81 announced the removal.
 */
function setuptoolsLines({ dependencies }: PythonProject): string[] {
  const old = dependencies.some(({ version }) => version?.includes('=='));
  if (!old || dependencies.some(({ name }) => name === 'setuptools')) return [];
  return [
    "RUN echo 'setuptools<81' > /opt/constraints.txt",
    'ENV PIP_CONSTRAINT=/opt/constraints.txt PIP_BUILD_CONSTRAINT=/opt/constraints.txt'
  ];
}

/** Static files are collected while building, with stand-ins for what the settings insist on. */
function collectLines(build: PythonBuild, facts: BuildFacts): string[] {
  if (!build.collects || facts.process.kind !== 'web') return [];
  const stand =
    'SECRET_KEY=build DJANGO_SECRET_KEY=build DATABASE_URL=sqlite:////tmp/build.sqlite3 REDIS_URL=redis://localhost:6379/0';
  return [
    ...buildArguments(facts.buildVariables),
    `RUN ${stand} ${assignments(facts)}python manage.py collectstatic --noinput`
  ];
}
