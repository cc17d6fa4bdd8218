import type { Scenario } from '../harness/messages-server.ts';
import * as workerd from './workerd.ts';

/** The scenarios that tests in workerd begin by name. */
export const library: Record<string, Scenario> = { ...workerd };
