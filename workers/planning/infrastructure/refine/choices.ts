import type { Analysis } from '../../../domain/analysis.ts';
import type { MemoryNeed } from '../../../domain/infrastructure-plan.ts';
import { offersFor, type Offer } from '../offers.ts';
import { groupings, type Group } from '../placement.ts';
import type { InfrastructureInput } from '../plan.ts';

/** What a model may choose among. Each id is that of something which was sent to it. */
export interface Choices {
  placements: { id: string; groups: Group[] }[];
  /** One for each region of a tier; the tier's id is that of `tierId`. */
  offers: Offer[];
}

export const noChoices: Choices = { placements: [], offers: [] };

/** Offers at most: the cheapest of them. */
const most = 120;

export const tierId = ({ tier: { vendor, tier } }: Pick<Offer, 'tier'>): string => `${vendor}/${tier}`;

/** What is on sale under the person's wishes and their budget, in the draft's currency, and the ways to spread the units. */
export function choicesFor(
  { analysis, tiers, preferences }: Pick<InfrastructureInput, 'analysis' | 'tiers' | 'preferences'>,
  { needs, currency }: { needs: MemoryNeed[]; currency: string }
): Choices {
  const sold = offersFor(tiers, preferences);
  const { monthlyBudget } = preferences;
  const offers = (sold.ok ? sold.value : []).filter(
    ({ tier: { price } }) => price.currency === currency && (monthlyBudget === null || price.monthly <= monthlyBudget)
  );
  return { placements: placementsFor(analysis, needs, offers), offers: offers.slice(0, most) };
}

function placementsFor(analysis: Analysis, needs: MemoryNeed[], offers: Offer[]): Choices['placements'] {
  if (offers.length === 0) return [];
  const largestMb = Math.max(...offers.map(({ memoryMb }) => memoryMb));
  return groupings(analysis, needs, largestMb).map((groups, at) => ({ id: `placement-${at + 1}`, groups }));
}
