import { missingValues } from '../../../workers/domain/provisioning-plan.ts';
import { money, type Price } from '../../../workers/domain/tier.ts';
import type { Artifact, Stage } from '../../../workers/domain/artifact.ts';
import type { InfrastructurePlan } from '../../../workers/domain/infrastructure-plan.ts';
import type { Artifacts } from '#lib/answers.ts';

export const stageTitles: Record<Stage, string> = {
  analysis: 'Services',
  infrastructure: 'Infrastructure',
  provisioning: 'Provisioning'
};

export const stageWork: Record<Stage, string> = {
  analysis: 'Reading the code',
  infrastructure: 'Choosing servers',
  provisioning: 'Writing the steps'
};

/** The words on the button that approves: what it leads to, and what it costs. */
export function approveLabel(artifact: Artifact): string {
  if (artifact.stage === 'analysis') return 'Approve services';
  if (artifact.stage === 'provisioning') return 'Approve and start the run';
  const plan = artifact.body as InfrastructurePlan;
  const named = plan.servers.map((server) => server.tier).join(' and ');
  return `Approve ${named} for ${priceOf(plan)}`;
}

/** `EUR 12.90 a month`, with the setup fee where there is one. */
export function priceOf(plan: Pick<InfrastructurePlan, 'totalMonthly' | 'totalSetup' | 'currency'>): string {
  const monthly = plan.totalMonthly === 0 ? 'free' : `${money(plan.totalMonthly, plan.currency)} a month`;
  return plan.totalSetup === 0 ? monthly : `${monthly} and ${money(plan.totalSetup, plan.currency)} once`;
}

export const priceInWords = (price: Price): string =>
  priceOf({ totalMonthly: price.monthly, totalSetup: price.setup, currency: price.currency });

/** What an artifact costs to carry out, in words. */
export function costOf(artifacts: Artifacts, stage: Stage): string {
  if (stage === 'analysis') return 'Costs nothing';
  const plan = artifacts.infrastructure?.body;
  if (!plan) return 'Costs nothing';
  return stage === 'infrastructure' ? priceOf(plan) : `Nothing beyond the server: ${priceOf(plan)}`;
}

/** Names of required variables without a value, as `service NAME`. Only the last plan asks for them. */
export const missingIn = (artifact: Artifact): string[] =>
  artifact.stage === 'provisioning' ? missingValues(artifact.body as Artifact<'provisioning'>['body']) : [];
