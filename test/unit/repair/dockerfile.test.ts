import { describe, expect, it } from 'vitest';
import type { DockerfileEdit } from '../../../workers/domain/fix.ts';
import { diffOf } from '../../../workers/repair/diff.ts';
import { editDockerfile } from '../../../workers/repair/dockerfile.ts';

const node = `FROM node:22-slim AS base
WORKDIR /app
RUN npm install -g npm@10

FROM base AS build
ENV HUSKY=0
COPY package.json package-lock.json ./
RUN --mount=type=cache,target=/root/.npm npm ci
COPY . .
RUN cd web && npm run build && npm run build:docs
ARG SITE_URL

FROM base
ENV NODE_ENV=production
COPY --from=build /app ./
USER node
CMD ["node", "server.js"]
`;

const changed = (...edits: DockerfileEdit[]) =>
  (diffOf(node, editDockerfile(node, edits)) ?? '').split('\n').filter((line) => /^[-+]/.test(line));

describe('an edit of a Dockerfile', () => {
  it('adds packages to the build stage before its first work, and to the last stage while it is still root', () => {
    const text = editDockerfile(node, [{ edit: 'add-packages', stage: 'both', names: ['openssl', 'git'] }]);
    const line =
      'RUN apt-get update && apt-get install -y --no-install-recommends openssl git && rm -rf /var/lib/apt/lists/*';
    const lines = text.split('\n');
    expect(lines.filter((each) => each === line)).toHaveLength(2);
    expect(lines.indexOf(line)).toBe(lines.indexOf('ENV HUSKY=0') + 1);
    expect(lines.lastIndexOf(line)).toBe(lines.indexOf('ENV NODE_ENV=production') + 1);
  });

  it('adds none to a stage that is not of Debian', () => {
    const text = 'FROM node:22-slim AS build\nRUN npm ci\nFROM caddy:2\nCOPY --from=build /app /srv\n';
    expect(editDockerfile(text, [{ edit: 'add-packages', stage: 'run', names: ['git'] }])).toBe(text);
  });

  it('sets a variable for the build alone', () => {
    expect(
      changed({ edit: 'set-env', stage: 'build', name: 'NODE_OPTIONS', value: '--max-old-space-size=3072' })
    ).toEqual(['+ENV NODE_OPTIONS="--max-old-space-size=3072"']);
  });

  it('gives a build argument a value where it is declared', () => {
    expect(changed({ edit: 'set-arg', name: 'SITE_URL', value: 'https://shop.test' })).toEqual([
      '-ARG SITE_URL',
      '+ARG SITE_URL="https://shop.test"'
    ]);
  });

  it('lets a value stand in where something is built, in each stage that does so', () => {
    expect(changed({ edit: 'stand-in', name: 'TOKEN' })).toEqual(['+ARG TOKEN="stand-in"', '+ARG TOKEN="stand-in"']);
    expect(changed({ edit: 'stand-in', name: 'SITE_URL' })).toEqual(['-ARG SITE_URL', '+ARG SITE_URL="stand-in"']);
  });

  it('changes the tag of the image that is named, and of no other', () => {
    expect(changed({ edit: 'base-image', image: 'node', tag: '24-slim' })).toEqual([
      '-FROM node:22-slim AS base',
      '+FROM node:24-slim AS base'
    ]);
    expect(changed({ edit: 'base-image', image: 'base', tag: '1' })).toEqual([]);
    expect(changed({ edit: 'base-image', image: 'python', tag: '3.13' })).toEqual([]);
  });

  it('replaces the strict install and leaves the package manager that is installed globally', () => {
    expect(changed({ edit: 'install-command', to: 'npm install --legacy-peer-deps' })).toEqual([
      '-RUN --mount=type=cache,target=/root/.npm npm ci',
      '+RUN --mount=type=cache,target=/root/.npm npm install --legacy-peer-deps'
    ]);
    expect(changed({ edit: 'install-command', to: 'pnpm install --no-frozen-lockfile' })).toEqual([]);
  });

  it('leaves one script out of a chain, and not the one whose name begins alike', () => {
    expect(changed({ edit: 'skip-script', script: 'build' })).toEqual([
      '-RUN cd web && npm run build && npm run build:docs',
      '+RUN cd web && true && npm run build:docs'
    ]);
  });

  it('treats files after the last copy of the final stage', () => {
    const lines = editDockerfile(node, [
      { edit: 'normalise-line-endings', paths: ['start.sh'] },
      { edit: 'make-executable', paths: ['/app/bin/run'] }
    ]).split('\n');
    const copy = lines.indexOf('COPY --from=build /app ./');
    expect(lines.slice(copy + 1, copy + 3).sort()).toEqual([
      'RUN chmod 0755 /app/bin/run',
      "RUN sed -i 's/\\r$//' start.sh"
    ]);
  });

  it('gives a variable its value after what the stage itself says of it', () => {
    const text =
      'FROM golang:1 AS build\nRUN apt-get update\nENV GOFLAGS=-buildvcs=false\nRUN go build\n\nFROM debian:13\n';
    const lines = editDockerfile(text, [{ edit: 'set-env', stage: 'build', name: 'GOFLAGS', value: '-mod=mod' }]).split(
      '\n'
    );
    expect(lines.slice(2, 4)).toEqual(['ENV GOFLAGS=-buildvcs=false', 'ENV GOFLAGS="-mod=mod"']);
  });

  it('hands a folder to the user who will run the image', () => {
    const lines = editDockerfile(node, [{ edit: 'own-folders', paths: ['/app/cache'] }]).split('\n');
    expect(lines.indexOf('RUN mkdir -p /app/cache && chown -R node /app/cache')).toBe(lines.indexOf('USER node') - 1);
  });

  it.each([
    'npm prune --omit=dev --ignore-scripts',
    'CI=true pnpm prune --prod --ignore-scripts',
    'yarn install --production --frozen-lockfile --ignore-scripts --prefer-offline',
    'rm -rf node_modules && bun install --production'
  ])('keeps packages for development: %s', (prune) => {
    const text = `FROM node:22-slim AS build\nRUN npm ci\nRUN --mount=type=cache,target=/c ${prune}\n\nFROM node:22-slim\n`;
    expect(editDockerfile(text, [{ edit: 'keep-development' }])).toBe(text.replace(prune, 'true'));
  });

  it('installs a current corepack before the first work', () => {
    expect(changed({ edit: 'update-corepack' })).toEqual(['+RUN npm install -g --force corepack@latest']);
  });

  it('adds Python packages to the virtual environment, and none where there is no such', () => {
    const text =
      'FROM python:3.13-slim AS build\nRUN python -m venv /opt/venv\nRUN pip install flask\n\nFROM python:3.13-slim\nCOPY --from=build /opt/venv /opt/venv\n';
    const edits: DockerfileEdit[] = [{ edit: 'python-packages', names: ['setuptools<81'] }];
    expect(editDockerfile(text, edits).split('\n')[3]).toBe(
      "RUN /opt/venv/bin/pip install --no-cache-dir 'setuptools<81'"
    );
    expect(editDockerfile(node, edits)).toBe(node);
  });
});
