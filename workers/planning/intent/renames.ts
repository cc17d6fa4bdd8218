import type { Patch } from '../../domain/artifact.ts';
import { slugify, slugSchema } from '../../domain/ids.ts';
import { serverOf } from '../../domain/infrastructure-plan.ts';
import { askWhich, named, unitsOf } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { listed, unquoted, type Clause } from './words.ts';

const forms = [
  /^(?:rename|call|name) (?:service )?(.{1,80}?) (?:to|into|as|->|→|=>) (.{1,80})$/,
  /^(?:change|set) name (?:of|for) (?:service )?(.{1,80}?) to (.{1,80})$/,
  /^(?:rename|call) (\S{1,80}) (\S{1,80})$/
];

/** Another name for a service, wherever it is referred to. */
export function renameWish(clause: Clause, plans: Plans): Outcome | null {
  const match = forms.map((form) => form.exec(clause.plain)).find((found) => found !== null);
  if (!match) return null;
  const [, from = '', to = ''] = match;
  const found = named(from, plans);
  if (!found)
    return tell(
      `There is no service ${from}. There is ${unitsOf(plans.analysis)
        .map(({ name }) => name)
        .join(', ')}.`
    );
  if (found.unclear)
    return askWhich(
      'Which service:',
      found.unclear.map(({ name }) => name),
      (name) => `rename ${name} to ${to}`
    );
  const [unit] = found.units;
  if (!unit || found.units.length > 1) return tell('One service is renamed at a time.');
  if (unit.role === 'datastore')
    return tell(
      `${unit.name} is a datastore: its volume and its password carry its name, so it keeps it. Services can be renamed.`
    );
  return renamed(unit.name, slugify(unquoted(to), ''), plans);
}

function renamed(from: string, to: string, { analysis, infrastructure }: Plans): Outcome {
  if (!slugSchema.safeParse(to).success)
    return tell('A name is made of lower-case letters, digits and hyphens, such as api.');
  if (to === from) return tell(`${from} is called so already.`);
  if (unitsOf(analysis).some(({ name }) => name === to))
    return tell(`${to} is taken by another. Choose another name for ${from}.`);
  const service = analysis.services.find(({ name }) => name === from)!;
  const referring = analysis.services.filter(({ dependsOn }) => dependsOn.includes(from));
  const patch: Patch = [
    set(`/services/${from}/name`, to),
    ...referring.map(({ name }) => set(`/services/${name === from ? to : name}/dependsOn/${from}`, to))
  ];
  const home = infrastructure && serverOf(infrastructure, from);
  const placing: Patch = home ? [set(`/servers/${home}/services/${from}`, to)] : [];
  const volumes =
    service.volumes.length > 0
      ? ' Its volume is named after it: what an earlier run stored stays under the old name.'
      : '';
  const others =
    referring.length > 0
      ? ` ${listed(referring.map(({ name }) => name))} ${referring.length === 1 ? 'depends' : 'depend'} on it by that name.`
      : '';
  return change(`${from} is now called ${to}.${others}${volumes}`, {
    analysis: patch,
    ...(placing.length > 0 ? { infrastructure: placing } : {})
  });
}
