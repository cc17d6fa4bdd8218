import { cleanText } from '../lines.ts';
import type { Signature } from '../signature.ts';
import type { Situation } from '../situation.ts';
import { newestOf } from '../versions.ts';
import { onVersion, packages } from '../ways.ts';

/** Lines of Python that images exist of, the newest first. */
const pythons = ['3.13', '3.12', '3.11', '3.10', '3.9'];
const compiler = ['gcc', 'libc6-dev'];

/** What pip says of the releases that it left out: the range of Python that the wanted one is made for. */
function rangeIn({ output }: Situation): string | null {
  const said = cleanText(output);
  const wanted = /satisfies the requirement [A-Za-z0-9._-]{1,80}(?:\[[^\]]{0,80}\])?==([\w.]{1,30})/.exec(said)?.[1];
  const left = /Ignored the following versions that require a different python version: ([^\n]{1,20000})/i.exec(
    said
  )?.[1];
  const entry = (left ?? '').split(';').find((each) => wanted === undefined || each.trim().startsWith(`${wanted} `));
  return /Requires-Python ([^;]{1,80})/.exec(entry ?? '')?.[1]?.trim() ?? null;
}

/** Headers that a compiler misses, and the Debian packages that hold them. */
const headers: Record<string, string> = {
  'Python.h': 'python3-dev',
  'bzlib.h': 'libbz2-dev',
  'cairo.h': 'libcairo2-dev',
  'curl/curl.h': 'libcurl4-openssl-dev',
  'expat.h': 'libexpat1-dev',
  'ffi.h': 'libffi-dev',
  'ft2build.h': 'libfreetype-dev',
  'gmp.h': 'libgmp-dev',
  'gssapi/gssapi.h': 'libkrb5-dev',
  'jpeglib.h': 'libjpeg-dev',
  'lber.h': 'libldap2-dev',
  'ldap.h': 'libldap2-dev',
  'libxml/xmlversion.h': 'libxml2-dev',
  'libxml/xpath.h': 'libxml2-dev',
  'lzma.h': 'liblzma-dev',
  'magic.h': 'libmagic-dev',
  'mysql.h': 'default-libmysqlclient-dev',
  'openssl/ssl.h': 'libssl-dev',
  'pcap.h': 'libpcap-dev',
  'png.h': 'libpng-dev',
  'portaudio.h': 'portaudio19-dev',
  'sasl/sasl.h': 'libsasl2-dev',
  'snappy-c.h': 'libsnappy-dev',
  'sql.h': 'unixodbc-dev',
  'sqlite3.h': 'libsqlite3-dev',
  'uuid/uuid.h': 'uuid-dev',
  'vips/vips.h': 'libvips-dev',
  'yaml.h': 'libyaml-dev',
  'zlib.h': 'zlib1g-dev'
};

/** Libraries as setup scripts name them, and the Debian packages to compile against. */
const compiled: Record<string, string[]> = {
  'libxml2 and libxslt': ['libxml2-dev', 'libxslt1-dev'],
  freetype: ['libfreetype-dev'],
  jpeg: ['libjpeg-dev', 'zlib1g-dev'],
  librdkafka: ['librdkafka-dev'],
  libxmlsec1: ['libxmlsec1-dev'],
  portaudio: ['portaudio19-dev'],
  zlib: ['zlib1g-dev']
};

/** Python packages: those that are compiled against libraries, and versions that do not fit. */
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
    evidence: (situation) => /requires a different Python: /.test(situation.output) || rangeIn(situation) !== null,
    cause: 'A package has no release for the version of Python in the image.',
    advice: 'Name a version of Python that all packages support in .python-version or requires-python.',
    fixes: (match, situation) => {
      const range = match[1] ?? rangeIn(situation);
      const version = range === null ? null : newestOf(pythons, range);
      return version === null ? [] : onVersion(situation, 'python', version);
    }
  },
  {
    id: 'pip_404',
    places: ['build'],
    pattern: /No matching distribution found for \S|because \S{1,80} was not found in the package registry/i,
    act: 'human',
    evidence: (situation) =>
      rangeIn(situation) === null &&
      !/Name or service not known|Failed to establish a new connection|Temporary failure/.test(situation.output),
    cause: 'A Python package does not exist in that version, or is private.',
    advice: 'Check the name and the version of the package, or give the index that it is read from.',
    fixes: () => []
  },
  {
    id: 'python_library',
    places: ['build'],
    pattern:
      /Please make sure the (libxml2 and libxslt) development packages are installed|headers or library files could not be found for (\w{1,20})|Could not find (librdkafka|portaudio|libxmlsec1)/i,
    act: 'auto',
    cause: 'A package is compiled against a library that is not in the image.',
    advice: 'Install the development package of that library in the build stage, or use a version that has a wheel.',
    fixes: (match, situation) => {
      const name = (match[1] ?? match[2] ?? match[3])!.toLowerCase();
      const names = Object.hasOwn(compiled, name) ? compiled[name]! : [];
      return names.length === 0 ? [] : packages(situation, ['build-essential', 'pkg-config', ...names]);
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
