import type { EvidenceMap } from '../../../domain/evidence.ts';
import type { Statement, StatedVariable } from '../detector.ts';
import { parseEnvFile } from '../env/examples.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, record, text, texts, type Raw } from '../reading/formats.ts';
import { folderOf, joinPath } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { healthIn } from '../images/health.ts';
import { pairs, type ComposedService, type ComposeProject } from './compose-load.ts';
import { interpolate } from './interpolate.ts';
import { bareStatement, commandOfWords } from './statement.ts';

/** What a compose file states of one service. */
export async function composeStatement(
  reader: Reader,
  { name, file, body }: ComposedService,
  project: ComposeProject,
  image: string | null
): Promise<Statement> {
  const folder = folderOf(file.path);
  const build = buildOf(folder, body.build, project.values);
  const port = portOf(body, project.values);
  const health = checkOf(record(body.healthcheck));
  const command = commandOf(body);
  const at = (...keys: string[]) => evidenceOfKey(file, ['services', name, ...keys], 0.95);
  const evidence: EvidenceMap = { name: at() };
  if (port) evidence.port = at('ports');
  if (health) evidence.health = at('healthcheck');
  if (command) evidence.startCommand = at('command');
  return {
    ...bareStatement(file.path, name, build ? build.context : null),
    command,
    runsIn: 'image',
    port,
    health,
    image: build ? null : image,
    dockerfile: build,
    variables: [
      ...(await envFileVariables(reader, folder, body)),
      ...environmentOf(file, name, body),
      ...secretsOf(file, body, project.secrets)
    ],
    volumes: volumesOf(body),
    dependsOn: [
      ...(Array.isArray(body.depends_on) ? texts(body.depends_on) : Object.keys(record(body.depends_on))),
      ...texts(body.links).map((link) => link.split(':')[0]!)
    ],
    memoryMb: memoryOf(text(dig(body, 'deploy', 'resources', 'limits', 'memory')) ?? text(body.mem_limit)),
    evidence
  };
}

/** The build that a service's body describes, seen from the compose file's folder; null where it is another repository's. */
export function buildOf(folder: string, build: Raw, values: Map<string, string>): Statement['dockerfile'] {
  if (build === undefined || build === null) return null;
  const fill = (said: string | null) => interpolate(said ?? '', values).value;
  const said = fill(text(build) ?? text(record(build).context)) || '.';
  const context = /^(?:https?:|git@|ssh:)/.test(said) ? null : joinPath(folder, said);
  if (context === null) return null;
  const inline = text(record(build).dockerfile_inline);
  const target = fill(text(record(build).target));
  const named = fill(text(record(build).dockerfile)) || 'Dockerfile';
  const path = joinPath(context, named);
  return path === null
    ? null
    : {
        path,
        context,
        target: /^[\w.-]{1,100}$/.test(target) ? target : null,
        ...(inline !== null && { inline: inline.slice(0, 50_000) })
      };
}

/** Ports of debuggers, mail, databases and TLS, which are seldom the one that answers HTTP. */
const unlikely = new Set([22, 25, 443, 465, 587, 1025, 5005, 5678, 9229, 24678, 35729]);

function portOf(service: Record<string, Raw>, values: Map<string, string>): number | null {
  const ports = list(service.ports).map((each) => {
    const said = text(each) === null ? text(record(each).target) : interpolate(text(each)!, values).value;
    if (/\/udp$/.test(said ?? '') || record(each).protocol === 'udp') return Number.NaN;
    const inner = (said ?? '')
      .replace(/\/tcp$/, '')
      .split(':')
      .at(-1)!;
    return Number.parseInt(inner.split('-')[0]!, 10);
  });
  const exposed = texts(service.expose).map((each) => Number.parseInt(interpolate(each, values).value, 10));
  const all = [...ports, ...exposed].filter((port) => port > 0 && port < 65536);
  return all.find((port) => !unlikely.has(port)) ?? all[0] ?? null;
}

function checkOf(check: Record<string, Raw>): string | null {
  if (check.disable === true) return null;
  const words = texts(check.test);
  return words[0] === 'NONE' ? null : healthIn(interpolate(words.join(' ')).value);
}

const isServer =
  /--reload|--debug\b|\bnodemon\b|\brunserver\b|\bflask(?:\s+--\S+)*\s+run\b|\b(?:run\s+)?(?:dev|watch|start:dev|develop)\b|\btail -f\b|\bsleep\b|\bfastapi dev\b/;

function commandOf(service: Record<string, Raw>): string | null {
  const said = Array.isArray(service.command) ? commandOfWords(texts(service.command)) : text(service.command);
  const command = interpolate(said ?? '').value.trim();
  return command === '' || isServer.test(command) ? null : command.slice(0, 2000);
}

const variableName = /^[A-Za-z_][A-Za-z0-9_]*$/;

function environmentOf(file: SourceFile, service: string, body: Record<string, Raw>): StatedVariable[] {
  return pairs(body.environment)
    .filter(([name]) => variableName.test(name))
    .map(([name, raw]) => {
      const { value, names } = interpolate(raw ?? '');
      const open = raw === null || names.some((each) => each.fallback === null);
      return {
        name,
        default: open ? null : value.slice(0, 4000),
        required: names.some((each) => each.required) || (open && raw !== null && names.length > 0) ? true : null,
        buildTime: false,
        generated: false,
        describes: '',
        origin: 'compose' as const,
        evidence: evidenceOfKey(file, ['services', service, 'environment', name], 0.95)
      };
    });
}

async function envFileVariables(
  reader: Reader,
  folder: string,
  service: Record<string, Raw>
): Promise<StatedVariable[]> {
  const paths = list(service.env_file)
    .map((entry) => joinPath(folder, text(entry) ?? text(record(entry).path) ?? ''))
    .filter((path) => path !== null);
  const files = await reader.read(paths, 'environment file');
  return files.flatMap((file) => parseEnvFile(file, 'compose'));
}

/** Secrets that come from a variable of that name on the machine that runs compose. */
function secretsOf(file: SourceFile, body: Record<string, Raw>, secrets: Record<string, Raw>): StatedVariable[] {
  const used = list(body.secrets).map((each) => text(each) ?? text(record(each).source) ?? '');
  return used.flatMap((name): StatedVariable[] => {
    const variable = text(record(secrets[name]).environment);
    return variable !== null && variableName.test(variable)
      ? [
          {
            name: variable,
            default: null,
            required: true,
            buildTime: false,
            generated: false,
            describes: `The secret ${name}`.slice(0, 300),
            origin: 'compose',
            evidence: evidenceOfKey(file, ['secrets', name, 'environment'], 0.95)
          }
        ]
      : [];
  });
}

function volumesOf(service: Record<string, Raw>): string[] {
  const named = list(service.volumes).map((volume) => {
    const short = text(volume);
    if (short === null) return record(volume).type === 'volume' ? text(record(volume).target) : null;
    const [source, target] = interpolate(short).value.split(':');
    return target !== undefined && /^[\w-]+$/.test(source!)
      ? target
      : /^\.{1,2}\/[\w./-]*(?:data|uploads?|storage|media|db)\b/.test(source!)
        ? (target ?? null)
        : null;
  });
  return [...new Set(named)]
    .filter(
      (path): path is string =>
        path !== null && /^\/[^:\p{Cc}]*$/u.test(path) && !/node_modules|\/\.venv|docker\.sock/.test(path)
    )
    .slice(0, 20);
}

function memoryOf(said: string | null): number | null {
  const match = /^(\d+(?:\.\d+)?)\s*([kmg])?i?b?$/i.exec(said ?? '');
  if (!match) return null;
  const unit = { k: 1 / 1024, m: 1, g: 1024 }[match[2]?.toLowerCase() ?? ''] ?? 1 / 1_048_576;
  const megabytes = Math.round(Number(match[1]) * unit);
  return megabytes >= 16 && megabytes <= 1_000_000 ? megabytes : null;
}
