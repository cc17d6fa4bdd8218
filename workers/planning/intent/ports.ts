import type { Patch } from '../../domain/artifact.ts';
import type { Service } from '../../domain/service.ts';
import { withPort } from './dockerfiles.ts';
import { askWhich, named } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { listed, type Clause } from './words.ts';

const forms: { form: RegExp; unit: number; port: number }[] = [
  {
    form: /^(?:(?:let|make|have|set) )?(?:(.{1,80}?) )?(?:listens?|listening|runs?|running|answers?|serves?) (?:(?:on|at) )?(?:port )?(\d{1,9})$/,
    unit: 1,
    port: 2
  },
  { form: /^(?:change|set|make|switch|move|update) (?:(.{1,80}?) )?port (?:to|=|is|be) (\d{1,9})$/, unit: 1, port: 2 },
  {
    form: /^(?:change|set|make|switch|move|update) port (?:of|for|on) (.{1,80}?) (?:to|=|is|be) (\d{1,9})$/,
    unit: 1,
    port: 2
  },
  { form: /^(?:change|set|move|switch|put) (.{1,80}?) (?:to|on|onto) port (\d{1,9})$/, unit: 1, port: 2 },
  { form: /^port (?:of|for|on) (.{1,80}?) (?:is|to|=|be|:) (\d{1,9})$/, unit: 1, port: 2 },
  { form: /^(?:use |set )?port(?: is| to| =)? (\d{1,9})(?: (?:for|in|on) (.{1,80}))?$/, unit: 2, port: 1 },
  { form: /^(.{1,80}?) port(?: is| to| =)? (\d{1,9})$/, unit: 1, port: 2 },
  { form: /^(.{1,80}?) (?:is )?on port (\d{1,9})$/, unit: 1, port: 2 }
];

/** The port that a service listens on. */
export function portWish(clause: Clause, plans: Plans): Outcome | null {
  for (const { form, unit, port } of forms) {
    const match = form.exec(clause.plain);
    if (!match) continue;
    const outcome = listen(match[unit], Number(match[port]), plans);
    if (outcome) return outcome;
  }
  return null;
}

/** Sets the port of the service that a phrase names; without one, of the only one that listens. */
export function listen(phrase: string | undefined, port: number, plans: Plans): Outcome | null {
  const found = phrase ? named(phrase, plans) : null;
  if (phrase && !found) return null;
  const listening = plans.analysis.services.filter(
    ({ kind, acceptance }) => kind !== 'worker' && kind !== 'cron' && acceptance !== 'rejected'
  );
  const names = found ? (found.units ?? found.unclear).map(({ name }) => name) : listening.map(({ name }) => name);
  if (port < 1 || port > 65535) return tell('A port is a number from 1 to 65535.');
  const say = (name: string) => `${name} listens on ${port}`;
  if (found?.unclear || (!found && names.length > 1)) return askWhich('Which service:', names, say);
  if (names.length === 0) return tell('No service of the plan listens on a port.');
  const stores = plans.analysis.datastores.filter(({ name }) => names.includes(name));
  if (stores.length > 0)
    return tell(
      `${listed(stores.map(({ name }) => name))} is reached by the services alone, on its usual port. Nothing needs another.`
    );
  return change(
    names
      .map((name) =>
        says(
          plans.analysis.services.find((service) => service.name === name)!,
          port
        )
      )
      .join(' '),
    {
      analysis: plans.analysis.services
        .filter(({ name }) => names.includes(name))
        .flatMap((service) => patchFor(service, port))
    }
  );
}

const generated = (service: Service) => (service.dockerfile?.origin === 'generated' ? service.dockerfile : null);

function patchFor(service: Service, port: number): Patch {
  const at = `/services/${service.name}`;
  const dockerfile = generated(service);
  const text = dockerfile && service.port !== null ? withPort(dockerfile.text, service.port, port) : null;
  return [set(`${at}/port`, port), ...(text && text !== dockerfile?.text ? [set(`${at}/dockerfile/text`, text)] : [])];
}

function says(service: Service, port: number): string {
  const own = !generated(service);
  return `${service.name} is now expected on port ${port}.${own ? ' It comes with an image of its own: make sure that it listens there.' : ''}`;
}

const openForm = /^(?:open|expose|publish|allow|unblock) (?:port )?(\d{1,9})\b/;
const closeForm =
  /^(?:close|block|shut|unexpose|unpublish|hide|do not (?:open|expose|publish)|stop (?:exposing|publishing)) (?:port )?(\d{1,9})\b/;

/** Opening or closing a port of a server: the plan opens what visitors need and nothing else. */
export function firewallWish(clause: Clause, plans: Plans): Outcome | null {
  const [open, close] = [openForm.exec(clause.plain), closeForm.exec(clause.plain)];
  const port = Number((open ?? close)?.[1] ?? Number.NaN);
  if (Number.isNaN(port)) return null;
  const rule = 'A server takes in 22, 80 and 443 and nothing else; visitors reach services through the proxy on 443.';
  const peers = (plans.provisioning?.services ?? []).filter(({ ports }) => ports.some(({ host }) => host === port));
  if (close && peers.length > 0)
    return tell(
      `${port} is open to the other servers of the plan alone: ${listed(peers.map(({ name }) => name))} is reached there. Put everything on one server to be without it.`,
      [{ label: 'Everything on one server', command: 'everything on one server' }]
    );
  if (close)
    return tell(
      [22, 80, 443].includes(port) ? `${rule} ${port} is needed for that.` : `${rule} ${port} is closed already.`
    );
  const behind = plans.analysis.services.filter((service) => service.port === port).map(({ name }) => name);
  return tell(
    [22, 80, 443].includes(port)
      ? `${port} is open already. ${rule}`
      : `${rule}${behind.length > 0 ? ` ${listed(behind)} listens on ${port} behind it.` : ''}`
  );
}
