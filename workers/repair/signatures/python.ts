import type { Signature } from '../signature.ts';
import { newestOf } from '../versions.ts';
import { onVersion, packages } from '../ways.ts';

/** Lines of Python that images exist of, the newest first. */
const pythons = ['3.13', '3.12', '3.11', '3.10', '3.9'];
const compiler = ['gcc', 'libc6-dev'];

/** Headers that a compiler misses, and the Debian packages that hold them. */
const headers: Record<string, string> = {
  'openssl/ssl.h': 'libssl-dev',
  'Python.h': 'python3-dev',
  'ffi.h': 'libffi-dev',
  'libxml/xpath.h': 'libxml2-dev',
  'libxml/xmlversion.h': 'libxml2-dev',
  'zlib.h': 'zlib1g-dev',
  'jpeglib.h': 'libjpeg-dev'
};

/** Python packages that are compiled against libraries. */
export const python: Signature[] = [
  {
    id: 'pg_config',
    places: ['build'],
    pattern: /pg_config executable not found|fatal error: libpq-fe\.h/i,
    act: 'auto',
    cause: "PostgreSQL's client library is missing, and psycopg is compiled against it.",
    advice: 'Install libpq-dev and gcc in the build stage and libpq5 in the last, or use psycopg[binary].',
    fixes: (_, situation) => packages(situation, ['libpq-dev', ...compiler], ['libpq5'])
  },
  {
    id: 'mysqlclient',
    places: ['build'],
    pattern: /Can not find valid pkg-config name|mysql_config: not found|Specify MYSQLCLIENT_CFLAGS/i,
    act: 'auto',
    cause: "MySQL's client library is missing, and mysqlclient is compiled against it.",
    advice: 'Install default-libmysqlclient-dev, pkg-config and gcc in the build stage.',
    fixes: (_, situation) =>
      packages(situation, ['default-libmysqlclient-dev', 'pkg-config', ...compiler], ['libmariadb3'])
  },
  {
    id: 'c_header',
    places: ['build'],
    pattern: /fatal error: ([A-Za-z0-9_./-]{1,100}\.h): No such file or directory/i,
    act: 'auto',
    cause: 'A package is compiled against a library that is not in the image.',
    advice: 'Install the development package of that library in the build stage.',
    fixes: (match, situation) => {
      const name = Object.hasOwn(headers, match[1]!) ? headers[match[1]!] : undefined;
      return name === undefined ? [] : packages(situation, [name]);
    }
  },
  {
    id: 'py_version',
    places: ['build'],
    pattern: /requires a different Python: \S{1,20} not in '([^']{1,80})'|No matching distribution found for \S/i,
    act: 'auto',
    evidence: ({ output }) => !/Name or service not known|Failed to establish a new connection/.test(output),
    cause: 'A package has no release for the version of Python in the image.',
    advice: 'Name a version of Python that all packages support in .python-version or requires-python.',
    fixes: (match, situation) => {
      const version = match[1] === undefined ? null : newestOf(pythons, match[1]);
      return version === null ? [] : onVersion(situation, 'python', version);
    }
  },
  {
    id: 'pip_wheel',
    places: ['build'],
    pattern: /Failed building wheel for \S|failed-wheel-build-for-install|error: subprocess-exited-with-error/i,
    general: true,
    act: 'auto',
    cause: 'A package has no ready build for this Python and is compiled, which failed.',
    advice: 'Use a version of the package that has a wheel, or install what its compilation needs.',
    fixes: (_, situation) => packages(situation, ['build-essential', 'pkg-config'])
  }
];
