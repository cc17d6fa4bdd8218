import type { Analysis } from '../../../domain/analysis.ts';
import { deployedServices } from '../../../domain/analysis.ts';
import type { Patch } from '../../../domain/artifact.ts';
import type { Evidence } from '../../../domain/evidence.ts';
import { ok, refuse, type Result } from '../../../domain/result.ts';
import { portSchema, serviceKindSchema, type Service } from '../../../domain/service.ts';
import { plausibleCommand } from '../../validate/commands.ts';
import { soundDockerfile } from '../../validate/dockerfile.ts';
import { otherProtocol } from '../../validate/ports.ts';
import type { Correction, ServiceField } from './answer.ts';
import { withBuild, withPort, withRuntime, withStart } from './generated.ts';
import { said, saysRoute } from './relating.ts';

/** One field that is to be corrected. `evidence` is what stands of what was claimed; null where a person decides, and nothing is proven. */
export interface Correcting {
  analysis: Analysis;
  service: Service;
  value: Correction['value'];
  evidence: Evidence[] | null;
}

type Field = (correcting: Correcting) => Result<Patch>;

export const no = (because: string) => refuse('refine.refused', because);

export const set = (service: Service, path: string, value: Patch[number] extends { value: infer V } ? V : unknown) =>
  ({ op: 'replace', path: `/services/${service.name}/${path}`, value }) as Patch[number];

const setText = (service: Service, text: string | null): Patch =>
  text === null || text === service.dockerfile?.text ? [] : [set(service, 'dockerfile/text', text)];

const command =
  (field: 'buildCommand' | 'startCommand' | 'releaseCommand', rewrite: typeof withStart): Field =>
  ({ service, value }) => {
    if (value !== null && typeof value !== 'string') return no('a command is a text');
    const judged = value === null ? ok(null) : plausibleCommand(value);
    if (!judged.ok) return no(judged.problem.message);
    const text = rewrite(service, judged.value);
    return text.ok ? ok([set(service, field, judged.value), ...setText(service, text.value)]) : text;
  };

/** Whether a service would come to wait for itself. */
function waitsForItself({ services }: Analysis, start: Service, wanted: string[]): boolean {
  const seen = new Set<string>();
  const next = [...wanted];
  for (let name = next.pop(); name !== undefined; name = next.pop()) {
    if (name === start.name) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    next.push(...(services.find((service) => service.name === name)?.dependsOn ?? []));
  }
  return false;
}

const listens = (service: Service) => service.kind === 'web' || service.kind === 'static';

/** For each field, the edit that a value makes, or why it makes none. */
export const serviceEdits: Record<ServiceField, Field> = {
  dockerfile({ service, value }) {
    if (service.dockerfile?.origin !== 'generated') return no("the repository's own Dockerfile stays as it is");
    if (typeof value !== 'string') return no('a Dockerfile is a text');
    const sound = soundDockerfile(value, service.dockerfile.text);
    return sound.ok ? ok(setText(service, sound.value)) : no(sound.problem.message);
  },

  port({ service, value, evidence }) {
    const port = portSchema.safeParse(value);
    if (!port.success) return no('a port is a whole number from 1 to 65535');
    const other = otherProtocol(port.data);
    if (other !== null) return no(`port ${port.data} is for ${other}`);
    if (evidence && !said(evidence, String(port.data))) return no('the lines named do not say that port');
    if (service.kind === 'static' && service.dockerfile?.origin === 'generated')
      return no('its files are served by Hydron, on a port of its own choice');
    return ok([set(service, 'port', port.data), ...setText(service, withPort(service, port.data))]);
  },

  kind({ service, value }) {
    const kind = serviceKindSchema.safeParse(value);
    if (!kind.success) return no('it is web, worker, static or cron');
    const [was, is] = [service.kind, kind.data];
    if (was !== is && (was === 'static' || is === 'static') && service.dockerfile?.origin === 'generated')
      return no(`its Dockerfile was written for the kind ${was}`);
    if (is === 'cron' && service.schedule === null) return no('nothing says when it is to run');
    const answers = is === 'web' || is === 'static';
    if (answers && service.port === null) return no('it would need a port, and none is known');
    const silent = answers ? [] : [set(service, 'port', null), set(service, 'health', null)];
    return ok([set(service, 'kind', is), ...silent]);
  },

  health({ service, value, evidence }) {
    if (value !== null && typeof value !== 'string') return no('a health check asks for a path');
    if (!listens(service)) return no('it answers no requests');
    if (evidence && value !== null && !saysRoute(evidence, value)) return no('the lines named do not say that path');
    return ok([set(service, 'health', value)]);
  },

  buildCommand: command('buildCommand', withBuild),
  startCommand: command('startCommand', withStart),
  releaseCommand: command('releaseCommand', () => ok(null)),

  runtimeVersion({ service, value, evidence }) {
    if (typeof value !== 'string' || !/^\d{1,4}(?:\.\d{1,4}){0,2}$/.test(value))
      return no('a version is like 22 or 3.13');
    if (evidence && !evidence.some(({ excerpt }) => excerpt.includes(value.split('.')[0]!)))
      return no('the lines named do not say that version');
    return ok([set(service, 'runtimeVersion', value), ...setText(service, withRuntime(service, value))]);
  },

  dependsOn({ analysis, service, value }) {
    if (!Array.isArray(value)) return no('it is a list of names');
    const names = [...new Set(value)];
    const known = new Set([...analysis.services, ...analysis.datastores].map(({ name }) => name));
    const unknown = names.find((name) => !known.has(name));
    if (unknown !== undefined) return no(`${unknown.slice(0, 40)} is neither a service nor a datastore here`);
    if (waitsForItself(analysis, service, names)) return no('it would wait for itself');
    return ok([set(service, 'dependsOn', names)]);
  },

  deploy({ analysis, service, value }) {
    if (typeof value !== 'boolean') return no('it is true or false');
    const others = deployedServices(analysis).filter(({ name }) => name !== service.name);
    if (!value && others.length === 0) return no('nothing would be left to deploy');
    return ok([set(service, 'acceptance', value ? 'pending' : 'rejected')]);
  }
};
