import type { MemoryNeed } from '../../domain/infrastructure-plan.ts';
import { money } from '../../domain/tier.ts';
import type { Offer } from './offers.ts';

/** MiB as GB with one digit, rounded up. */
export const gigabytes = (megabytes: number): string => String(Math.ceil((megabytes / 1024) * 10) / 10);

/** Why the rules chose an offer. */
export const cheapestThatFits = ({ tier }: Pick<Offer, 'tier'>): string =>
  tier.price.monthly === 0
    ? 'It costs nothing'
    : `It is the cheapest that fits, at ${money(tier.price.monthly, tier.price.currency)} a month`;

/** Why this server, in the words of somebody who pays for it. `choice` says who or what chose it, without a full stop. */
export function rationale(
  units: string[],
  { tier, region }: Pick<Offer, 'tier' | 'region'>,
  needMb: number,
  needs: MemoryNeed[],
  choice: string
): string {
  const held = needs.filter((need) => units.includes(need.name));
  const largest = [...held].sort((a, b) => b.memoryMb - a.memoryMb).slice(0, 3);
  const sum = held.reduce((total, need) => total + need.memoryMb, 0);
  return [
    `${held.length === 1 ? `${held[0]!.name} holds` : `${held.length} parts hold`} about ${sum} MB: ${largest.map((need) => `${need.name} ${need.memoryMb} MB (${need.reason})`).join(', ')}.`,
    `With the system and room to build, ${gigabytes(needMb)} GB are needed; ${tier.title} has ${tier.spec.memoryGb} GB and ${tier.spec.cores} cores.`,
    `${choice}, in ${region.title}.`
  ]
    .join(' ')
    .slice(0, 1200);
}
