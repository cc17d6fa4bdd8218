import type { Evidence } from '../../../../domain/evidence.ts';
import { within } from '../../reading/paths.ts';
import type { Reader } from '../../reading/reader.ts';
import type { JvmFramework } from './frameworks.ts';
import type { MainClass } from './main-class.ts';
import { runningDependency, type JvmProject } from './project.ts';
import { fallback, portIn, type Settings } from './settings.ts';

const portKeys: Record<string, string[]> = {
  'spring-boot': ['server.port'],
  quarkus: ['quarkus.http.port'],
  micronaut: ['micronaut.server.port'],
  helidon: ['server.port'],
  ktor: ['ktor.deployment.port'],
  grpc: ['grpc.server.port', 'server.port']
};

/** The port that the settings of a framework name. */
export function portOf(
  framework: JvmFramework | null,
  settings: Settings
): { port: number; evidence: Evidence } | null {
  const setting = settings.get(...(portKeys[framework?.name ?? ''] ?? ['server.port']));
  const port = portIn(setting);
  return setting && port ? { port, evidence: setting.evidence } : null;
}

/** The path under which a framework's own check answers, as the settings move it; null where it has none or another port. */
export function healthOf(
  project: JvmProject,
  framework: JvmFramework | null,
  settings: Settings
): { path: string; evidence: Evidence } | null {
  const by = framework?.health ? runningDependency(project, framework.health.dependency) : null;
  if (!framework?.health || !by) return null;
  if (settings.get('management.server.port', 'quarkus.management.enabled', 'endpoints.all.port')) return null;
  const said = (...keys: string[]) => {
    const setting = settings.get(...keys);
    const value = setting ? fallback(setting.value) : null;
    return value && /^\/?[\w./-]*$/.test(value) ? value : null;
  };
  const paths: Record<string, () => string[]> = {
    'spring-boot': () => [
      said('server.servlet.context-path', 'spring.webflux.base-path') ?? '',
      said('management.endpoints.web.base-path') ?? '/actuator',
      said('management.endpoints.web.path-mapping.health') ?? 'health'
    ],
    quarkus: () => [
      said('quarkus.http.root-path') ?? '',
      said('quarkus.http.non-application-root-path') ?? 'q',
      'health'
    ]
  };
  const parts = paths[framework.name]?.() ?? [framework.health.path];
  return {
    path: `/${parts
      .flatMap((part) => part.split('/'))
      .filter((part) => part !== '')
      .join('/')}`,
    evidence: by.evidence
  };
}

const telling =
  /(?:^|\/)src\/(?:main|jvmMain)\/(?:java|kotlin|groovy)\/.*(?:Health\w*|Config(?:uration)?|Settings|Properties|Env(?:ironment)?|Routing|Routes|Server|Module|Database\w*)\.(?:java|kt|groovy)$/;

/** What is read of a module for variables, ports and routes: the class that starts it, its settings, then what is named like one of these. */
export function entriesOf(reader: Reader, project: JvmProject, main: MainClass | null, settings: Settings): string[] {
  const local = (path: string) => within(project.folder, path) ?? path;
  const resources = reader.tree
    .below(project.folder, /\.(?:conf|ya?ml|properties)$/)
    .filter((path) =>
      /^(?:src\/(?:main|jvmMain)\/resources\/)?(?:application|reference|config)(?:-(?:prod|production|docker))?\.(?:conf|ya?ml|properties)$/.test(
        local(path)
      )
    );
  const code = reader.tree
    .below(project.folder, telling)
    .filter((path) => /^src\//.test(local(path)))
    .slice(0, 10);
  return [
    ...new Set([...(main ? [main.file.path] : []), ...settings.files.map((file) => file.path), ...resources, ...code])
  ];
}
