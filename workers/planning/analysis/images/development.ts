import type { App } from '../detector.ts';
import { readJson, record, text } from '../reading/formats.ts';
import type { Reader } from '../reading/reader.ts';

const server =
  /\b(?:nodemon|ts-node-dev|tsnd)\b|\btsx\s+watch\b|\bnode\s+--watch\b|\b(?:next|nuxt|nuxi|astro|remix|gatsby|vinxi|react-router|fastapi)\s+dev(?:elop)?\b|\breact-scripts(?:-ts)?\s+start\b|\bng\s+serve\b|\bvue-cli-service\s+serve\b|\bwebpack(?:-dev-server|\s+serve)\b|(?:^|\s)vite(?:\s+(?:dev|serve|--\S+)|\s*$)|\bparcel\s+(?!build)|\bmanage\.py\s+runserver\b|\bflask\b.*\brun\b.*--(?:debug|reload)\b|\buvicorn\b.*--reload\b/;

const script = /\b(?:npm|pnpm|yarn|bun)\s+(?:run\s+)?([\w:.-]+)/;

/** A command with the script of the app's package.json that it runs. */
function spelledOut(reader: Reader, folder: string, command: string): string {
  const path = reader.tree.first(folder, 'package.json');
  const scripts = record(record(readJson(reader, path ? reader.known(path) : null)).scripts);
  let said = command;
  for (let depth = 0; depth < 4; depth++) {
    const name = script.exec(said)?.[1];
    const body = name === undefined ? null : text(scripts[name]);
    if (body === null || body === said) break;
    said = body;
  }
  return said;
}

/** Whether an image starts a development server though the app can be built and started for production. */
export function startsForDevelopment(reader: Reader, app: App | null, command: string | null): boolean {
  const own = app?.processes[0];
  if (!app || !own || command === null) return false;
  const better = own.kind === 'static' || (own.command !== null && !server.test(own.command));
  return better && server.test(spelledOut(reader, app.path, command));
}

/** Whether an image starts a framework's own server, which the app's settings leave out of its build. */
export function startsWhatIsNotBuilt(reader: Reader, app: App | null, command: string | null): boolean {
  if (app?.processes[0]?.kind !== 'static' || command === null) return false;
  return /\b(?:react-router-serve|remix-serve|next\s+start)\b/.test(spelledOut(reader, app.path, command));
}

const settings = /^(?:vite|vue|webpack|craco|rsbuild)\.config\.[cm]?[jt]s$/;

/**
 * Whether a front end relies on its development server to hand requests on to a back end: files alone would leave those
 * requests unanswered.
 */
export function proxiesInDevelopment(reader: Reader, folder: string): boolean {
  if (reader.tree.first(folder, 'src/setupProxy.js', 'src/setupProxy.ts', 'proxy.conf.json', 'src/proxy.conf.json'))
    return true;
  const manifest = reader.tree.first(folder, 'package.json');
  if (manifest && text(record(readJson(reader, reader.known(manifest))).proxy) !== null) return true;
  return reader.tree.named(folder, settings).some((path) => /\bproxy\s*:/.test(reader.known(path)?.text ?? ''));
}
