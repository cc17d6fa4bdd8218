import type { Evidence } from '../../../domain/evidence.ts';
import { ok, type Result } from '../../../domain/result.ts';
import { said } from '../../analysis/refine/relating.ts';
import { no } from '../../dropping.ts';
import { plausibleCommand } from '../../validate/commands.ts';
import type { ProvisioningInput } from '../plan.ts';
import type { WantedRelease } from './answer.ts';

/** Words that say nothing of what a command does. */
const runners = new Set([
  'node',
  'npm',
  'npx',
  'pnpm',
  'yarn',
  'exec',
  'python',
  'python3',
  'bundle',
  'start',
  'poetry'
]);

/** The input in which a service runs a command before a new version of it starts. */
export function withRelease(
  input: ProvisioningInput,
  { service: name, command }: WantedRelease,
  evidence: Evidence[]
): Result<ProvisioningInput> {
  const service = input.analysis.services.find((each) => each.name === name);
  if (!service) return no('there is no such service');
  if (service.releaseCommand !== null) return no('the analysis has one for it');
  if (service.image !== null && service.dockerfile === null) return no('it runs an image that Hydron does not build');
  const judged = plausibleCommand(command);
  if (!judged.ok) return no(judged.problem.message);
  const words = judged.value.split(/[^\w-]+/).filter((word) => word.length > 3 && !runners.has(word));
  if (!words.some((word) => said(evidence, word))) return no('the lines named hold no word of the command');
  const services = input.analysis.services.map((each) =>
    each === service ? { ...each, releaseCommand: judged.value } : each
  );
  return ok({ ...input, analysis: { ...input.analysis, services } });
}
