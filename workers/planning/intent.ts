import { stages, type Patch, type Stage } from '../domain/artifact.ts';
import { acceptanceWish } from './intent/acceptance.ts';
import { approvalWish } from './intent/approvals.ts';
import { carriedOut } from './intent/carry-out.ts';
import { healthWish, startWish } from './intent/commands.ts';
import { helpFor } from './intent/help.ts';
import { placementWish } from './intent/placements.ts';
import { firewallWish, portWish } from './intent/ports.ts';
import { questionWish, shortQuestion } from './intent/questions.ts';
import { regionWish } from './intent/regions.ts';
import { renameWish } from './intent/renames.ts';
import { sizeWish } from './intent/sizes.ts';
import { tell, type Outcome, type Plans, type Situation, type Understood, type Wish } from './intent/understood.ts';
import { variableWish } from './intent/variables.ts';
import { versionWish } from './intent/versions.ts';
import { clauseOf, sentencesOf, type Sentence } from './intent/words.ts';

export type { Situation, Understood } from './intent/understood.ts';

/** The kinds of wishes; the first that takes a clause has it. */
const wishes: Wish[] = [
  variableWish,
  startWish,
  healthWish,
  renameWish,
  firewallWish,
  questionWish,
  portWish,
  versionWish,
  placementWish,
  sizeWish,
  regionWish,
  approvalWish,
  acceptanceWish,
  shortQuestion
];

const longest = 4500;

/** What was understood of a message so far: the outcomes in order, the plans with their edits, and whether something was not. */
interface Reading {
  plans: Plans;
  outcomes: Outcome[];
  missed: boolean;
}

/**
 * What a person wrote, as edits of the plans or an answer from them. Only what the rules know is understood; where that is nothing,
 * the reply says what they know. Words of approval never come to anything but an answer.
 */
export function understand(text: string, situation: Situation): Understood {
  if (situation.analysis === null) return { kind: 'unknown', reply: helpFor(situation) };
  if (text.length > longest) return { kind: 'unknown', reply: `That is longer than I can read. ${helpFor(situation)}` };
  let reading: Reading = { plans: situation as Plans, outcomes: [], missed: false };
  for (const sentence of sentencesOf(text)) reading = read(sentence, reading);
  return concluded(reading, situation);
}

function read(sentence: Sentence, reading: Reading): Reading {
  const count = sentence.parts.length;
  const whole = segment(sentence, 0, reading);
  if (whole) return whole;
  let rest = reading;
  for (let from = 0; from < count;) {
    const next = firstOf(sentence, from, rest);
    rest = next ? next.reading : { ...rest, missed: true };
    from = next ? next.to : from + 1;
  }
  return rest;
}

/** The sentence from a part on as clauses that are all understood, short ones first; null where there is no such reading. */
function segment(sentence: Sentence, from: number, reading: Reading): Reading | null {
  const count = sentence.parts.length;
  if (from === count) return reading;
  for (let to = from + 1; to <= count; to++) {
    const next = take(sentence, from, to, reading);
    const rest = next && segment(sentence, to, next);
    if (rest) return rest;
  }
  return null;
}

function firstOf(sentence: Sentence, from: number, reading: Reading): { reading: Reading; to: number } | null {
  for (let to = from + 1; to <= sentence.parts.length; to++) {
    const next = take(sentence, from, to, reading);
    if (next) return { reading: next, to };
  }
  return null;
}

/** The reading with the clause that some neighbouring parts make, or null where no wish takes it. */
function take(sentence: Sentence, from: number, to: number, reading: Reading): Reading | null {
  const raw = sentence.text.slice(sentence.parts[from]!.from, sentence.parts[to - 1]!.to);
  const clause = clauseOf(raw, sentence.asks);
  for (const wish of wishes) {
    const outcome = clause.plain === '' ? tell('') : wish(clause, reading.plans);
    if (!outcome) continue;
    const done = carriedOut(reading.plans, outcome);
    return done.ok
      ? { ...reading, plans: done.value, outcomes: [...reading.outcomes, outcome] }
      : { ...reading, outcomes: [...reading.outcomes, tell(`I could not do that: ${done.problem.message}`)] };
  }
  return null;
}

/** The outcomes as one: an edit a stage, the sentences in order, and the buttons. */
function concluded({ outcomes, missed }: Reading, situation: Situation): Understood {
  const said = [...new Set(outcomes.map(({ says }) => says).filter((says) => says !== ''))];
  if (said.length === 0) return { kind: 'unknown', reply: helpFor(situation) };
  const rest = missed ? [`The rest I did not understand. ${helpFor(situation)}`] : [];
  const reply = [...said, ...rest].join(' ');
  const actions = outcomes.flatMap((outcome) => outcome.actions).slice(0, 8);
  const edits = stages.flatMap((stage) => editOf(stage, outcomes));
  return edits.length > 0 ? { kind: 'edit', edits, reply, actions } : { kind: 'answer', reply, actions };
}

function editOf(stage: Stage, outcomes: Outcome[]): { stage: Stage; patch: Patch; note: string }[] {
  const about = outcomes.filter(({ patches }) => patches[stage] !== undefined);
  const patch = about.flatMap(({ patches }) => patches[stage] ?? []);
  return patch.length === 0
    ? []
    : [
        {
          stage,
          patch,
          note: about
            .map(({ says }) => says)
            .join(' ')
            .slice(0, 400)
        }
      ];
}
