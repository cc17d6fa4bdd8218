import { budgetRefusal } from './domain/budget.ts';
import type { EventBody } from './domain/events.ts';
import { newId } from './domain/ids.ts';
import type { Project } from './domain/project.ts';
import { ok, refuse, type Result } from './domain/result.ts';
import { offerOf } from './domain/usage.ts';
import { configOf, type Env } from './env.ts';
import { anthropicModel } from './models/anthropic.ts';
import type { Ledger, Model } from './models/model.ts';
import type { Scope } from './store/database.ts';
import { openModelKey } from './store/model-key.ts';
import { projectById } from './store/projects.ts';
import { allSecrets } from './store/secrets.ts';
import { setAside, settle, standings, type Payer } from './store/usage.ts';

/** Appends to the deployment's journal, as its object does. */
export type Told = (bodies: EventBody[]) => Promise<unknown>;

/**
 * The model that a person picked for a project, and no other; the only place that makes one. Null where rules plan alone: none is
 * picked, or neither the team nor the installation has a key (the team's goes first). Refuses a pick that is no longer on offer.
 */
export async function modelOf(
  env: Env,
  scope: Scope,
  { id: projectId }: Pick<Project, 'id'>,
  told: Told
): Promise<Result<Model | null>> {
  const { model: config, secretKey } = configOf(env);
  // What was picked last counts, also where a run has held its project for days.
  const picked = (await projectById(scope, projectId))?.model ?? null;
  const key = picked && ((await openModelKey(scope, secretKey)) ?? config.key);
  if (!picked || !key) return ok(null);
  if (!offerOf(picked))
    return refuse('model.unknown', `The model ${picked} is no longer on offer. Pick another one for this project.`);
  return ok(
    anthropicModel({
      id: picked,
      key,
      baseUrl: config.baseUrl,
      ledger: ledgerOf({ ...scope, projectId, hold: newId('hold') }, told),
      secrets: await allSecrets({ ...scope, owner: projectId, key: secretKey })
    })
  );
}

/** The books of one model: its requests are set against both budgets, kept, and told in the journal. */
function ledgerOf(payer: Payer, told: Told): Ledger {
  return {
    async admit(place, mostCost) {
      if (await setAside(payer, mostCost)) return ok(null);
      const now = await standings(payer);
      return now
        ? budgetRefusal(now, mostCost, place)
        : refuse('model.aborted', 'The project was destroyed, so nothing is asked for it any more.');
    },
    async record(usage) {
      await settle(payer, usage);
      const { place, model, tokens, cost } = usage;
      await told([{ type: 'model.used', place, model, tokens, cost }]);
    }
  };
}
