import type { Signature } from '../signature.ts';
import type { Situation } from '../situation.ts';
import { edit, packages } from '../ways.ts';

/** Programs that slim images leave out, and the Debian packages that hold them. */
export const programs: Record<string, string> = {
  'aarch64-linux-gnu-gcc': 'build-essential',
  autoreconf: 'autoconf',
  bash: 'bash',
  bzip2: 'bzip2',
  cargo: 'cargo',
  cc: 'build-essential',
  cmake: 'cmake',
  convert: 'imagemagick',
  curl: 'curl',
  dot: 'graphviz',
  exiftool: 'libimage-exiftool-perl',
  ffmpeg: 'ffmpeg',
  'g++': 'build-essential',
  gcc: 'build-essential',
  gfortran: 'gfortran',
  git: 'git',
  gpg: 'gnupg',
  gs: 'ghostscript',
  jq: 'jq',
  magick: 'imagemagick',
  make: 'make',
  mysql: 'default-mysql-client',
  ninja: 'ninja-build',
  openssl: 'openssl',
  patch: 'patch',
  pdftoppm: 'poppler-utils',
  perl: 'perl',
  'pkg-config': 'pkg-config',
  protoc: 'protobuf-compiler',
  ps: 'procps',
  psql: 'postgresql-client',
  python: 'python-is-python3',
  python3: 'python3',
  rsync: 'rsync',
  rustc: 'rustc',
  swig: 'swig',
  tesseract: 'tesseract-ocr',
  tini: 'tini',
  unzip: 'unzip',
  wget: 'wget',
  'x86_64-linux-gnu-gcc': 'build-essential',
  xz: 'xz-utils',
  zip: 'zip'
};

/** What libraries are called by pkg-config, and the Debian packages that programs are compiled against. */
const libraries: Record<string, string> = {
  alsa: 'libasound2-dev',
  cairo: 'libcairo2-dev',
  'dbus-1': 'libdbus-1-dev',
  fontconfig: 'libfontconfig-dev',
  freetype2: 'libfreetype-dev',
  'glib-2.0': 'libglib2.0-dev',
  'icu-uc': 'libicu-dev',
  'krb5-gssapi': 'libkrb5-dev',
  libavcodec: 'libavcodec-dev',
  libcurl: 'libcurl4-openssl-dev',
  libffi: 'libffi-dev',
  libgit2: 'libgit2-dev',
  libheif: 'libheif-dev',
  libjpeg: 'libjpeg-dev',
  libpng: 'libpng-dev',
  libpq: 'libpq-dev',
  'libsecret-1': 'libsecret-1-dev',
  libsodium: 'libsodium-dev',
  libsystemd: 'libsystemd-dev',
  'libusb-1.0': 'libusb-1.0-0-dev',
  libwebp: 'libwebp-dev',
  'libxml-2.0': 'libxml2-dev',
  libxslt: 'libxslt1-dev',
  libzmq: 'libzmq3-dev',
  openssl: 'libssl-dev',
  pangocairo: 'libpango1.0-dev',
  'pixman-1': 'libpixman-1-dev',
  'portaudio-2.0': 'portaudio19-dev',
  rdkafka: 'librdkafka-dev',
  sqlite3: 'libsqlite3-dev',
  vips: 'libvips-dev',
  xmlsec1: 'libxmlsec1-dev',
  zlib: 'zlib1g-dev'
};

const from = (table: Record<string, string>, names: (string | undefined)[]): string | undefined => {
  const name = names.find((each) => each !== undefined);
  return name !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
};

/** Adds what holds a program to where it was missed; tools that come with npm packages may have been left out after the build. */
function add(match: RegExpExecArray, situation: Situation) {
  const [, ...names] = match;
  const name = from(programs, names);
  const stage = situation.step?.kind === 'build' ? 'build' : 'run';
  return name === undefined
    ? edit(situation, { edit: 'keep-development' })
    : edit(situation, { edit: 'add-packages', stage, names: [name] });
}

/** Programs and libraries that builds look for by name. */
export const missingPrograms: Signature[] = [
  {
    id: 'program_missing',
    places: ['build', 'container'],
    pattern:
      /spawn(?:Sync)? ([\w.+-]{1,40}) ENOENT|syscall spawn ([\w.+-]{1,40})$|(?:^|\s)(?:\/bin\/)?(?:ba|da)?sh: (?:line )?\d{1,5}: ([\w.+-]{1,40}): (?:command )?not found|Cannot find command '([\w.+-]{1,40})'|command '(?:\/usr\/bin\/)?([\w.+-]{1,40})' failed: No such file|exec: "([\w.+-]{1,40})": executable file not found in \$PATH$|No such file or directory: '((?:\w{1,10}-linux-gnu-)?(?:gcc|g\+\+|cc)|git|ffmpeg|curl|make|cmake|dot|psql|tesseract)'|can't find (?:the )?(Rust) compiler/i,
    act: 'auto',
    cause: 'A program that is called is not in the image.',
    advice: 'Install the program in the image, or list the package that brings it among the dependencies.',
    fixes: (match, situation) =>
      match[8] === undefined ? add(match, situation) : packages(situation, ['cargo', 'rustc'])
  },
  {
    id: 'pkg_config',
    places: ['build'],
    pattern:
      /Package '?([\w.+-]{1,60})'?,? (?:was not found in the pkg-config search path|required by 'virtual:world',? not found)|No package '([\w.+-]{1,60})' found|"?pkg-config"?: (?:executable file|command )?not found/i,
    act: 'auto',
    cause: 'Something is compiled against a library that is not in the image.',
    advice: 'Install pkg-config and the development package of the library in the build stage.',
    fixes: ([, ...names], situation) => {
      const library = from(libraries, names);
      const named = names.some((name) => name !== undefined);
      if (named && library === undefined) return [];
      return packages(situation, ['pkg-config', ...(library === undefined ? [] : [library])]);
    }
  }
];
