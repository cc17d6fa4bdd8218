import type { EventBody } from '../workers/domain/events.ts';
import type { FixRecord } from '../workers/domain/fix-record.ts';
import { refuse, ok, type Result } from '../workers/domain/result.ts';

/** A question that a run waits on: which event of which workflow instance an answer wakes. */
export interface Asked {
  id: string;
  instanceId: string;
  event: string;
  labels: string[];
}

/** A fix that was made in a run, as the pipeline keeps it, under a key of its own. `overlay` is a Dockerfile that it changed. */
export interface KeptFix {
  key: string;
  record: FixRecord;
  overlay: { service: string; dockerfile: string } | null;
}

/** The fixes of each run and the questions that runs wait on, in the object's storage. */
export function fixesIn(kv: SyncKvStorage) {
  const made = (runId: string) => kv.get<KeptFix[]>(`fixes:${runId}`) ?? [];
  const asked = (runId: string) => kv.get<Asked[]>(`asked:${runId}`) ?? [];
  return {
    made,
    /** Keeps a fix. One that is kept under its key already stays as it is. */
    keep(runId: string, fix: KeptFix): void {
      const known = made(runId);
      if (!known.some(({ key }) => key === fix.key)) kv.put(`fixes:${runId}`, [...known, fix]);
    },
    ask(runId: string, question: Asked): void {
      kv.put(`asked:${runId}`, [...asked(runId).filter(({ id }) => id !== question.id), question]);
    },
    /** Takes a question off the list, for its answer. Refuses an option that it has not, and a question that waits no more. */
    take(runId: string, id: string, option: number): Result<Asked & { label: string }> {
      const question = asked(runId).find((one) => one.id === id);
      if (!question) return refuse('answer.late', 'Nothing waits for this answer any more.');
      const label = question.labels[option];
      if (label === undefined)
        return refuse('answer.option', `Choose one of its ${question.labels.length} options, counted from 0.`);
      kv.put(
        `asked:${runId}`,
        asked(runId).filter((one) => one.id !== id)
      );
      return ok({ ...question, label });
    }
  };
}
export type Fixes = ReturnType<typeof fixesIn>;

/** A person's choice among the options that a failed step left open. */
export interface FixAnswer {
  runId: string;
  id: string;
  option: number;
  userName: string;
}

/** Takes a person's answer: which event of which instance it wakes, and what the journal is told. */
export function takeAnswer(
  fixes: Fixes,
  { runId, id, option, userName }: FixAnswer
): Result<{ instanceId: string; event: string; told: EventBody }> {
  const taken = fixes.take(runId, id, option);
  if (!taken.ok) return taken;
  const { instanceId, event, label } = taken.value;
  return ok({ instanceId, event, told: { type: 'fix.answered', runId, id, option, label, by: userName } });
}
