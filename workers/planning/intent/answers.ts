import type { Evidence } from '../../domain/evidence.ts';
import { serverOf } from '../../domain/infrastructure-plan.ts';
import { missingValues } from '../../domain/provisioning-plan.ts';
import { costs } from './approvals.ts';
import { named, unitsOf } from './units.ts';
import type { Plans } from './understood.ts';
import { isAre, listed, type Clause } from './words.ts';

const mostShown = 12;

/** The units that a question is about, else all. */
function about({ words }: Clause, plans: Plans): { names: string[]; all: boolean } {
  const skipped = /^(?:all|everything|every|both|each|them|site|database|databases)$/;
  const names = words
    .filter((word) => !skipped.test(word))
    .flatMap((word) => named(word, plans)?.units?.map(({ name }) => name) ?? []);
  const found =
    names.length > 0
      ? names
      : words
          .filter((word) => word.startsWith('database'))
          .flatMap((word) => named(word, plans)?.units?.map(({ name }) => name) ?? []);
  return found.length > 0
    ? { names: [...new Set(found)], all: false }
    : { names: unitsOf(plans.analysis).map(({ name }) => name), all: true };
}

export const unplanned = 'The servers are not planned yet.';

/** A line for each service that a question is about. */
export function ofServices(
  clause: Clause,
  plans: Plans,
  line: (service: Plans['analysis']['services'][number]) => string
): string {
  const { names } = about(clause, plans);
  const chosen = plans.analysis.services.filter(({ name }) => names.includes(name));
  return chosen.length === 0
    ? 'That is asked of services, and it is none.'
    : `${chosen.slice(0, mostShown).map(line).join('; ')}.`;
}

const from = (field: string, { path, line, excerpt }: Evidence) =>
  `${field}: ${path}${line > 0 ? `:${line}` : ''}${excerpt === '' ? '' : ` “${excerpt.slice(0, 120)}”`}`;

/** What in the repository, or in the plan, speaks for a unit or a server; null where the question names neither. */
export function why(clause: Clause, plans: Plans): string | null {
  const { names, all } = about(clause, plans);
  if (all) {
    const server = plans.infrastructure?.servers.find(
      ({ name, tier }) =>
        clause.words.includes(name) ||
        clause.words.includes(tier) ||
        clause.words.some((word) => /^(?:server|tier|size)$/.test(word))
    );
    return server ? `${server.name}: ${server.rationale}` : null;
  }
  const store = plans.analysis.datastores.find(({ name }) => names.includes(name));
  if (store) {
    const using = plans.analysis.services
      .filter(({ dependsOn }) => dependsOn.includes(store.name))
      .map(({ name }) => name);
    const facts = Object.entries(store.evidence)
      .slice(0, 4)
      .map(([field, evidence]) => from(field, evidence));
    return `${store.name} (${store.kind}): ${store.reason}${using.length > 0 ? `; ${listed(using)} ${using.length === 1 ? 'depends' : 'depend'} on it` : ''}.${facts.length > 0 ? ` Read from ${facts.join('; ')}.` : ''}`;
  }
  const service = plans.analysis.services.find(({ name }) => names.includes(name))!;
  const fields = Object.entries(service.evidence);
  const asked = fields.filter(([field]) => clause.words.includes(field.toLowerCase()));
  const shown = (asked.length > 0 ? asked : fields).slice(0, 5).map(([field, evidence]) => from(field, evidence));
  return shown.length === 0
    ? `Nothing in the repository speaks for ${service.name} alone.`
    : `${service.name} was read from ${shown.join('; ')}.`;
}

/** Where the servers stand, and what else is sold; or on which server a unit runs. */
export function where(clause: Clause, { infrastructure, analysis, tiers }: Plans): string {
  if (!infrastructure) return unplanned;
  const { names, all } = about(clause, { infrastructure, analysis, tiers } as Plans);
  const regions = [
    ...new Map(tiers.flatMap((tier) => tier.regions).map((region) => [region.id, region.title])).entries()
  ].filter(([id]) => id !== 'own');
  const title = (id: string) => regions.find(([region]) => region === id)?.[1] ?? id;
  const lines = all
    ? infrastructure.servers.map(({ name, region }) => `${name} stands in ${title(region)} (${region})`)
    : names.flatMap((name) => {
        const home = serverOf(infrastructure, name);
        return home
          ? [
              `${name} runs on ${home}, in ${title(infrastructure.servers.find((server) => server.name === home)!.region)}`
            ]
          : [];
      });
  const others =
    all && regions.length > 1
      ? ` There is ${regions
          .slice(0, mostShown)
          .map(([id, name]) => `${name} (${id})`)
          .join(', ')}.`
      : '';
  return `${lines.join('; ') || 'It runs on no server of the plan'}.${others}`;
}

/** Which ports services listen on. */
export function ports(clause: Clause, plans: Plans): string {
  const lines = ofServices(clause, plans, ({ name, port }) => `${name} listens on ${port ?? 'none'}`);
  return lines.replace(/\.$/, '; from outside a server takes in 22, 80 and 443 alone.');
}

/** Which variables the code reads, by name, and which lack a value. */
export function variables(clause: Clause, plans: Plans): string {
  const { names } = about(clause, plans);
  const missing = plans.provisioning ? missingValues(plans.provisioning) : [];
  const lines = plans.analysis.services
    .filter(({ name, env }) => names.includes(name) && env.length > 0)
    .map(
      ({ name, env }) =>
        `${name}: ${env
          .slice(0, 30)
          .map((variable) => `${variable.name}${variable.secret ? ' (secret)' : ''}`)
          .join(', ')}${env.length > 30 ? ' and more' : ''}`
    );
  const lacking = missing.length > 0 ? ` Without a value: ${missing.slice(0, mostShown).join(', ')}.` : '';
  return `${lines.length > 0 ? `${lines.join('; ')}.` : 'No variables were found in the code.'}${lacking}`;
}

/** What services and datastores run on. */
export function versions(clause: Clause, plans: Plans): string {
  const { names } = about(clause, plans);
  const services = plans.analysis.services
    .filter(({ name }) => names.includes(name))
    .map(
      ({ name, language, framework, runtimeVersion }) =>
        `${name} is ${[language ?? 'a ready image', runtimeVersion, framework && `with ${framework}`].filter(Boolean).join(' ')}`
    );
  const kept = plans.analysis.datastores
    .filter(({ name }) => names.includes(name))
    .map(({ name, kind, version }) => `${name} is ${kind} ${version ?? 'in its usual version'}`);
  return `${[...services, ...kept].slice(0, mostShown).join('; ')}.`;
}

/** The servers with what they hold and cost. */
export function servers(_clause: Clause, { infrastructure }: Plans): string {
  if (!infrastructure) return unplanned;
  const lines = infrastructure.servers.map(
    ({ name, tier, spec, region, services }) =>
      `${name} is ${tier} in ${region} (${spec.cores} cores, ${spec.memoryGb} GB) and holds ${listed(services)}`
  );
  return `${lines.join('; ')}. ${costs(infrastructure)}`;
}

/** What is deployed, and what is left out. */
export function deployed({ analysis }: Plans): string {
  const [taken, out] = [
    analysis.services.filter(({ acceptance }) => acceptance !== 'rejected'),
    analysis.services.filter(({ acceptance }) => acceptance === 'rejected')
  ];
  const lines = taken
    .slice(0, 30)
    .map(({ name, kind, language }) => `${name} (${kind}${language ? `, ${language}` : ''})`);
  const left = out.length > 0 ? ` Left out: ${listed(out.map(({ name }) => name))}.` : '';
  return `${lines.length === 1 ? 'One service' : `${taken.length} services`}: ${listed(lines)}.${left}`;
}

/** The datastores that are set up. */
export function stores({ analysis }: Plans): string {
  const placed = analysis.datastores
    .filter(({ requirement }) => requirement === 'required')
    .map(({ name, kind }) => (name === kind ? name : `${name} (${kind})`));
  return placed.length === 0
    ? 'No datastore is needed.'
    : `${listed(placed)} ${isAre(placed)} set up beside ${analysis.services.length === 1 ? 'it' : 'them'}.`;
}
