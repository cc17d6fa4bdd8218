import * as z from 'zod';
import type { sandboxTierSchema } from '../protocol.ts';
import { ok, type Result } from '../result.ts';
import { docker, dockerRefusal } from './docker.ts';

export type SandboxTier = z.infer<typeof sandboxTierSchema>;

const note = 'a container here, nothing is charged';

// Cents a month. Plausible for such a machine, so that plans look as they will; nobody is charged.
const catalogue: SandboxTier[] = [
  { tier: 'sandbox-s', title: `Sandbox S, ${note}`, cores: 2, memoryGb: 2, monthly: 490 },
  { tier: 'sandbox-m', title: `Sandbox M, ${note}`, cores: 2, memoryGb: 4, monthly: 890 },
  { tier: 'sandbox-l', title: `Sandbox L, ${note}`, cores: 4, memoryGb: 8, monthly: 1690 }
].map((tier) => ({ ...tier, disk: 'shared with this machine', currency: 'EUR' }));

/** What this machine has: cores, and memory in GB of 2^30 bytes. */
export interface Machine {
  cores: number;
  memoryGb: number;
}

/** The catalogue as this machine can keep it: no tier promises more than there is. */
export const tiersOn = (machine: Machine): SandboxTier[] =>
  catalogue.map((tier) => ({
    ...tier,
    cores: Math.min(tier.cores, machine.cores),
    memoryGb: Math.min(tier.memoryGb, machine.memoryGb)
  }));

/** The tiers on the machine of the Docker engine. Refused where no engine answers. */
export async function tiers(): Promise<Result<SandboxTier[]>> {
  const ended = await docker(['info', '--format', '{{.NCPU}} {{.MemTotal}}']);
  const [cores = 0, bytes = 0] = ended.stdout.trim().split(' ').map(Number);
  if (ended.code !== 0 || cores < 1)
    return dockerRefusal(ended, 'sandbox.engine', 'Docker did not describe its machine');
  return ok(tiersOn({ cores, memoryGb: Math.max(0.5, Math.floor((bytes / 2 ** 30) * 10) / 10) }));
}
