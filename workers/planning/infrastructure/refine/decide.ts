import type { InfrastructurePlan } from '../../../domain/infrastructure-plan.ts';
import { ok, type Result } from '../../../domain/result.ts';
import { money } from '../../../domain/tier.ts';
import { no, take, wordsOf, type Decided } from '../../dropping.ts';
import { passed } from '../../validate/finding.ts';
import { judge } from '../../validate/plans.ts';
import { holdsServersOf } from '../keep.ts';
import type { Offer } from '../offers.ts';
import { groupNeed } from '../placement.ts';
import { fill, planInfrastructure, planOf, serverFrom, type InfrastructureInput } from '../plan.ts';
import { gigabytes } from '../rationale.ts';
import type { Decision } from './answer.ts';
import { tierId, type Choices } from './choices.ts';

/** What a decision is carried out on. `settled`: a person set, approved or bought these servers, so they stay. */
export interface Ground {
  input: InfrastructureInput;
  draft: InfrastructurePlan;
  choices: Choices;
  settled: boolean;
}

/** How far from the rules' figure a model may go. */
const range = { least: 0.5, most: 4 };
/** Of one rationale. */
const longest = 1200;

/** Carries out what a model decided, piece by piece: rules make the plan of it, and the validators judge each step. */
export function decide(ground: Ground, decision: Decision): Decided<InfrastructurePlan> {
  const state: Decided<InfrastructurePlan> = { plan: ground.draft, kept: [], dropped: [] };
  const attempt = (what: string, made: Result<InfrastructurePlan>) =>
    take(state, what, made.ok && made.value !== state.plan ? allowed(state.plan, made.value, ground) : made);
  for (const need of decision.needs) attempt(`the memory of ${need.unit}`, withNeed(state.plan, need, ground));
  if (decision.placement !== null)
    attempt('the placement', withPlacement(state.plan, decision.placement, ground.choices, ground.input));
  for (const each of decision.servers)
    attempt(`the tier of ${each.server}`, withTier(state.plan, each, ground.choices, ground.input));
  for (const each of decision.rationale)
    attempt(`the rationale of ${each.server}`, withWords(state.plan, each, ground.settled));
  return { ...state, plan: sayingPrice(ground.draft, state.plan) };
}

/** A plan that the validators let a model make, within the person's budget. */
function allowed(before: InfrastructurePlan, after: InfrastructurePlan, { input }: Ground): Result<InfrastructurePlan> {
  const { monthlyBudget } = input.preferences;
  if (after.currency !== before.currency) return no(`it is sold in ${after.currency}`);
  if (monthlyBudget !== null && after.totalMonthly > monthlyBudget)
    return no(`the plan would cost more than the budget of ${money(monthlyBudget, after.currency)}`);
  const judged = passed(judge('infrastructure', before, after, input.tiers), 'model');
  return judged.ok ? ok(after) : judged;
}

function withNeed(
  plan: InfrastructurePlan,
  { unit, memoryMb, reason }: Decision['needs'][number],
  { input, draft, settled }: Ground
): Result<InfrastructurePlan> {
  const known = draft.needs.find(({ name }) => name === unit);
  if (!known) return no('there is no such unit');
  if (input.analysis.services.some((service) => service.name === unit && service.memoryMb !== null))
    return no('the analysis states it');
  if (memoryMb < known.memoryMb * range.least || memoryMb > known.memoryMb * range.most)
    return no(`it is not between half of ${known.memoryMb} MB and four times as much`);
  const words = wordsOf(reason);
  if (!words.ok) return words;
  if (memoryMb === known.memoryMb) return ok(plan);
  const needs = plan.needs.map((need) =>
    need.name === unit ? { name: unit, memoryMb, reason: `the model: ${words.value}` } : need
  );
  const planned = planInfrastructure({ ...input, needs });
  return planned.ok && settled && !holdsServersOf(planned.value, draft)
    ? no('the servers that are settled would not hold it')
    : planned;
}

function withPlacement(
  plan: InfrastructurePlan,
  id: string,
  { placements, offers }: Choices,
  input: InfrastructureInput
): Result<InfrastructurePlan> {
  const placement = placements.find((each) => each.id === id);
  if (!placement) return no('it is not among the placements');
  const same = placement.groups.every(({ units }) =>
    plan.servers.some(({ services }) => services.toSorted().join() === units.toSorted().join())
  );
  if (same) return ok(plan);
  const servers = fill(placement.groups, input.analysis, plan.needs, offers);
  return servers ? ok(planOf(servers, plan.needs, input)) : no('nothing on sale holds a part of it');
}

function withTier(
  plan: InfrastructurePlan,
  wanted: Decision['servers'][number],
  { offers }: Choices,
  input: InfrastructureInput
): Result<InfrastructurePlan> {
  const server = plan.servers.find(({ name }) => name === wanted.server);
  const offer = offers.find((each) => tierId(each) === wanted.tier && each.region.id === wanted.region);
  if (!server) return no('there is no such server');
  if (!offer) return no('it is not on the list');
  const { tier, region } = offer;
  if (server.vendor === tier.vendor && server.tier === tier.tier && server.region === region.id) return ok(plan);
  if (tier.vendor === 'own' && plan.servers.some((each) => each.vendor === 'own' && each.tier === tier.tier))
    return no('that server of the person is in use already');
  const needMb = groupNeed(server.services, plan.needs, input.analysis);
  if (offer.memoryMb < needMb) return no(`it has ${tier.spec.memoryGb} GB where ${gigabytes(needMb)} are needed`);
  const group = { name: server.name, units: server.services };
  const chosen = serverFrom(group, offer, needMb, plan.needs, chosenByModel(offer));
  const servers = plan.servers.map((each) => (each === server ? chosen : each));
  return ok(planOf(servers, plan.needs, input));
}

const chosenByModel = ({ tier: { price } }: Offer) =>
  price.monthly === 0
    ? 'The model chose it; it costs nothing'
    : `The model chose it, at ${money(price.monthly, price.currency)} a month`;

function withWords(
  plan: InfrastructurePlan,
  { server, text }: Decision['rationale'][number],
  settled: boolean
): Result<InfrastructurePlan> {
  if (settled) return no('the servers are settled');
  if (!plan.servers.some(({ name }) => name === server)) return no('there is no such server');
  const words = wordsOf(text);
  if (!words.ok) return words;
  return ok(withRationale(plan, server, (facts) => `The model: ${words.value} The figures: ${facts}`));
}

const withRationale = (plan: InfrastructurePlan, name: string, change: (facts: string) => string) => ({
  ...plan,
  servers: plan.servers.map((server) =>
    server.name === name ? { ...server, rationale: change(server.rationale).slice(0, longest) } : server
  )
});

/** The plan with a sentence, where it is read, about what it costs more than the rules' draft. */
function sayingPrice(draft: InfrastructurePlan, plan: InfrastructurePlan): InfrastructurePlan {
  const sentence = dearer(draft, plan);
  if (sentence === null) return plan;
  const known = (name: string) => draft.servers.find((server) => server.name === name)?.price;
  const changed = plan.servers.find(({ name, price }) => {
    const was = known(name);
    return !was || price.monthly > was.monthly || price.setup > was.setup;
  });
  const room = longest - sentence.length - 1;
  return withRationale(plan, (changed ?? plan.servers[0]!).name, (facts) => `${facts.slice(0, room)} ${sentence}`);
}

/** What a plan costs more than the rules' draft, in a sentence; null where it does not. */
export function dearer(draft: InfrastructurePlan, plan: InfrastructurePlan): string | null {
  const [monthly, setup] = [plan.totalMonthly - draft.totalMonthly, plan.totalSetup - draft.totalSetup];
  const parts = [
    ...(monthly > 0 ? [`${money(monthly, plan.currency)} more a month`] : []),
    ...(setup > 0 ? [`${money(setup, plan.currency)} more once`] : [])
  ];
  return parts.length === 0
    ? null
    : `With what the model changed the plan costs ${parts.join(' and ')} than by rules alone.`;
}
