import type { Service } from '../../workers/domain/service.ts';

/**
 * A Dockerfile of a single stage such as one writes in a minute: the whole image of the language, all files, one install, one build.
 * Null for languages that it is not written for.
 */
export function plainFile(service: Service): string | null {
  const start = service.startCommand ?? '';
  const run = (command: string | null) => (command ? [`RUN ${command}`] : []);
  const lines = (image: string, commands: string[]) =>
    `${[`FROM ${image}`, 'WORKDIR /app', 'COPY . .', ...commands, `CMD ${start || 'true'}`].join('\n')}\n`;
  switch (service.language) {
    case 'JavaScript':
    case 'TypeScript':
      return lines('node:22', [
        ...run(nodeInstall[service.packageManager ?? 'npm'] ?? null),
        ...run(service.buildCommand)
      ]);
    case 'Python':
      return lines('python:3.13', run(pythonInstall[service.packageManager ?? 'pip'] ?? null));
    case 'Go':
      return lines('golang:1', run(service.buildCommand));
    case 'Rust':
      return lines('rust:1', run(service.buildCommand));
    case 'Java':
    case 'Kotlin':
      return lines('maven:3-eclipse-temurin-21', run('mvn -B -DskipTests package'));
    case 'HTML':
      return 'FROM nginx:1\nCOPY . /usr/share/nginx/html\n';
    default:
      return null;
  }
}

const nodeInstall: Record<string, string> = {
  npm: 'npm install',
  pnpm: 'npm install -g pnpm@9 && pnpm install',
  yarn: 'npm install -g --force yarn@1 && yarn install',
  bun: 'npm install -g bun && bun install'
};
const pythonInstall: Record<string, string> = {
  pip: 'if [ -f requirements.txt ]; then pip install -r requirements.txt; else pip install .; fi',
  uv: 'pip install uv && uv sync',
  poetry: 'pip install poetry && poetry install --no-root',
  pipenv: 'pip install pipenv && pipenv install --system'
};
