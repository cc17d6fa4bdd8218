import type { EvidenceMap } from '../../../domain/evidence.ts';
import type { Statement, Statements, StatedVariable, StoreHint } from '../detector.ts';
import { parseEnvFile } from '../env/examples.ts';
import { evidenceOfKey } from '../reading/evidence.ts';
import { dig, list, readYaml, record, text, texts, type Raw } from '../reading/formats.ts';
import { folderOf, joinPath, nameOf } from '../reading/paths.ts';
import type { Reader, SourceFile } from '../reading/reader.ts';
import { isAside, type Tree } from '../reading/tree.ts';
import { splitImage, storeOfImage } from '../stores.ts';
import { healthPath } from '../images/image-file.ts';

const composeName = /^(?:docker-)?compose(?:[._-][\w.-]+)?\.ya?ml$/i;
const development =
  /(?:^|[._-])(?:dev|devel|development|local|test|tests|testing|ci|e2e|debug|override|infra|tools|monitoring|observability|db|deps|services|proxy|traefik|gpu|arm\w*)(?:[._-]|\.ya?ml$)/i;

/** Images beside the app that a platform brings itself or that only developers use. */
const furniture =
  /(?:^|\/)(?:traefik|nginx|nginx-proxy(?:-manager)?|caddy|haproxy|envoy|httpd|adminer|adminerevo|pgadmin4?|phpmyadmin|mongo-express|redis-commander|redisinsight|redis-insight|mailhog|maildev|mailpit|mailcatcher|inbucket|smtp4dev|greenmail|papercut-smtp|prometheus|grafana|loki|promtail|tempo|alertmanager|node-exporter|cadvisor|jaeger|all-in-one|zipkin|opentelemetry-collector[\w-]*|otel-lgtm|watchtower|portainer|certbot|lego|localstack|dynamodb-local|selenium[\w-]*|standalone-chrome|ngrok|cloudflared|zookeeper|cp-[\w-]+|kafka-ui|kafdrop|akhq|statsd[\w-]*|fluentd|fluent-bit|kibana|logstash|opensearch-dashboards|busybox|alpine|ubuntu|debian|curl|wait-for[\w-]*|dockerize|autoheal|docker-gc|pgbouncer|postgres-backup[\w-]*|[\w-]*backup[\w-]*|hello-world|registry|vault|consul|mc|pause|tail|ofelia|swagger-ui|wiremock|toxiproxy|k6|locust|playwright)$/i;

/** The compose files that say how the repository is deployed: the default ones first, one for each folder. */
export function composeFilesOf(tree: Tree): string[] {
  const all = tree.files.filter(
    (path) => composeName.test(nameOf(path)) && !isAside(folderOf(path)) && path.split('/').length <= 4
  );
  const rank = (path: string) =>
    (/^(?:docker-)?compose\.ya?ml$/i.test(nameOf(path))
      ? 0
      : /prod/i.test(nameOf(path))
        ? 1
        : development.test(nameOf(path))
          ? 5
          : 3) +
    path.split('/').length -
    1 +
    (folderOf(path).match(/dev|test|example/i) ? 3 : 0);
  return all.sort((a, b) => rank(a) - rank(b));
}

/** Whether a compose file is for developers' machines: what it runs is a hint, not a statement. */
export const isDevelopmentCompose = (path: string): boolean =>
  development.test(nameOf(path)) || /(?:^|\/)\.?dev(?:container|elopment)?(?:\/|$)/.test(folderOf(path));

/** What a compose file states of services, datastores and how they hang together. Empty where it is not compose. */
export async function readCompose(reader: Reader, path: string): Promise<Statements> {
  const file = await reader.one(path, 'compose file');
  const body = record(readYaml(reader, file)[0]);
  if (!file) return { services: [], stores: [] };
  const services = record(
    body.services ??
      (body.version === undefined && Object.values(body).some((each) => record(each).image ?? record(each).build)
        ? body
        : {})
  );
  const active = Object.entries(services).filter(([, each]) => list(record(each).profiles).length === 0);
  const chosen = (active.length > 0 ? active : Object.entries(services)).slice(0, 60);
  const found: Statements = { services: [], stores: [] };
  for (const [name, raw] of chosen) {
    const service = await extended(reader, file, services, record(raw));
    const image = interpolate(text(service.image) ?? '').value;
    const store = image ? storeOfImage(image) : null;
    if (store) found.stores.push(storeHint(file, name, store, image));
    else if (service.build !== undefined || (image && !furniture.test(splitImage(image).name)))
      found.services.push(await statementOf(reader, file, name, service, image || null));
  }
  return found;
}

async function extended(
  reader: Reader,
  file: SourceFile,
  siblings: Record<string, Raw>,
  service: Record<string, Raw>
): Promise<Record<string, Raw>> {
  const from = service.extends;
  if (from === undefined) return service;
  const name = text(from) ?? text(dig(from, 'service')) ?? '';
  const other = text(dig(from, 'file'));
  const path = other ? joinPath(folderOf(file.path), other) : null;
  const base = path
    ? record(dig(readYaml(reader, await reader.one(path, 'compose file'))[0], 'services', name))
    : record(siblings[name]);
  return {
    ...base,
    ...service,
    environment: [...pairs(base.environment), ...pairs(service.environment)].map(([key, value]) =>
      value === null ? key : `${key}=${value}`
    )
  };
}

const storeHint = (
  file: SourceFile,
  name: string,
  store: { kind: StoreHint['kind']; version: string | null },
  image: string
): StoreHint => ({
  kind: store.kind,
  name,
  version: store.version,
  strength: isDevelopmentCompose(file.path) ? 'driver' : 'stated',
  reason: `${nameOf(file.path)} runs ${image}`,
  evidence: evidenceOfKey(file, ['services', name, 'image'], 0.95)
});

async function statementOf(
  reader: Reader,
  file: SourceFile,
  name: string,
  service: Record<string, Raw>,
  image: string | null
): Promise<Statement> {
  const folder = folderOf(file.path);
  const build = buildOf(folder, service.build);
  const port = portOf(service);
  const health = healthPath(texts(dig(service, 'healthcheck', 'test')).join(' '));
  const command = commandOf(service);
  const at = (...keys: string[]) => evidenceOfKey(file, ['services', name, ...keys], 0.95);
  const evidence: EvidenceMap = { name: at() };
  if (port) evidence.port = at('ports');
  if (health) evidence.health = at('healthcheck');
  if (command) evidence.startCommand = at('command');
  return {
    from: file.path,
    name,
    path: build ? build.context : null,
    kind: null,
    command,
    releaseCommand: null,
    port,
    health,
    schedule: null,
    image: build ? null : image,
    dockerfile: build,
    variables: [...(await envFileVariables(reader, folder, service)), ...environmentOf(file, name, service)],
    volumes: volumesOf(service),
    dependsOn: [
      ...(Array.isArray(service.depends_on) ? texts(service.depends_on) : Object.keys(record(service.depends_on))),
      ...texts(service.links).map((link) => link.split(':')[0]!)
    ],
    memoryMb: memoryOf(text(dig(service, 'deploy', 'resources', 'limits', 'memory')) ?? text(service.mem_limit)),
    evidence
  };
}

function buildOf(folder: string, build: Raw): { path: string; context: string; target: string | null } | null {
  if (build === undefined || build === null) return null;
  const said = interpolate(text(build) ?? text(record(build).context) ?? '.').value || '.';
  const context = /^(?:https?:|git@)/.test(said) ? null : joinPath(folder, said);
  if (context === null) return null;
  const path = joinPath(context, interpolate(text(record(build).dockerfile) ?? 'Dockerfile').value);
  return path === null ? null : { path, context, target: text(record(build).target) };
}

/** Fills `${NAME:-default}` in; `names` are the variables that had no default, with whether the file insists on them. */
export function interpolate(value: string): {
  value: string;
  names: { name: string; required: boolean; fallback: string | null }[];
} {
  const names: { name: string; required: boolean; fallback: string | null }[] = [];
  const filled = value.replace(
    /\$\$|\$\{(\w+)(?:(:?[-?+])([^}]*))?\}|\$(\w+)/g,
    (
      whole,
      braced: string | undefined,
      operator: string | undefined,
      rest: string | undefined,
      bare: string | undefined
    ) => {
      if (whole === '$$') return '$';
      const fallback = operator?.endsWith('-') ? (rest ?? '') : null;
      names.push({ name: braced ?? bare ?? '', required: operator?.endsWith('?') ?? false, fallback });
      return fallback ?? '';
    }
  );
  return { value: filled, names };
}

function portOf(service: Record<string, Raw>): number | null {
  const ports = list(service.ports).map((port) => {
    const said = text(port) === null ? text(record(port).target) : interpolate(text(port)!).value;
    return /\/udp$/.test(said ?? '') || record(port).protocol === 'udp'
      ? Number.NaN
      : Number.parseInt(
          (said ?? '')
            .replace(/\/tcp$/, '')
            .split(':')
            .at(-1)!
            .split('-')[0]!,
          10
        );
  });
  const exposed = texts(service.expose).map((port) => Number.parseInt(port, 10));
  return [...ports, ...exposed].find((port) => port > 0 && port < 65536) ?? null;
}

const isServer =
  /--reload|--debug\b|\bnodemon\b|\brunserver\b|\bflask(?:\s+--\S+)*\s+run\b|\b(?:run\s+)?(?:dev|watch|start:dev|develop)\b|\btail -f\b|\bsleep\b|\bfastapi dev\b/;

function commandOf(service: Record<string, Raw>): string | null {
  const words = Array.isArray(service.command)
    ? texts(service.command).map((part) => (/[\s'"]/.test(part) ? `'${part.replaceAll("'", `'\\''`)}'` : part))
    : texts(service.command);
  const command = interpolate(words.join(' ')).value.trim();
  return command === '' || isServer.test(command) ? null : command.slice(0, 2000);
}

function pairs(environment: Raw): [string, string | null][] {
  if (Array.isArray(environment))
    return texts(environment).map((line) =>
      line.includes('=')
        ? [line.slice(0, line.indexOf('=')).trim(), line.slice(line.indexOf('=') + 1)]
        : [line.trim(), null]
    );
  return Object.entries(record(environment)).map(([key, value]) => [key, text(value)]);
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
