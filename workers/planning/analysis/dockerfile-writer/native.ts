import type { Dependency } from '../detector.ts';
import { gems } from './native-gems.ts';

/** Debian packages that a library needs to be built or to run in a slim image. */
export interface Native {
  build?: string[];
  run?: string[];
}

/** npm packages whose installation or use needs more than Node's slim image holds. */
const npm: Record<string, Native> = {
  prisma: { run: ['openssl', 'ca-certificates'] },
  '@prisma/client': { run: ['openssl', 'ca-certificates'] },
  canvas: {
    build: [
      'python3',
      'make',
      'g++',
      'pkg-config',
      'libcairo2-dev',
      'libpango1.0-dev',
      'libjpeg-dev',
      'libgif-dev',
      'librsvg2-dev'
    ],
    run: ['libcairo2', 'libpango-1.0-0', 'libpangocairo-1.0-0', 'libjpeg62-turbo', 'libgif7', 'librsvg2-2']
  },
  'node-gyp': { build: ['python3', 'make', 'g++'] },
  bcrypt: { build: ['python3', 'make', 'g++'] },
  'better-sqlite3': { build: ['python3', 'make', 'g++'] },
  sqlite3: { build: ['python3', 'make', 'g++'] },
  argon2: { build: ['python3', 'make', 'g++'] },
  'node-pty': { build: ['python3', 'make', 'g++'] },
  isolated_vm: { build: ['python3', 'make', 'g++'] },
  re2: { build: ['python3', 'make', 'g++'] },
  'node-rdkafka': { build: ['python3', 'make', 'g++', 'libssl-dev', 'zlib1g-dev'] },
  puppeteer: { run: ['chromium', 'fonts-liberation'] },
  'puppeteer-core': { run: ['chromium', 'fonts-liberation'] },
  'fluent-ffmpeg': { run: ['ffmpeg'] },
  gm: { run: ['graphicsmagick'] }
};

/** Python packages that have no wheel for slim images or call a program. */
const pip: Record<string, Native> = {
  psycopg2: { build: ['gcc', 'libc6-dev', 'libpq-dev'], run: ['libpq5'] },
  psycopg: { run: ['libpq5'] },
  mysqlclient: { build: ['gcc', 'libc6-dev', 'pkg-config', 'default-libmysqlclient-dev'], run: ['libmariadb3'] },
  'python-ldap': { build: ['gcc', 'libc6-dev', 'libldap2-dev', 'libsasl2-dev'], run: ['libldap2', 'libsasl2-2'] },
  'django-auth-ldap': { build: ['gcc', 'libc6-dev', 'libldap2-dev', 'libsasl2-dev'], run: ['libldap2', 'libsasl2-2'] },
  pycurl: { build: ['gcc', 'libc6-dev', 'libcurl4-openssl-dev', 'libssl-dev'], run: ['libcurl4'] },
  uwsgi: { build: ['gcc', 'libc6-dev'] },
  pygraphviz: { build: ['gcc', 'libc6-dev', 'libgraphviz-dev'], run: ['graphviz'] },
  graphviz: { run: ['graphviz'] },
  weasyprint: { run: ['libpango-1.0-0', 'libpangoft2-1.0-0', 'libharfbuzz-subset0'] },
  pydub: { run: ['ffmpeg'] },
  'ffmpeg-python': { run: ['ffmpeg'] },
  pytesseract: { run: ['tesseract-ocr'] },
  pdf2image: { run: ['poppler-utils'] },
  'python-magic': { run: ['libmagic1'] },
  opencv: { run: ['libgl1', 'libglib2.0-0'] },
  'opencv-python': { run: ['libgl1', 'libglib2.0-0'] },
  gdal: { build: ['gcc', 'g++', 'libgdal-dev'], run: ['libgdal-dev'] },
  pyodbc: { build: ['gcc', 'g++', 'unixodbc-dev'], run: ['unixodbc'] }
};

const tables = { npm, pip, gem: gems };

/** What the direct dependencies of an app need of Debian, for its build and when it runs. */
export function nativePackages(
  registry: keyof typeof tables,
  dependencies: Dependency[]
): { build: string[]; run: string[] } {
  const table = tables[registry];
  const needs = dependencies
    .map((each) => (registry === 'pip' ? each.name.toLowerCase().replaceAll('_', '-') : each.name))
    .map((name) => (Object.hasOwn(table, name) ? table[name] : undefined));
  const fromGit = dependencies.some((each) =>
    /^(?:git[+:]|github:|[\w-]+\/[\w.-]+(?:#|$))|@ git\+|\bgit\+https/.test(each.version ?? '')
  );
  return {
    build: [
      ...new Set([
        ...needs.flatMap((need) => [...(need?.build ?? []), ...(need?.run ?? [])]),
        ...(fromGit ? ['git', 'ca-certificates'] : [])
      ])
    ],
    run: [...new Set(needs.flatMap((need) => need?.run ?? []))]
  };
}
