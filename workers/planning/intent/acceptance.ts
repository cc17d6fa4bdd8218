import type { Patch } from '../../domain/artifact.ts';
import { askWhich, named, type Unit } from './units.ts';
import { change, set, tell, type Outcome, type Plans } from './understood.ts';
import { isAre, listed, type Clause } from './words.ts';

const drop = [
  /^(?:drop|skip|remove|reject|exclude|leave out|omit|disable|ignore|delete|without|no|not|do not (?:deploy|run|use|need|include|want|ship)|(?:deploy|run) without|get rid of|stop deploying) (.{1,120})$/,
  /^leave (.{1,120}) out$/,
  /^(.{1,80}) (?:is|are) not (?:needed|wanted|used)$/
];
const accept = [
  /^(?:accept|include|keep|add|enable|restore|re-?add|undrop|deploy|run|use|need|bring back) (.{1,120}?)(?: (?:back|as well|after all))?$/,
  /^bring (.{1,120}) back$/
];

/** Leaves a service or datastore out, or takes it in again. */
export function acceptanceWish(clause: Clause, plans: Plans): Outcome | null {
  const dropped = match(drop, clause.plain, plans);
  if (dropped) return 'asks' in dropped ? dropped.asks : leaveOut(dropped.units, plans);
  const accepted = match(accept, clause.plain, plans);
  if (!accepted) return null;
  return 'asks' in accepted ? accepted.asks : takeIn(accepted.units, plans);
}

function match(forms: RegExp[], plain: string, plans: Plans): { units: Unit[] } | { asks: Outcome } | null {
  for (const form of forms) {
    const phrase = form.exec(plain)?.[1];
    const found =
      phrase && !/^(?:it|this|that|everything|all|services|them)$/.test(phrase) ? named(phrase, plans) : null;
    if (found?.units) return { units: found.units };
    if (found)
      return {
        asks: askWhich(
          'Which one:',
          found.unclear.map(({ name }) => name),
          (name) => plain.replace(found.word, name)
        )
      };
  }
  return null;
}

const namesOf = (units: Unit[], role: Unit['role']) =>
  units.filter((unit) => unit.role === role).map(({ name }) => name);

function leaveOut(units: Unit[], { analysis }: Plans): Outcome {
  const names = units.map(({ name }) => name);
  const services = analysis.services.filter(
    ({ name, acceptance }) => namesOf(units, 'service').includes(name) && acceptance !== 'rejected'
  );
  const stores = analysis.datastores.filter(
    ({ name, requirement }) => namesOf(units, 'datastore').includes(name) && requirement === 'required'
  );
  const left = analysis.services.filter((service) => service.acceptance !== 'rejected' && !services.includes(service));
  if (services.length + stores.length === 0) return tell(`${listed(names)} ${isAre(names)} left out already.`);
  if (left.length === 0) return tell('That is all that would be deployed. At least one service must stay.');
  const needing = left
    .filter(({ dependsOn }) => dependsOn.some((name) => names.includes(name)))
    .map(({ name }) => name);
  const gone = [...services, ...stores].map(({ name }) => name);
  const warning =
    needing.length > 0
      ? ` ${listed(needing)} ${needing.length === 1 ? 'depends' : 'depend'} on it: give the address of another one as a variable, or expect errors.`
      : '';
  return change(`${listed(gone)} ${isAre(gone)} left out.${warning}`, {
    analysis: [
      ...services.map(({ name }) => set(`/services/${name}/acceptance`, 'rejected')),
      ...stores.map(({ name }) => set(`/datastores/${name}/requirement`, 'optional'))
    ]
  });
}

function takeIn(units: Unit[], { analysis }: Plans): Outcome {
  const services = analysis.services.filter(
    ({ name, acceptance }) => namesOf(units, 'service').includes(name) && acceptance !== 'accepted'
  );
  const stores = analysis.datastores.filter(
    ({ name, requirement }) => namesOf(units, 'datastore').includes(name) && requirement === 'optional'
  );
  const taken = [...services, ...stores].map(({ name }) => name);
  if (taken.length === 0)
    return tell(`${listed(units.map(({ name }) => name))} ${isAre(units.map(({ name }) => name))} part of it already.`);
  const patch: Patch = [
    ...services.map(({ name }) => set(`/services/${name}/acceptance`, 'accepted')),
    ...stores.map(({ name }) => set(`/datastores/${name}/requirement`, 'required'))
  ];
  return change(`${listed(taken)} ${isAre(taken)} taken in.`, { analysis: patch });
}
