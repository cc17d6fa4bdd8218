import type { DatastoreKind } from '../../../domain/analysis.ts';
import { usesPackage, type PhpProject } from '../detectors/php/project.ts';

/** How an extension gets into the official image: Debian packages to build it and to run it, and whether it comes from PECL. */
interface Extension {
  build?: string[];
  run?: string[];
  pecl?: boolean;
}

/** Extensions that can be added; what the image has from the start, such as curl, mbstring or pdo_sqlite, is not among them. */
const addable: Record<string, Extension> = {
  bcmath: {},
  bz2: { build: ['libbz2-dev'], run: ['libbz2-1.0'] },
  calendar: {},
  exif: {},
  ffi: { build: ['libffi-dev'], run: ['libffi8'] },
  gd: {
    build: ['libpng-dev', 'libjpeg62-turbo-dev', 'libfreetype6-dev', 'libwebp-dev'],
    run: ['libpng16-16', 'libjpeg62-turbo', 'libfreetype6', 'libwebp7']
  },
  gettext: {},
  gmp: { build: ['libgmp-dev'], run: ['libgmp10'] },
  intl: { build: ['libicu-dev'], run: ['libicu76'] },
  ldap: { build: ['libldap2-dev'], run: ['libldap2'] },
  mysqli: {},
  opcache: {},
  pcntl: {},
  pdo_mysql: {},
  pdo_pgsql: { build: ['libpq-dev'], run: ['libpq5'] },
  pgsql: { build: ['libpq-dev'], run: ['libpq5'] },
  shmop: {},
  soap: { build: ['libxml2-dev'], run: ['libxml2'] },
  sockets: {},
  sysvmsg: {},
  sysvsem: {},
  sysvshm: {},
  tidy: { build: ['libtidy-dev'], run: ['libtidy58'] },
  xsl: { build: ['libxslt1-dev'], run: ['libxslt1.1'] },
  zip: { build: ['libzip-dev'], run: ['libzip5'] },
  amqp: { build: ['librabbitmq-dev'], run: ['librabbitmq4'], pecl: true },
  apcu: { pecl: true },
  igbinary: { pecl: true },
  imagick: { build: ['libmagickwand-dev'], run: ['libmagickwand-7.q16-10'], pecl: true },
  memcached: {
    build: ['libmemcached-dev', 'zlib1g-dev', 'libssl-dev'],
    run: ['libmemcached11', 'libmemcachedutil2'],
    pecl: true
  },
  mongodb: { build: ['libssl-dev'], pecl: true },
  msgpack: { pecl: true },
  redis: { pecl: true }
};

/** Packages that call an extension which they leave to the app to ask for. */
const byPackage: [RegExp, string[]][] = [
  [/^intervention\/image|^dompdf\/dompdf$|^spatie\/(?:laravel-medialibrary|image)$|^endroid\/qr-code$/, ['gd', 'exif']],
  [/^(?:maatwebsite\/excel|phpoffice\/phpspreadsheet)$/, ['gd', 'zip']],
  [/^laravel\/horizon$/, ['pcntl', 'redis']],
  [/^(?:filament\/filament|twig\/intl-extra|cakephp\/cakephp|codeigniter4\/framework)$/, ['intl']],
  [/^php-amqplib\/php-amqplib$/, ['bcmath', 'sockets']],
  [/^(?:mongodb\/(?:mongodb|laravel-mongodb)|doctrine\/mongodb-odm)$/, ['mongodb']],
  [/^drupal\/core/, ['gd', 'exif']]
];

const byStore: Partial<Record<DatastoreKind, string[]>> = {
  mysql: ['pdo_mysql', 'mysqli'],
  mariadb: ['pdo_mysql', 'mysqli'],
  postgres: ['pdo_pgsql'],
  memcached: ['memcached'],
  mongodb: ['mongodb']
};

/** What an image must be given so that the app's extensions are there: names by origin, and Debian packages. */
export interface PhpExtensions {
  bundled: string[];
  pecl: string[];
  build: string[];
  run: string[];
}

/** The extensions that a project needs, with what they need: those it insists on, its packages call, and its datastores want. */
export function phpExtensions(project: PhpProject, stores: DatastoreKind[], workers: boolean): PhpExtensions {
  const own = project.packages.filter((each) => !each.development);
  const wanted = [
    ...project.extensions,
    ...own.flatMap((each) => byPackage.find(([pattern]) => pattern.test(each.name))?.[1] ?? []),
    ...stores.flatMap((kind) => byStore[kind] ?? []),
    ...(stores.includes('redis') && !usesPackage(project, 'predis/predis') ? ['redis'] : []),
    ...(workers ? ['pcntl'] : []),
    ...(project.version.image === '8.5' ? [] : ['opcache'])
  ].filter((name) => name !== 'opcache' || project.version.image !== '8.5');
  const names = [...new Set(wanted)].filter((name) => Object.hasOwn(addable, name)).sort();
  const of = (name: string) => addable[name]!;
  return {
    bundled: names.filter((name) => !of(name).pecl),
    pecl: names.filter((name) => of(name).pecl),
    build: names.flatMap((name) => of(name).build ?? []),
    run: names.flatMap((name) => of(name).run ?? [])
  };
}
