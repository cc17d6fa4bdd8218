import type { Fix } from '../../domain/fix.ts';
import type { Signature } from '../signature.ts';
import { unitOf, type Situation } from '../situation.ts';
import { leaner } from '../ways.ts';

/** A process can be killed for many reasons; memory it was where somebody says so. In a build, nobody else kills. */
const forMemory = ({ step, result, output }: Situation): boolean =>
  step?.kind === 'build' ||
  result === 'oom-kill' ||
  /killed for want of memory|OOMKilled"?:? ?true|Out of memory|^true 137$/im.test(output.slice(-64 * 1024));

/** Twice the memory, as far as the server has it. */
function twice(situation: Situation): Fix[] {
  const unit = unitOf(situation);
  if (!unit) return [];
  const ceiling = Math.floor((situation.facts?.memoryMb ?? 0) * 0.75) || unit.limits.memoryMb * 2;
  const megabytes = Math.min(ceiling, unit.limits.memoryMb * 2);
  return megabytes > unit.limits.memoryMb ? [{ kind: 'memory', service: unit.name, megabytes }] : [];
}

const build = {
  places: ['build' as const],
  act: 'auto' as const,
  advice: 'Take a tier with more memory.',
  fixes: () => leaner
};

/** Processes that were killed because the memory was full. */
export const memory: Signature[] = [
  {
    ...build,
    id: 'next_sigkill',
    pattern:
      /Next\.js build worker exited with code: null and signal: SIGKILL|npm (?:error|ERR!) signal SIGKILL|command failed with signal "?SIGKILL/i,
    cause: 'The build was killed because the memory was full.'
  },
  {
    ...build,
    id: 'rust_sigkill',
    pattern: /\(signal: 9, SIGKILL: kill\)|ld terminated with signal 9/i,
    cause: 'The Rust compiler or the linker was killed because the memory was full.'
  },
  {
    ...build,
    id: 'gcc_killed',
    pattern: /fatal error: Killed signal terminated program cc1(?:plus)?/i,
    cause: 'The C compiler was killed because the memory was full.'
  },
  {
    id: 'oom_container',
    places: ['container', 'build'],
    pattern:
      /OOMKilled"?:? ?true|killed for want of memory|\bexit(?:ed with)?(?: code:?| status)? 137\b|^(?:true |rc=)137$|^Killed$|signal: killed|\bSIGKILL\b/,
    general: true,
    act: 'propose',
    cause: 'A process was killed because the memory was full.',
    advice: 'Give the service more memory, or take a larger tier.',
    evidence: forMemory,
    fixes: (_, situation) => (situation.step?.kind === 'build' ? leaner : twice(situation))
  }
];
