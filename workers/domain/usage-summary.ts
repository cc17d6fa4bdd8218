import type { Standings } from './budget.ts';
import { places, type Place, type Tokens } from './usage.ts';

/** What was used for one place of one project with one model. `projectId` is null where the project is gone. */
export interface UsageRow extends Tokens {
  projectId: string | null;
  place: Place;
  model: string;
  requests: number;
  cost: number;
}

/** Requests, tokens and cost (in millionths of a US dollar) together. */
export interface UsageTotal extends Tokens {
  requests: number;
  cost: number;
}

export interface UsageSummary {
  total: UsageTotal;
  byPlace: (UsageTotal & { place: Place })[];
  byModel: (UsageTotal & { model: string })[];
  byProject: (UsageTotal & { projectId: string | null })[];
}

/** A project's usage of a month that began at `since`, with what its own and its team's budget stand at. */
export interface ProjectUsage extends Omit<UsageSummary, 'byProject'> {
  since: number;
  model: string | null;
  budgets: Standings;
}

/** A team's usage of a month that began at `since`. `name` is null for projects that are gone. */
export interface TeamUsage extends Omit<UsageSummary, 'byProject'> {
  since: number;
  budget: number;
  byProject: (UsageTotal & { projectId: string | null; name: string | null })[];
}

const none: UsageTotal = { requests: 0, input: 0, output: 0, cacheRead: 0, cacheWrite: 0, cost: 0 };

const plus = (sum: UsageTotal, row: UsageTotal): UsageTotal => ({
  requests: sum.requests + row.requests,
  input: sum.input + row.input,
  output: sum.output + row.output,
  cacheRead: sum.cacheRead + row.cacheRead,
  cacheWrite: sum.cacheWrite + row.cacheWrite,
  cost: sum.cost + row.cost
});

const totalOf = (rows: UsageRow[]): UsageTotal => rows.reduce(plus, none);

/** The dearest first; what was used equally keeps its order. */
const dearestFirst = <T extends UsageTotal>(rows: T[]): T[] => rows.toSorted((a, b) => b.cost - a.cost);

/** Rows added up as a whole, by place (in the order of a deployment), and by model and by project, the dearest first. */
export function summarise(rows: UsageRow[]): UsageSummary {
  const models = [...new Set(rows.map(({ model }) => model))];
  const projects = [...new Set(rows.map(({ projectId }) => projectId))];
  return {
    total: totalOf(rows),
    byPlace: places
      .filter((place) => rows.some((row) => row.place === place))
      .map((place) => ({ place, ...totalOf(rows.filter((row) => row.place === place)) })),
    byModel: dearestFirst(models.map((model) => ({ model, ...totalOf(rows.filter((row) => row.model === model)) }))),
    byProject: dearestFirst(
      projects.map((projectId) => ({ projectId, ...totalOf(rows.filter((row) => row.projectId === projectId)) }))
    )
  };
}
