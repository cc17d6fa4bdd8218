import { costs } from './approvals.ts';
import { deployed, ofServices, ports, servers, stores, unplanned, variables, versions, where, why } from './answers.ts';
import { tell, type Outcome, type Plans } from './understood.ts';
import type { Clause } from './words.ts';

const opening = /^(?:what|which|how|why|where|when|who|is|are|does|do (?:i|we|you|they)|show|list|tell|explain|will)\b/;

/** A question, by its first word, that the plans themselves answer. */
export const questionWish = (clause: Clause, plans: Plans): Outcome | null =>
  opening.test(clause.plain) ? answered(clause, plans) : null;

/** What ends in a question mark and is no wish, such as `and the price?`. */
export const shortQuestion = (clause: Clause, plans: Plans): Outcome | null =>
  clause.asks ? answered(clause, plans) : null;

function answered(clause: Clause, plans: Plans): Outcome | null {
  const answer = topics.find(({ about }) => about.test(clause.plain))?.answer(clause, plans) ?? null;
  return answer === null ? null : tell(answer);
}

const topics: { about: RegExp; answer: (clause: Clause, plans: Plans) => string | null }[] = [
  { about: /\bwhy\b|\bwhere (?:do|does|did) .*(?:know|come from)|\bevidence\b|\bhow do you know\b/, answer: why },
  {
    about: /\b(?:costs?|prices?|expensive|pay|much money|much is|how much|cheap)\b/,
    answer: (_clause, { infrastructure }) =>
      infrastructure ? costs(infrastructure) : `${unplanned} Reading the code costs nothing.`
  },
  { about: /\b(?:regions?|country|located|location|where)\b/, answer: where },
  { about: /\b(?:ports?|listens?|listening)\b/, answer: ports },
  { about: /\b(?:missing|secrets?|variables?|env|environment)\b/, answer: variables },
  { about: /\b(?:versions?|runtimes?|languages?|frameworks?)\b/, answer: versions },
  {
    about: /\bhealth\b/,
    answer: (clause, plans) =>
      ofServices(clause, plans, ({ name, health }) => `${name}: ${health ?? 'no path of its own'}`)
  },
  {
    about: /\bstart(?:s|ed)?\b|\bcommands?\b/,
    answer: (clause, plans) =>
      ofServices(clause, plans, ({ name, startCommand }) => `${name}: ${startCommand ?? 'as its image says'}`)
  },
  { about: /\b(?:servers?|tiers?|machines?|memory|ram|cores|cpus?|disk|specs?|large|big)\b/, answer: servers },
  { about: /\b(?:datastores?|databases?)\b/, answer: (_clause, plans) => stores(plans) },
  {
    about: /\b(?:services?|deployed|deploy|parts?|found|running|run)\b/,
    answer: (_clause, plans) => `${deployed(plans)} ${stores(plans)}`
  },
  { about: /\b(?:help|understand|can you do|can i (?:say|ask|do))\b/, answer: () => null }
];
