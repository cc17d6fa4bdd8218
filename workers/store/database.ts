import { drizzle, type DrizzleD1Database } from 'drizzle-orm/d1';

export type Database = DrizzleD1Database;
export const database = (d1: D1Database): Database => drizzle(d1);

/** What every query about a team's things takes first: nothing is read or written outside of `teamId`. */
export interface Scope {
  db: Database;
  teamId: string;
}
