import type { CrateDependency } from '../detectors/rust/crate.ts';

/** What a crate that binds a C library needs of Debian. */
interface Native {
  build: string[];
  run?: string[];
}

const crates: Record<string, Native> = {
  'openssl-sys': { build: ['pkg-config', 'libssl-dev'], run: ['libssl3t64'] },
  'native-tls': { build: ['pkg-config', 'libssl-dev'], run: ['libssl3t64'] },
  'pq-sys': { build: ['libpq-dev'], run: ['libpq5'] },
  'mysqlclient-sys': { build: ['default-libmysqlclient-dev'], run: ['libmariadb3'] },
  'libsqlite3-sys': { build: ['libsqlite3-dev'], run: ['libsqlite3-0'] },
  'rdkafka-sys': { build: ['cmake', 'libsasl2-dev'], run: ['libsasl2-2'] },
  'prost-build': { build: ['protobuf-compiler'] },
  'tonic-build': { build: ['protobuf-compiler'] },
  'tonic-prost-build': { build: ['protobuf-compiler'] },
  'aws-lc-sys': { build: ['cmake'] },
  cmake: { build: ['cmake'] },
  bindgen: { build: ['clang', 'libclang-dev'] },
  'libgit2-sys': { build: ['cmake'] },
  magick_rust: { build: ['libmagickwand-dev'], run: ['libmagickwand-7.q16-10'] },
  'ffmpeg-sys-next': {
    build: [
      'libavcodec-dev',
      'libavformat-dev',
      'libavutil-dev',
      'libswscale-dev',
      'libavfilter-dev',
      'libavdevice-dev'
    ],
    run: ['ffmpeg']
  },
  'libvips-sys': { build: ['libvips-dev'], run: ['libvips42t64'] },
  'alsa-sys': { build: ['libasound2-dev'], run: ['libasound2t64'] },
  opencv: { build: ['libopencv-dev'], run: ['libopencv-dev'] }
};

/** The lock file lists these where the library is compiled in, so that none of Debian's is needed. */
const bundled: [string, string][] = [
  ['openssl-sys', 'openssl-src'],
  ['pq-sys', 'pq-src'],
  ['mysqlclient-sys', 'mysqlclient-src']
];

/**
 * Debian packages for the crates of a lock file, or for the direct dependencies where there is none. The packages' names are those of
 * Debian 13, on which the images of Rust stand.
 */
export function cratePackages(locked: string, dependencies: CrateDependency[]): { build: string[]; run: string[] } {
  const names = new Set([
    ...[...locked.matchAll(/^name = "([\w-]+)"$/gm)].map((match) => match[1]!),
    ...dependencies.map(({ name }) => name)
  ]);
  const within = (name: string) => bundled.some(([library, source]) => library === name && names.has(source));
  const needs = [...names].flatMap((name) => (Object.hasOwn(crates, name) && !within(name) ? [crates[name]!] : []));
  return {
    build: [...new Set(needs.flatMap((need) => need.build))],
    run: [...new Set(needs.flatMap((need) => need.run ?? []))]
  };
}
