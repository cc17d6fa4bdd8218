import * as z from 'zod';
import { stageSchema } from './artifact.ts';
import { commandText, type BudgetOwner } from './model-command.ts';
import { refuse, type Problem } from './result.ts';
import { budgetText, dollars, type Place } from './usage.ts';

/** What models may cost a month before anybody says otherwise, in millionths of a US dollar, as all amounts here are. */
export const startingBudgets = { project: 5_000_000, team: 25_000_000 } as const;

const most = 10_000_000_000;
export const budgetSchema = z.number().int().min(0).max(most, 'at most $10,000 a month');

/** A budget of the month, what is spent of it, and what requests under way may yet cost. */
export interface Standing {
  budget: number;
  spent: number;
  held: number;
}
export type Standings = Record<BudgetOwner, Standing>;

/** When the month began that a time lies in, in UTC. Budgets begin anew with it. */
export function monthOf(now: number): number {
  const date = new Date(now);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Whose budgets a request of `mostCost` would pass. */
export const passedBy = (standings: Standings, mostCost: number): BudgetOwner[] =>
  (['project', 'team'] as const).filter((owner) => needed(standings[owner], mostCost) > standings[owner].budget);

const needed = ({ spent, held }: Standing, mostCost: number) => spent + held + mostCost;

const steps = [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10_000].map((amount) => amount * 1_000_000);

/** The next round budget that leaves room for a request, or null where none does. */
export const raisedBudget = (standing: Standing, mostCost: number): number | null =>
  steps.find((step) => step > standing.budget && step >= needed(standing, mostCost)) ?? null;

const whose: Record<BudgetOwner, string> = { project: 'This project', team: 'The team' };

function figures(owner: BudgetOwner, { budget, spent, held }: Standing, mostCost: number): string {
  const running = held > 0 ? `, up to ${dollars(held)} is being spent` : '';
  return `${whose[owner]} lets its model cost ${budgetText(budget)} a month: ${dollars(spent)} is spent${running}, and the next request may cost up to ${dollars(mostCost)}.`;
}

/** Why a request is not sent: the budgets that it would pass, and buttons that raise them or go on without a model. */
export function budgetRefusal(standings: Standings, mostCost: number, place: Place): { ok: false; problem: Problem } {
  const passed = passedBy(standings, mostCost);
  const stage = stageSchema.safeParse(place);
  const again = stage.success ? stage.data : null;
  const raises = passed.flatMap((owner) => {
    const budget = raisedBudget(standings[owner], mostCost);
    if (budget === null) return [];
    const label = `Raise the ${owner}'s budget to ${budgetText(budget)}`;
    return [{ label, command: commandText({ kind: 'raise budget', owner, budget, again }) }];
  });
  const refused = refuse(
    'model.budget',
    `${passed.map((owner) => figures(owner, standings[owner], mostCost)).join(' ')} Raise the budget, or go on by rules.`
  );
  const rules = { label: 'Go on by rules', command: commandText({ kind: 'rules alone' }) };
  return { ok: false, problem: { ...refused.problem, actions: [...raises, rules] } };
}
