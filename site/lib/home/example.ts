import type { JournalEvent } from '../../../workers/domain/events.ts';
import type { ProvisioningPlan } from '../../../workers/domain/provisioning-plan.ts';
import recording from './example.json' with { type: 'json' };

/** A run that was recorded: its plan's steps and its journal. */
export const example = recording as unknown as { plan: Pick<ProvisioningPlan, 'servers'>; events: JournalEvent[] };
