import type { TestProject } from 'vitest/node';
import { startMessagesServer } from '../harness/messages-server.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** Where the scripted server of the Messages API listens. */
    messagesUrl: string;
  }
}

/** Starts one scripted server for all tests at the edge, which begin their scenarios over its control routes. */
export default async function start(project: TestProject): Promise<() => Promise<void>> {
  const server = await startMessagesServer();
  project.provide('messagesUrl', server.url);
  return () => server.stop();
}
