import type { Standing } from '../workers/domain/budget.ts';
import { budgetText, dollars, modelOffers, priceText } from '../workers/domain/usage.ts';
import type { ProjectUsage, TeamUsage, UsageTotal } from '../workers/domain/usage-summary.ts';
import { table } from './tables.ts';

const count = new Intl.NumberFormat('en-US');
const headings = ['requests', 'prompt', 'of it cached', 'answers', 'cost'];

/** Tokens read from the cache are part of the prompt. */
const cells = ({ requests, input, output, cacheRead, cacheWrite, cost }: UsageTotal) => [
  count.format(requests),
  count.format(input + cacheRead + cacheWrite),
  count.format(cacheRead),
  count.format(output),
  dollars(cost)
];

const since = (time: number) => new Date(time).toISOString().slice(0, 10);
const nothing = 'No model was used this month.';

const of = ({ spent, budget }: Pick<Standing, 'spent' | 'budget'>) => `${dollars(spent)} of ${budgetText(budget)}`;

/** A project's usage of the month: against both budgets, by place and by model. */
export function projectUsageText(name: string, { model, budgets, total, byPlace, byModel, since: time }: ProjectUsage) {
  const head = `${name} thinks with ${model ?? 'rules alone'}. Since ${since(time)}: ${of(budgets.project)}, its team ${of(budgets.team)}.`;
  if (total.requests === 0) return `${head}\n${nothing}`;
  return [
    head,
    table(
      ['place', ...headings],
      byPlace.map((row) => [row.place, ...cells(row)])
    ),
    table(
      ['model', ...headings],
      byModel.map((row) => [row.model, ...cells(row)])
    )
  ].join('\n\n');
}

/** A team's usage of the month: by project, by place and by model. */
export function teamUsageText({ budget, total, byProject, byPlace, byModel, since: time }: TeamUsage): string {
  const head = `Since ${since(time)}: ${of({ spent: total.cost, budget })}.`;
  if (total.requests === 0) return `${head}\n${nothing}`;
  return [
    head,
    table(
      ['project', ...headings],
      byProject.map((row) => [row.name ?? 'destroyed projects', ...cells(row)])
    ),
    table(
      ['place', ...headings],
      byPlace.map((row) => [row.place, ...cells(row)])
    ),
    table(
      ['model', ...headings],
      byModel.map((row) => [row.model, ...cells(row)])
    )
  ].join('\n\n');
}

/** What there is to pick, with prices of a million tokens; `*` marks what is picked. */
export function modelsText(name: string, picked: string | null): string {
  const rows = modelOffers.map(({ id, price, about }) => [
    `${id === picked ? '*' : ' '} ${id}`,
    priceText(price.input),
    priceText(price.cacheRead),
    priceText(price.output),
    about
  ]);
  const none = [`${picked === null ? '*' : ' '} none`, null, null, null, 'Rules alone.'];
  return [
    `${name} thinks with ${picked ?? 'rules alone'}. Prices are for a million tokens.`,
    table(['  model', 'prompt', 'cached', 'answers', 'for'], [none, ...rows]),
    `Pick one: hydron model ${name} MODEL`
  ].join('\n\n');
}
