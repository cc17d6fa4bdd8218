import type { BuildFacts, Written } from '../detector.ts';
import { aptInstall, commandLine, copy, dockerfile, ignoreText, runCached, word } from './layout.ts';

/** What the Dockerfile of a C++ program is written from; `stated` is the text that names its libraries. */
export interface CppBuild {
  folder: string;
  target: string;
  meson: boolean;
  stated: string;
  assets: string[];
  settings: string[];
  conan: boolean;
  vcpkg: boolean;
}

/** Libraries by the words with which a build asks for them, with Debian's packages for them. */
const libraries: [RegExp, string[]][] = [
  [
    /\bdrogon\b/i,
    [
      'libjsoncpp-dev',
      'uuid-dev',
      'zlib1g-dev',
      'libssl-dev',
      'libbrotli-dev',
      'libpq-dev',
      'libsqlite3-dev',
      'libhiredis-dev'
    ]
  ],
  [/\bBoost\b/i, ['libboost-all-dev']],
  [/\basio\b|\bcrow\b/i, ['libasio-dev']],
  [/\bOpenSSL\b/i, ['libssl-dev']],
  [/\bZLIB\b/i, ['zlib1g-dev']],
  [/\bCURL\b/, ['libcurl4-openssl-dev']],
  [/\bPostgreSQL\b|\blibpq(?:xx)?\b/i, ['libpq-dev', 'libpqxx-dev']],
  [/\bSQLite3\b|\bsqlite3\b/i, ['libsqlite3-dev']],
  [/\bhiredis\b/i, ['libhiredis-dev']],
  [/\bjsoncpp\b/i, ['libjsoncpp-dev']],
  [/\bnlohmann/i, ['nlohmann-json3-dev']],
  [/\bfmt\b/i, ['libfmt-dev']],
  [/\bspdlog\b/i, ['libspdlog-dev']],
  [/\bpistache\b/i, ['libpistache-dev']],
  [/\bcpprest/i, ['libcpprest-dev']],
  [/\bhttplib\b/i, ['libcpp-httplib-dev']],
  [/\bcivetweb\b/i, ['libcivetweb-dev']],
  [/\bPoco\b/i, ['libpoco-dev']],
  [/\byaml-cpp\b/i, ['libyaml-cpp-dev']],
  [/\bprotobuf\b/i, ['libprotobuf-dev', 'protobuf-compiler']],
  [/\bgRPC\b/i, ['libgrpc++-dev', 'protobuf-compiler-grpc']]
];

/** A program on a slim Debian, with the shared libraries that it was linked to laid beside it. */
export function writeCpp(build: CppBuild, facts: BuildFacts): Written {
  const found = libraries.filter(([words]) => words.test(build.stated)).flatMap(([, names]) => names);
  const tools = [
    'g++',
    'git',
    'ca-certificates',
    'ninja-build',
    'pkg-config',
    ...(build.meson ? ['meson'] : ['cmake'])
  ];
  const place = `/app/bin/${build.target}`;
  return {
    text: dockerfile(
      [
        'FROM debian:13-slim AS build',
        aptInstall([
          ...tools,
          ...(build.conan ? ['python3-venv'] : []),
          ...(build.vcpkg ? ['curl', 'zip', 'unzip', 'tar'] : []),
          ...found
        ]),
        ...(build.vcpkg
          ? [
              'RUN git clone --depth 1 https://github.com/microsoft/vcpkg /opt/vcpkg && /opt/vcpkg/bootstrap-vcpkg.sh -disableMetrics'
            ]
          : []),
        ...(build.conan
          ? [runCached('/root/.cache/pip', 'python3 -m venv /opt/conan && /opt/conan/bin/pip install conan')]
          : []),
        'WORKDIR /src',
        'COPY . .',
        ...makeLines(build),
        `RUN program=$(find build -type f -name ${word(build.target)} -perm -u+x | head -n 1) && install -D "$program" ${word(`/out/bin/${build.target}`)}`,
        `RUN mkdir /out/lib && ldd ${word(`/out/bin/${build.target}`)} | awk '$3 ~ /^\\// { print $3 }' | grep -vE '/(libc|libm|libdl|libpthread|librt|libresolv)\\.so' | xargs -r cp -Lt /out/lib`
      ],
      [
        'FROM debian:13-slim',
        'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ca-certificates.crt',
        'RUN useradd --uid 10001 --create-home app',
        'WORKDIR /app',
        ...build.assets.map((name) => copy([`/src/${name}`], `./${name}`, '--from=build --chown=app:app ')),
        ...(build.settings.length > 0
          ? [
              copy(
                build.settings.map((name) => `/src/${name}`),
                './',
                '--from=build --chown=app:app '
              )
            ]
          : []),
        'COPY --from=build /out /app',
        `ENV LD_LIBRARY_PATH=/app/lib${facts.process.kind === 'web' ? ` PORT=${facts.port}` : ''}`,
        'USER app',
        facts.process.kind === 'web' ? `EXPOSE ${facts.port}` : null,
        commandLine(facts.process.command ?? place)
      ]
    ),
    ignore: ignoreText('build', 'cmake-build-*', '.cache'),
    context: build.folder
  };
}

function makeLines({ meson, target, conan, vcpkg }: CppBuild): string[] {
  if (meson) return [`RUN meson setup build --buildtype=release && meson compile -C build ${word(target)}`];
  const chain = conan
    ? ' -DCMAKE_TOOLCHAIN_FILE=build/conan_toolchain.cmake'
    : vcpkg
      ? ' -DCMAKE_TOOLCHAIN_FILE=/opt/vcpkg/scripts/buildsystems/vcpkg.cmake'
      : '';
  const packages = conan
    ? '/opt/conan/bin/conan profile detect && /opt/conan/bin/conan install . --output-folder=build --build=missing -s build_type=Release && '
    : '';
  return [
    `RUN ${packages}cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release${chain} && cmake --build build --target ${word(target)}`
  ];
}
