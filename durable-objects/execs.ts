import type { Phase } from '../workers/domain/phase.ts';
import type { ExecAnswer } from '../relay/protocol.ts';
import { execId } from '../workers/domain/ids.ts';
import type { Wishes } from './wishes.ts';

/** One attempt at a step as the object knows it: where its output goes, how far it was read, how it ended. */
export interface ExecRow {
  execId: string;
  runId: string;
  instanceId: string;
  callName: string;
  phase: Phase;
  server: string;
  stepId: string;
  attempt: number;
  key: string;
  offset: number;
  answer: ExecAnswer | null;
  /** Whether its output is for the run alone, and stays out of the journal. */
  quiet?: boolean;
}

/** A call of the workflow that needs an exec: `callName` is unique within its instance, `part` says which part of the step it runs. */
export interface ExecCall {
  runId: string;
  instanceId: string;
  callName: string;
  phase: Phase;
  server: string;
  stepId: string;
  part: string;
  key: string;
  quiet?: boolean;
}

type Stored = Record<string, SqlStorageValue> & { body: string };

/** The execs of one deployment. A call of the workflow (instance and call name) makes one at most, however often it is replayed. */
export function execTable(sql: SqlStorage) {
  sql.exec(`CREATE TABLE IF NOT EXISTS execs (exec_id TEXT PRIMARY KEY, instance_id TEXT NOT NULL, call_name TEXT NOT NULL, run_id TEXT NOT NULL,
    step TEXT NOT NULL, ended INTEGER NOT NULL DEFAULT 0, body TEXT NOT NULL, UNIQUE (instance_id, call_name))`);
  const one = (rows: SqlStorageCursor<Stored>): ExecRow | null => {
    const row = rows.toArray()[0];
    return row ? (JSON.parse(row.body) as ExecRow) : null;
  };
  return {
    byId: (execId: string) => one(sql.exec<Stored>('SELECT body FROM execs WHERE exec_id = ?', execId)),
    byCall: (instanceId: string, callName: string) =>
      one(sql.exec<Stored>('SELECT body FROM execs WHERE instance_id = ? AND call_name = ?', instanceId, callName)),
    attempts: (runId: string, step: string) =>
      sql.exec<{ n: number }>('SELECT count(*) AS n FROM execs WHERE run_id = ? AND step = ?', runId, step).one().n,
    live: (runId: string): ExecRow[] =>
      sql
        .exec<Stored>('SELECT body FROM execs WHERE run_id = ? AND ended = 0', runId)
        .toArray()
        .map((row) => JSON.parse(row.body) as ExecRow),
    add: (row: ExecRow, step: string) =>
      sql.exec(
        'INSERT INTO execs (exec_id, instance_id, call_name, run_id, step, body) VALUES (?, ?, ?, ?, ?, ?)',
        row.execId,
        row.instanceId,
        row.callName,
        row.runId,
        step,
        JSON.stringify(row)
      ),
    save: (row: ExecRow) =>
      sql.exec(
        'UPDATE execs SET body = ?, ended = ? WHERE exec_id = ?',
        JSON.stringify(row),
        row.answer ? 1 : 0,
        row.execId
      )
  };
}
export type ExecTable = ReturnType<typeof execTable>;

/** The exec of one call of the workflow: made at the first asking, the same ever after. None is made for a run that is being stopped. */
export async function beginExec(execs: ExecTable, wishes: Wishes, call: ExecCall): Promise<ExecRow | null> {
  const known = execs.byCall(call.instanceId, call.callName);
  if (known) return known;
  const step = `${call.server}/${call.stepId}/${call.part}`;
  const attempt = execs.attempts(call.runId, step) + 1;
  const { part, ...rest } = call;
  const id = await execId(call.runId, call.server, call.stepId, attempt, part);
  const raced = execs.byCall(call.instanceId, call.callName);
  if (raced) return raced;
  if (wishes.of(call.runId) === 'stop') return null;
  const row: ExecRow = { ...rest, attempt, execId: id, offset: 0, answer: null };
  execs.add(row, step);
  return row;
}
