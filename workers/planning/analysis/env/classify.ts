import type { Datastore } from '../../../domain/analysis.ts';
import type { EnvironmentVariable } from '../../../domain/service.ts';
import type { StatedVariable } from '../detector.ts';
import { describesExternal, externalOf } from '../externals.ts';
import { isForeign } from './foreign.ts';
import { sharedPrefix } from './own-address.ts';
import { judgements } from './judgements.ts';
import { isSecret } from './secret.ts';
import { spelledOut } from './spelling.ts';
import { bestEvidence, defaultOf, isNeeded } from './values.ts';

/** What a variable is judged by beside its own statements. */
export interface Surroundings {
  port: number | null;
  datastores: Datastore[];
  packages: string[];
  services: string[];
  /** The names of all variables of the service. */
  variables: string[];
  /** Whether the service counts on sending mail. */
  mails?: boolean;
}

/** A variable with all that is known of it, as it is judged. */
export interface Subject {
  name: string;
  stated: StatedVariable[];
  value: string | null;
  secret: boolean;
  /** Whether a file insists on it (true), shows that it can be left out (false), or neither. */
  needed: boolean | null;
  /** The external service that it configures, or null. */
  external: string | null;
  /** The word that begins most names of the service's variables, or null. */
  prefix: string | null;
  around: Surroundings;
}

const buildPrefix = /^(?:NEXT_PUBLIC|VITE|REACT_APP|GATSBY|VUE_APP|PUBLIC|EXPO_PUBLIC|STORYBOOK)_/;

/** Whether a name is shown at all. */
export const isShown = (name: string): boolean =>
  !isForeign(name) && /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && name.length <= 200;

/** One variable of a service, judged from all that is stated of it. */
export function classify(name: string, stated: StatedVariable[], around: Surroundings): EnvironmentVariable {
  const value = defaultOf(stated);
  const spelled = spelledOut(name);
  const subject: Subject = {
    name: spelled,
    stated,
    value,
    secret: isSecret(spelled, value),
    needed: isNeeded(stated),
    external: externalOf(spelled),
    prefix: sharedPrefix(around.variables),
    around
  };
  const judged = judgements.map((judge) => judge(subject)).find((each) => each !== null)!;
  const said = stated.find((each) => each.describes !== '')?.describes ?? '';
  return {
    name,
    secret: judged.secret ?? subject.secret,
    default: judged.default,
    source: judged.source,
    required: judged.required,
    buildTime: stated.some((each) => each.buildTime) || buildPrefix.test(name),
    describes: said || judged.describes || (subject.external ? describesExternal(subject.external) : ''),
    evidence: { name: bestEvidence(stated) }
  };
}
