import type { ServiceKind } from '../../../domain/service.ts';
import type { App, Process, Statement } from '../detector.ts';
import { workerName } from './names.ts';

/** A service before its details: the app that its code is, the process of it, and what a file states of it. */
export interface Draft {
  path: string;
  app: App | null;
  process: Process;
  statement: Statement | null;
  /** The process is the app's own, not one more beside it. */
  main: boolean;
}

/** The kind that a statement speaks of: its own word, its command, its name, else the app's. */
export function kindOf(statement: Statement, app: App | null): ServiceKind {
  const own = app?.processes[0]?.kind;
  if (statement.kind) return statement.kind;
  if (statement.command && workerName.test(statement.command)) return 'worker';
  if (workerName.test(statement.name) && statement.port === null) return 'worker';
  if (statement.command === null && own) return statement.port !== null && own === 'worker' ? 'web' : own;
  return 'web';
}
