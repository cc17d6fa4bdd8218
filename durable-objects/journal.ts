import type { EventBody, JournalEvent } from '../workers/domain/events.ts';

export type Message = Extract<EventBody, { type: 'message' }>;

/** The append-only events of one deployment in its object's SQLite. Numbers count from 1 without gaps. */
export interface Journal {
  append(bodies: EventBody[], now?: number): JournalEvent[];
  since(seq: number, limit: number): JournalEvent[];
  ofRun(runId: string, after: number, limit: number): JournalEvent[];
  lastOutput(stepId: string): string;
  outputOf(execId: string): string;
  /** The newest messages, oldest first. */
  messages(limit: number): Message[];
  head(): number;
}

export function journal(sql: SqlStorage): Journal {
  sql.exec(
    `CREATE TABLE IF NOT EXISTS events (seq INTEGER PRIMARY KEY, at INTEGER NOT NULL, type TEXT NOT NULL, run_id TEXT, body TEXT NOT NULL)`
  );
  sql.exec(`CREATE INDEX IF NOT EXISTS events_run ON events (run_id, seq)`);
  sql.exec(`CREATE INDEX IF NOT EXISTS events_messages ON events (seq) WHERE type = 'message'`);
  const head = () => sql.exec<{ seq: number | null }>('SELECT max(seq) AS seq FROM events').one().seq ?? 0;
  return {
    head,
    append(bodies, now = Date.now()) {
      let seq = head();
      return bodies.map((body) => {
        seq += 1;
        sql.exec(
          'INSERT INTO events (seq, at, type, run_id, body) VALUES (?, ?, ?, ?, ?)',
          seq,
          now,
          body.type,
          'runId' in body ? body.runId : null,
          JSON.stringify(body)
        );
        return { ...body, seq, at: now };
      });
    },
    since: (seq, limit) =>
      read(sql.exec<Row>('SELECT seq, at, body FROM events WHERE seq > ? ORDER BY seq LIMIT ?', seq, limit)),
    lastOutput(stepId) {
      const rows = sql.exec<{ exec: string; text: string }>(
        `SELECT body ->> 'execId' AS exec, body ->> 'text' AS text FROM events WHERE type = 'output' AND body ->> 'stepId' = ? ORDER BY seq DESC LIMIT 50`,
        stepId
      );
      const pieces = rows.toArray();
      return pieces
        .filter((piece) => piece.exec === pieces[0]?.exec)
        .map((piece) => piece.text)
        .reverse()
        .join('');
    },
    outputOf: (execId) =>
      sql
        .exec<{ text: string }>(
          `SELECT body ->> 'text' AS text FROM events WHERE type = 'output' AND body ->> 'execId' = ? ORDER BY seq DESC LIMIT 50`,
          execId
        )
        .toArray()
        .map((piece) => piece.text)
        .reverse()
        .join(''),
    messages: (limit) =>
      sql
        .exec<{ body: string }>(`SELECT body FROM events WHERE type = 'message' ORDER BY seq DESC LIMIT ?`, limit)
        .toArray()
        .map(({ body }) => JSON.parse(body) as Message)
        .reverse(),
    ofRun: (runId, after, limit) =>
      read(
        sql.exec<Row>(
          'SELECT seq, at, body FROM events WHERE run_id = ? AND seq > ? ORDER BY seq LIMIT ?',
          runId,
          after,
          limit
        )
      )
  };
}

type Row = { seq: number; at: number; body: string };
const read = (rows: SqlStorageCursor<Row>): JournalEvent[] =>
  rows.toArray().map(({ seq, at, body }) => ({ ...(JSON.parse(body) as EventBody), seq, at }));
