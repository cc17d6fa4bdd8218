import type { Artifact, Author, Stage } from '../../../workers/domain/artifact.ts';
import type { JournalEvent } from '../../../workers/domain/events.ts';
import type { Problem } from '../../../workers/domain/result.ts';

type Facts<T extends JournalEvent['type']> = Extract<JournalEvent, { type: T }>;

/** What a stage said while it worked, until it proposed something or failed. */
export interface WorkItem {
  kind: 'work';
  key: string;
  stage: Stage;
  state: 'working' | 'done' | 'failed';
  at: number;
  endedAt: number | null;
  lines: { at: number; text: string }[];
  problem: Problem | null;
}

/** The place of a stage's card. One a stage: the card always shows the newest version. */
export interface CardItem {
  kind: 'card';
  key: string;
  stage: Stage;
  at: number;
}

/** A later proposal of a stage whose card stands further up. */
export interface ReplanItem {
  kind: 'replan';
  key: string;
  stage: Stage;
  version: number;
  author: Author;
  note: string;
  at: number;
}

export type Item =
  | { kind: 'message'; key: string; at: number; message: Facts<'message'> }
  | {
      kind: 'question';
      key: string;
      at: number;
      question: Facts<'question'>;
      answer: Facts<'question.answered'> | null;
    }
  | WorkItem
  | CardItem
  | ReplanItem
  | { kind: 'approved'; key: string; at: number; approval: Facts<'artifact.approved'> }
  | { kind: 'run'; key: string; at: number; runId: string; number: number }
  | { kind: 'signal'; key: string; at: number; signal: Facts<'signal'> }
  | { kind: 'server'; key: string; at: number; server: Facts<'server'> }
  | { kind: 'live'; key: string; at: number; url: string };

/** The newest version of a stage that the journal speaks of. */
export type Known = Pick<Artifact, 'version' | 'hash'> & { stale: boolean };

export interface Conversation {
  items: Item[];
  newest: Partial<Record<Stage, Known>>;
}

export const emptyConversation = (): Conversation => ({ items: [], newest: {} });

/** The conversation after one more event. Pure. Events of a run's inside are shown by the run, not here. */
export function reduceConversation(talk: Conversation, event: JournalEvent): Conversation {
  const key = String(event.seq);
  const { at } = event;
  switch (event.type) {
    case 'message':
      return add(talk, { kind: 'message', key, at, message: event });
    case 'question':
      return add(talk, { kind: 'question', key, at, question: event, answer: null });
    case 'question.answered':
      return { ...talk, items: talk.items.map((item) => answered(item, event)) };
    case 'stage.started':
      return add(endWork(talk, event.stage, { state: 'done', endedAt: at }), {
        kind: 'work',
        key,
        stage: event.stage,
        state: 'working',
        at,
        endedAt: null,
        lines: [],
        problem: null
      });
    case 'stage.progress':
      return changeWork(talk, event.stage, (work) => ({ ...work, lines: [...work.lines, { at, text: event.text }] }));
    case 'stage.failed':
      return endWork(talk, event.stage, { state: 'failed', endedAt: at, problem: event.problem });
    case 'artifact.proposed':
      return propose(talk, event);
    case 'artifact.stale':
      return markStale(talk, event);
    case 'artifact.approved':
      return add(talk, { kind: 'approved', key, at, approval: event });
    case 'run.started':
      return add(talk, { kind: 'run', key, at, runId: event.runId, number: event.number });
    case 'signal':
      return add(talk, { kind: 'signal', key, at, signal: event });
    case 'server':
      return showServer(talk, event);
    case 'live':
      return add(talk, { kind: 'live', key, at, url: event.url });
    default:
      return talk;
  }
}

/** Whether a stage is at work right now. */
export const working = (talk: Conversation, stage: Stage): WorkItem | null =>
  (talk.items.findLast((item) => item.kind === 'work' && item.stage === stage && item.state === 'working') as
    WorkItem | undefined) ?? null;

/** The last failure of a stage, unless it worked again since. */
export function failureOf(talk: Conversation, stage: Stage): Problem | null {
  const last = talk.items.findLast((item) => item.kind === 'work' && item.stage === stage) as WorkItem | undefined;
  return last?.problem ?? null;
}

function propose(talk: Conversation, event: Facts<'artifact.proposed'>): Conversation {
  const { stage, version, hash, author, note, at } = event;
  const key = String(event.seq);
  const rested = author === 'person' ? talk : endWork(talk, stage, { state: 'done', endedAt: at });
  const next = { ...rested, newest: { ...rested.newest, [stage]: { version, hash, stale: false } } };
  const shown = talk.items.some((item) => item.kind === 'card' && item.stage === stage);
  if (!shown) return add(next, { kind: 'card', key, stage, at });
  return author === 'person' ? next : add(next, { kind: 'replan', key, stage, version, author, note, at });
}

function markStale(talk: Conversation, event: Facts<'artifact.stale'>): Conversation {
  const known = talk.newest[event.stage];
  if (!known || known.version !== event.version) return talk;
  return { ...talk, newest: { ...talk.newest, [event.stage]: { ...known, stale: true } } };
}

/** One line a server: it changes as the server does, until another run begins. */
function showServer(talk: Conversation, event: Facts<'server'>): Conversation {
  const since = talk.items.findLastIndex((item) => item.kind === 'run');
  const at = talk.items.findIndex(
    (item, index) => index > since && item.kind === 'server' && item.server.serverId === event.serverId
  );
  const known = talk.items[at];
  const item: Item = { kind: 'server', key: known?.key ?? String(event.seq), at: event.at, server: event };
  return known ? { ...talk, items: talk.items.with(at, item) } : add(talk, item);
}

const answered = (item: Item, answer: Facts<'question.answered'>): Item =>
  item.kind === 'question' && item.question.id === answer.id ? { ...item, answer } : item;

const add = (talk: Conversation, item: Item): Conversation => ({ ...talk, items: [...talk.items, item] });

const endWork = (talk: Conversation, stage: Stage, change: Partial<WorkItem>): Conversation =>
  changeWork(talk, stage, (work) => ({ ...work, ...change }));

function changeWork(talk: Conversation, stage: Stage, change: (work: WorkItem) => WorkItem): Conversation {
  const current = working(talk, stage);
  if (!current) return talk;
  return { ...talk, items: talk.items.map((item) => (item === current ? change(current) : item)) };
}
