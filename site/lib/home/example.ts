import type { JournalEvent } from '../../../workers/domain/events.ts';
import type { ProvisioningPlan } from '../../../workers/domain/provisioning-plan.ts';
import recording from './example.json' with { type: 'json' };

/**
 * A run that was recorded on a local install: its plan's steps and its journal. Left out is what only that install's network asked for
 * (extra certificate authorities, an image mirror) and the certificates themselves; the rest is as it happened.
 */
export const example = recording as unknown as { plan: Pick<ProvisioningPlan, 'servers'>; events: JournalEvent[] };
