import { describe, expect, it } from 'vitest';
import {
  budgetRefusal,
  budgetSchema,
  monthOf,
  passedBy,
  raisedBudget,
  type Standing,
  type Standings
} from '../../../workers/domain/budget.ts';
import { messageActionSchema } from '../../../workers/domain/events.ts';
import { readCommand } from '../../../workers/domain/model-command.ts';

const million = 1_000_000;
const of = (budget: number, spent = 0, held = 0): Standing => ({ budget, spent, held });
const standings = (project: Standing, team: Standing = of(25 * million)): Standings => ({ project, team });

describe('the month of a budget', () => {
  it('begins at midnight in UTC', () => {
    expect(monthOf(Date.UTC(2026, 10, 25, 11, 30))).toBe(Date.UTC(2026, 10, 1));
    expect(monthOf(Date.UTC(2026, 10, 1))).toBe(Date.UTC(2026, 10, 1));
    expect(monthOf(Date.UTC(2027, 0, 1) - 1)).toBe(Date.UTC(2026, 11, 1));
  });
});

describe('a budget', () => {
  it('is passed by a request only when there is less left than it can cost', () => {
    const full = of(2 * million, 1.5 * million, 0.25 * million);
    expect(passedBy(standings(full), 0.25 * million)).toEqual([]);
    expect(passedBy(standings(full), 0.25 * million + 1)).toEqual(['project']);
  });

  it('is the project’s and the team’s, and either may be passed', () => {
    expect(passedBy(standings(of(5 * million), of(1)), 2)).toEqual(['team']);
    expect(passedBy(standings(of(1), of(1)), 2)).toEqual(['project', 'team']);
  });

  it('of nothing lets nothing be spent', () => {
    expect(passedBy(standings(of(0)), 1)).toEqual(['project']);
  });

  it('is raised to the next round amount with room for the request', () => {
    expect(raisedBudget(of(2 * million, 1.9 * million), 0.2 * million)).toBe(5 * million);
    expect(raisedBudget(of(5 * million, 4.9 * million), 30 * million)).toBe(50 * million);
    expect(raisedBudget(of(0), 1)).toBe(million);
    expect(raisedBudget(of(10_000 * million, 10_000 * million), 1)).toBeNull();
  });

  it('is a whole number of millionths, up to ten thousand dollars', () => {
    expect(budgetSchema.safeParse(5_000_000).success).toBe(true);
    for (const wrong of [-1, 0.5, 10_000_000_001, '5', null])
      expect(budgetSchema.safeParse(wrong).success, String(wrong)).toBe(false);
  });
});

describe('a refusal by budget', () => {
  const { problem } = budgetRefusal(standings(of(2 * million, 1_871_200, 40_000)), 310_000, 'analysis');

  it('names the figures', () => {
    expect(problem.code).toBe('model.budget');
    expect(problem.message).toBe(
      'This project lets its model cost $2 a month: $1.8712 is spent, up to $0.0400 is being spent, and the next request may cost up to $0.3100. Raise the budget, or go on by rules.'
    );
  });

  it('has a button that raises the budget and asks for the stage again, and one that goes on by rules', () => {
    expect(problem.actions).toEqual([
      {
        label: "Raise the project's budget to $5",
        command: "Raise the project's model budget to $5 and plan the analysis again"
      },
      { label: 'Go on by rules', command: 'Go on by rules alone' }
    ]);
  });

  it('asks for nothing again after a refusal outside of the stages', () => {
    const refused = budgetRefusal(standings(of(0)), 310_000, 'conversation').problem;
    expect(refused.actions?.[0]?.command).toBe("Raise the project's model budget to $1");
  });

  it('speaks of both budgets where both would be passed, and offers no raise past the highest', () => {
    const top = of(10_000 * million, 10_000 * million);
    const refused = budgetRefusal(standings(of(0), top), 1, 'repair').problem;
    expect(refused.message).toMatch(/^This project lets .* The team lets /);
    expect(refused.actions?.map(({ label }) => label)).toEqual(["Raise the project's budget to $1", 'Go on by rules']);
  });

  it('has buttons that fit a message and whose commands are understood', () => {
    for (const action of problem.actions ?? []) {
      expect(messageActionSchema.parse(action)).toEqual(action);
      expect(readCommand(action.command)).not.toBeNull();
    }
  });
});
