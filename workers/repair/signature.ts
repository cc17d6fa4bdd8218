import type { Fix } from '../domain/fix.ts';
import type { Situation } from './situation.ts';

/**
 * Where a failure shows: on the server, inside an image's build, in a container that was started, on the way to the server, or,
 * outside of steps, while buying, while a certificate is asked for, or when the live site is asked.
 */
export type Place = 'server' | 'build' | 'container' | 'connection' | 'purchase' | 'certificate' | 'probe';

/**
 * A failure that is known. `pattern` is matched against single lines; a `general` one counts only where nothing else fits.
 * `evidence` is what must hold beside the text. `fixes` are in order of preference, empty where a person is needed.
 */
export interface Signature {
  id: string;
  places: Place[];
  pattern: RegExp;
  general?: true;
  act: 'auto' | 'propose' | 'human';
  cause: string;
  advice: string;
  evidence?: (situation: Situation) => boolean;
  fixes: (match: RegExpExecArray, situation: Situation) => Fix[];
}

const outsideOfSteps: Partial<Record<Situation['phase'], Place[]>> = {
  purchase: ['purchase'],
  domain: ['certificate'],
  'post-deploy': ['probe', 'certificate']
};

function placesOfStep(step: NonNullable<Situation['step']>): Place[] {
  if (step.kind === 'build') return ['build', 'server'];
  if (step.kind === 'start' || step.kind === 'release') return ['container', 'server'];
  return step.kind === 'proxy' ? ['server', 'certificate'] : ['server'];
}

/** The places that an output can speak of; the engine speaks in builds and starts too, the connection only where no exit code came. */
export function placesOf({ step, phase, exitCode }: Pick<Situation, 'step' | 'phase' | 'exitCode'>): Place[] {
  const places = step ? placesOfStep(step) : (outsideOfSteps[phase] ?? []);
  return exitCode === null ? [...places, 'connection'] : places;
}
