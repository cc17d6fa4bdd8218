import type { Evidence } from '../../../../domain/evidence.ts';
import { evidenceOfFile } from '../../reading/evidence.ts';
import type { Reader } from '../../reading/reader.ts';
import { dependencyOf, scriptEvidence, type NodePackage } from './package.ts';

/** A command and where it was read. */
export interface Command {
  text: string;
  evidence: Evidence;
}

const developmentTool =
  /\b(?:nodemon|ts-node-dev|tsnd|tsx\s+watch|--watch|concurrently|npm-run-all|turbo|nx|lerna|wrangler|storybook|expo|electron|react-native)\b|\b(?:next|nuxt|nuxi|astro|remix|gatsby|docusaurus|vitepress|react-router|vinxi)\s+(?:dev|develop)\b|\bdocusaurus start\b|\breact-scripts(?:-ts)?\s+start\b|\bng\s+serve\b|\bvue-cli-service\s+serve\b|\bnest\s+start\b|^(?:cross-env\s+\S+=\S+\s+)*vite(?:\s+(?:dev|serve|preview|--\S+)|$)|\bparcel\s+(?!build)|\bwebpack(?:-dev-server|\s+serve)/;

/** Whether a command is a development server, a watcher or something that starts several others. */
export const isDevelopment = (command: string): boolean => developmentTool.test(command);

/** Whether a command hands over to the packages of a workspace. */
export const delegates = (command: string): boolean =>
  /\b(?:turbo|nx|lerna)\b|\b(?:pnpm|npm|yarn|bun)\b.*(?:\s-r\b|--recursive|--filter|\s-F\s|--workspaces?\b|\s-w\s|\bworkspace\b)|--prefix\b|^\s*cd\s/.test(
    command
  );

/** A development server's command as the plain one: `nodemon src/x.js` is `node src/x.js`; null where there is none. */
export function plainCommand(command: string): string | null {
  const nodemon = /\bnodemon\b(?:\s+-\S+(?:\s+[\w,./]+(?=\s+-))?)*\s+([\w./-]+\.(?:c|m)?js)\b/.exec(command);
  if (nodemon) return `node ${nodemon[1]}`;
  const typescript = /\b(?:ts-node-dev|tsnd|tsx\s+watch|nodemon)\b.*?\s([\w./-]+\.(?:c|m)?ts)\b/.exec(command);
  if (typescript) return `tsx ${typescript[1]}`;
  const watched = /^node\s+--watch(?:-path=\S+)?\s+(.+)$/.exec(command);
  return watched ? `node ${watched[1]}` : null;
}

/** The script's text with `npm run x` and the like replaced by that script's own text. */
export function expandScript(app: NodePackage, script: string, depth = 0): string {
  const body = app.scripts[script] ?? '';
  if (depth > 4) return body;
  return body.replace(/\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)(?:\s+--)?/g, (whole, name: string) =>
    name !== script && app.scripts[name] !== undefined ? expandScript(app, name, depth + 1) : whole
  );
}

const startScripts = [
  'start:prod',
  'start:production',
  'start-prod',
  'prod',
  'production',
  'start',
  'serve:prod',
  'server',
  'serve',
  'start:server',
  'start:web',
  'start:api'
];

/** The script that starts the app, development servers as the plain command; null where no script does. */
export function statedStart(app: NodePackage): Command | null {
  let second: Command | null = null;
  for (const name of startScripts) {
    const body = app.scripts[name];
    if (!body || delegates(body)) continue;
    const expanded = expandScript(app, name);
    if (!isDevelopment(expanded))
      return { text: hooked(app, name) ? `npm run ${name}` : simple(body), evidence: scriptEvidence(app, name) };
    const plain = plainCommand(expanded);
    if (plain) second ??= { text: plain, evidence: scriptEvidence(app, name) };
  }
  return second;
}

/** Longer than any command that a person writes; such a script is called by its name. */
const longest = 1000;

/** Whether a script rests on other scripts: hooks around it, or those that its text hands over to. */
function hooked(app: NodePackage, name: string): boolean {
  const body = app.scripts[name] ?? '';
  return (
    body.length > longest ||
    app.scripts[`pre${name}`] !== undefined ||
    app.scripts[`post${name}`] !== undefined ||
    /\b(?:npm|pnpm|yarn)\s+(?:run\s+)?[\w:.-]+/.test(body) ||
    [...body.matchAll(/\bbun\s+(?:run\s+)?([\w:.-]+)/g)].some(([, script]) => app.scripts[script!] !== undefined)
  );
}

/** A script without what production has no use for: an env file that is not there, NODE_ENV that the image sets. */
const simple = (body: string) =>
  body
    .trim()
    .replace(/^cross-env\s+NODE_ENV=production\s+/, '')
    .replace(/^NODE_ENV=production\s+/, '')
    .replace(/^node\s+--env-file=\S+\s+/, 'node ');

/** The command of a development script without its watcher; null where none has one. */
export function plainDevelopment(app: NodePackage): Command | null {
  for (const name of ['dev', 'develop', 'start:dev']) {
    const plain = app.scripts[name] ? plainCommand(expandScript(app, name)) : null;
    if (plain) return { text: plain, evidence: scriptEvidence(app, name) };
  }
  return null;
}

/** The script that builds the app, by its name; null where there is none. */
export function buildScriptOf(app: NodePackage): string | null {
  const found = ['build:prod', 'build:production', 'build', 'compile', 'heroku-postbuild'].find(
    (name) => app.scripts[name] !== undefined
  );
  return found && !/^\s*(?:echo|exit|true|:)\b/.test(app.scripts[found]!) ? found : null;
}

const workerScript =
  /^(?:start[:-])?(?:prod[:-])?((?:[\w-]*-)?(?:workers?|queues?|jobs?|scheduler|cron|consumers?|processor|bot))(?:[:-](?:start|prod|production|run))?$/;

/** The scripts that start background processes, by the name of each process. */
export function workersOf(app: NodePackage): Map<string, Command> {
  const found = new Map<string, Command>();
  for (const [script, body] of Object.entries(app.scripts)) {
    const name =
      workerScript.exec(script)?.[1] ??
      /^(workers?|queues?|consumer)[:-](?:start|prod|production|run)$/.exec(script)?.[1];
    if (!name || delegates(body)) continue;
    const text = isDevelopment(expandScript(app, script)) ? plainCommand(expandScript(app, script)) : simple(body);
    if (text && !found.has(name)) found.set(name, { text, evidence: scriptEvidence(app, script) });
  }
  return found;
}

const releaseScripts = [
  'release',
  'migrate:deploy',
  'db:migrate:deploy',
  'db:deploy',
  'prisma:deploy',
  'migrate:prod',
  'migrate:production',
  'migration:run:prod',
  'migrations:run',
  'migration:run',
  'db:migrate',
  'migrate:latest',
  'migrate:up',
  'migrate'
];

/** The command that brings the database's tables up to date before a release; null where there is none, or the start does it. */
export function releaseOf(reader: Reader, app: NodePackage, start: string | null): Command | null {
  if (
    start &&
    /migrat|db push|db:deploy/.test(
      `${start} ${Object.keys(app.scripts).includes('start') ? expandScript(app, 'start') : ''}`
    )
  )
    return null;
  for (const name of releaseScripts) {
    const body = app.scripts[name];
    if (!body || /migrate dev\b|migrate:make|generate|create|reset/.test(body)) continue;
    if (
      /^(?:cross-env|dotenv|npm|pnpm|yarn)?\b.*\b(?:semantic-release|changeset|standard-version|release-it|lerna)\b/.test(
        body
      )
    )
      continue;
    if (name === 'release' && !/migrat/.test(body)) continue;
    return { text: `npm run ${name}`, evidence: scriptEvidence(app, name) };
  }
  return toolRelease(reader, app);
}

function toolRelease(reader: Reader, app: NodePackage): Command | null {
  const has = (path: RegExp) => reader.tree.below(app.folder, path)[0] ?? null;
  const prisma = dependencyOf(app, 'prisma') ?? dependencyOf(app, '@prisma/client');
  if (prisma && has(/(?:^|\/)schema\.prisma$|(?:^|\/)prisma\/schema\//)) {
    const migrations = has(/(?:^|\/)migrations\/.*migration\.sql$/);
    const text = migrations ? 'npx prisma migrate deploy' : 'npx prisma db push --skip-generate';
    return {
      text,
      evidence: migrations
        ? evidenceOfFile(migrations, 'Prisma migrations', 0.9)
        : { ...prisma.evidence, confidence: 0.6 }
    };
  }
  const tools: [string, RegExp, string][] = [
    ['drizzle-kit', /(?:^|\/)(?:drizzle|migrations)\/(?:meta\/_journal\.json|.*\.sql)$/, 'npx drizzle-kit migrate'],
    ['knex', /(?:^|\/)knexfile\.[cm]?[jt]s$/, 'npx knex migrate:latest'],
    ['sequelize-cli', /(?:^|\/)migrations\/[^/]+\.[cm]?js$/, 'npx sequelize-cli db:migrate'],
    ['node-pg-migrate', /(?:^|\/)migrations\/[^/]+\.(?:[cm]?[jt]s|sql)$/, 'npx node-pg-migrate up'],
    ['db-migrate', /(?:^|\/)migrations\/[^/]+\.[cm]?js$/, 'npx db-migrate up']
  ];
  for (const [name, files, text] of tools) {
    const at = dependencyOf(app, name) ? has(files) : null;
    if (at) return { text, evidence: evidenceOfFile(at, `${name} migrations`, 0.85) };
  }
  return null;
}
