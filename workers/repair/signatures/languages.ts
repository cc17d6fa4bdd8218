import type { Signature } from '../signature.ts';
import { buildVariable, onVersion, packages } from '../ways.ts';

/** Languages beside Node and Python, Dockerfiles, and git inside builds. */
export const languages: Signature[] = [
  {
    id: 'go_toolchain',
    places: ['build'],
    pattern: /go\.mod requires go >= (\d{1,2}\.\d{1,3})(?:\.\d{1,3})?|go: errors parsing go\.mod|invalid go version/i,
    act: 'auto',
    cause: 'go.mod asks for a newer Go than the image holds.',
    advice: 'Build on an image of the Go version that go.mod names.',
    fixes: (match, situation) =>
      match[1] === undefined
        ? []
        : [...buildVariable(situation, 'GOTOOLCHAIN', 'auto'), ...onVersion(situation, 'golang', match[1])]
  },
  {
    id: 'go_sum',
    places: ['build'],
    pattern:
      /missing go\.sum entry|updates to go\.(?:mod|sum) needed|no required module provides package \S|inconsistent vendoring in/i,
    act: 'auto',
    cause: 'go.mod or go.sum lacks a module that the code imports.',
    advice: 'Run go mod tidy and commit go.mod and go.sum.',
    fixes: (_, situation) => buildVariable(situation, 'GOFLAGS', '-mod=mod -buildvcs=false')
  },
  {
    id: 'cgo_off',
    places: ['build', 'container'],
    pattern: /build constraints exclude all Go files in \S|compiled with 'CGO_ENABLED=0'|requires cgo\b/i,
    act: 'auto',
    cause: 'The program calls C code and is built without it.',
    advice: 'Build with CGO_ENABLED=1, and run on an image with the same C library.',
    fixes: (_, situation) => buildVariable(situation, 'CGO_ENABLED', '1')
  },
  {
    id: 'cargo_edition',
    places: ['build'],
    pattern: /feature `edition2024` is required|lock file version `?4`? requires|rustc \S{1,40} is not supported by/i,
    act: 'auto',
    cause: 'A crate asks for a newer Rust than the image holds.',
    advice: 'Build on a current Rust image.',
    fixes: (_, situation) => onVersion(situation, 'rust', '1')
  },
  {
    id: 'java_release',
    places: ['build', 'container'],
    pattern: /error: (?:invalid target release|release version (\d{1,2}) not supported)|UnsupportedClassVersionError/i,
    act: 'auto',
    cause: 'The code asks for a newer Java than the image holds.',
    advice: 'Build and run on a JDK of the version that pom.xml or build.gradle names.',
    fixes: (match, situation) => (match[1] === undefined ? [] : onVersion(situation, 'eclipse-temurin', match[1]))
  },
  {
    id: 'composer_ext',
    places: ['build'],
    pattern: /requires (?:PHP extension )?ext-\w{1,40} \*.{0,100}missing from your system/i,
    act: 'human',
    cause: 'A PHP extension is missing in the image.',
    advice: 'Add a Dockerfile that installs the extension with docker-php-ext-install.',
    fixes: () => []
  },
  {
    id: 'bundler_platform',
    places: ['build'],
    pattern:
      /Your bundle only supports platforms|Could not find \S{1,100} in (?:locally installed gems|any of the sources)/i,
    act: 'human',
    cause: 'Gemfile.lock does not list Linux.',
    advice: 'Run bundle lock --add-platform x86_64-linux and commit Gemfile.lock.',
    fixes: () => []
  },
  {
    id: 'rails_secret',
    places: ['build', 'container'],
    pattern: /Missing `secret_key_base`|MessageEncryptor::InvalidMessage|Missing encryption key to decrypt file/i,
    act: 'propose',
    cause: 'Rails has no secret to sign or decrypt with.',
    advice: 'Give SECRET_KEY_BASE, and RAILS_MASTER_KEY where credentials are encrypted, a value in the plan.',
    fixes: (_, situation) =>
      situation.step?.kind === 'build' ? buildVariable(situation, 'SECRET_KEY_BASE_DUMMY', '1') : []
  },
  {
    id: 'dockerfile_copy',
    places: ['build'],
    pattern: /failed to compute cache key: .{0,200}"[^"]{1,200}": not found|COPY failed: file not found/i,
    act: 'human',
    cause: 'The Dockerfile copies a file that is not there.',
    advice: 'Check the path, the folder that the build starts in and .dockerignore.',
    fixes: () => []
  },
  {
    id: 'dockerfile_syntax',
    places: ['build'],
    pattern: /dockerfile parse error|unknown instruction:|failed to solve with frontend dockerfile/i,
    act: 'human',
    cause: 'The Dockerfile cannot be read.',
    advice: 'Correct the line that the message names.',
    fixes: () => []
  },
  {
    id: 'git_auth',
    places: ['build', 'server'],
    pattern:
      /could not read Username for '?https:|fatal: Authentication failed|ERROR: Repository not found|Permission denied \(publickey\).{0,60}git@/i,
    act: 'human',
    cause: 'A repository or a submodule is private.',
    advice: 'Let Hydron read that repository too, or make it a public one.',
    fixes: () => []
  },
  {
    id: 'git_lfs',
    places: ['build', 'server'],
    pattern: /git-lfs: (?:command )?not found|smudge filter lfs failed|This repository is over its data quota/i,
    act: 'auto',
    cause: 'Large files are kept by git-lfs, which is missing or out of quota.',
    advice: 'Install git-lfs in the image, or leave large files out with GIT_LFS_SKIP_SMUDGE=1.',
    fixes: (_, situation) => [
      ...packages(situation, ['git-lfs']),
      ...buildVariable(situation, 'GIT_LFS_SKIP_SMUDGE', '1')
    ]
  }
];
