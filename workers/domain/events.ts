import * as z from 'zod';
import { authorSchema, stageSchema } from './artifact.ts';
import { phaseSchema } from './phase.ts';
import { runStateSchema, signalSchema } from './run.ts';
import { serverStateSchema } from './server.ts';
import { stepStateSchema } from './step.ts';
import { placeSchema, tokensSchema } from './usage.ts';

const problem = z.object({ code: z.string(), message: z.string() });
const inRun = { runId: z.string() };
/** The known failure that an attempt ended with, null for one that nobody knows. */
const signatureId = z.string().nullable();
const inStep = { ...inRun, phase: phaseSchema, server: z.string(), stepId: z.string() };

/** A button under a message; `command` is what pressing it sends as a message. */
export const messageActionSchema = z.object({ label: z.string().max(80), command: z.string().max(400) });
export type MessageAction = z.infer<typeof messageActionSchema>;

/**
 * The one union of what is appended to a deployment's journal. The browser, the terminal and a reconnect read the same
 * events; state is what a reducer makes of them.
 */
export const eventBodySchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('message'),
    id: z.string(),
    author: z.enum(['person', 'hydron', 'model']),
    text: z.string(),
    actions: z.array(messageActionSchema)
  }),
  z.object({
    type: z.literal('question'),
    id: z.string(),
    stage: stageSchema,
    text: z.string(),
    options: z.array(z.object({ id: z.string(), label: z.string(), isDefault: z.boolean() }))
  }),
  z.object({
    type: z.literal('question.answered'),
    id: z.string(),
    optionId: z.string(),
    by: z.string().nullable()
  }),
  z.object({
    type: z.literal('model.used'),
    place: placeSchema,
    model: z.string(),
    tokens: tokensSchema,
    cost: z.number().int()
  }),
  z.object({ type: z.literal('stage.started'), stage: stageSchema }),
  z.object({ type: z.literal('stage.progress'), stage: stageSchema, text: z.string() }),
  z.object({ type: z.literal('stage.failed'), stage: stageSchema, problem }),
  z.object({
    type: z.literal('artifact.proposed'),
    stage: stageSchema,
    version: z.number(),
    hash: z.string(),
    author: authorSchema,
    note: z.string()
  }),
  z.object({ type: z.literal('artifact.stale'), stage: stageSchema, version: z.number() }),
  z.object({
    type: z.literal('artifact.approved'),
    stage: stageSchema,
    version: z.number(),
    hash: z.string(),
    by: z.string(),
    price: z.string().nullable()
  }),
  z.object({ type: z.literal('run.started'), ...inRun, number: z.number(), servers: z.array(z.string()) }),
  z.object({ type: z.literal('run.state'), ...inRun, state: runStateSchema, reason: z.string().nullable() }),
  z.object({ type: z.literal('signal'), ...inRun, signal: signalSchema, by: z.string() }),
  z.object({ type: z.literal('phase.started'), ...inRun, phase: phaseSchema }),
  z.object({
    type: z.literal('phase.ended'),
    ...inRun,
    phase: phaseSchema,
    outcome: z.string(),
    ok: z.boolean(),
    note: z.string().nullable()
  }),
  z.object({ type: z.literal('note'), ...inRun, phase: phaseSchema, server: z.string().nullable(), text: z.string() }),
  z.object({
    type: z.literal('step'),
    ...inStep,
    state: stepStateSchema,
    attempt: z.number().int(),
    execId: z.string().nullable(),
    exitCode: z.number().int().nullable(),
    reason: z.string().nullable()
  }),
  z.object({
    type: z.literal('output'),
    ...inStep,
    execId: z.string(),
    offset: z.number().int(),
    next: z.number().int(),
    text: z.string()
  }),
  z.object({
    type: z.literal('fix'),
    ...inStep,
    attempt: z.number().int(),
    author: authorSchema,
    signature: signatureId,
    title: z.string(),
    reason: z.string(),
    diff: z.string().nullable()
  }),
  z.object({
    type: z.literal('fix.asked'),
    ...inStep,
    id: z.string(),
    attempt: z.number().int(),
    signature: signatureId,
    author: authorSchema.optional(),
    question: z.string(),
    reason: z.string(),
    options: z.array(z.object({ label: z.string(), text: z.string().nullable() }))
  }),
  z.object({
    type: z.literal('fix.answered'),
    ...inRun,
    id: z.string(),
    option: z.number().int(),
    label: z.string(),
    by: z.string()
  }),
  z.object({
    type: z.literal('fix.given-up'),
    ...inStep,
    attempt: z.number().int(),
    author: authorSchema,
    signature: signatureId,
    reason: z.string(),
    advice: z.string()
  }),
  z.object({
    type: z.literal('server'),
    serverId: z.string(),
    name: z.string(),
    state: serverStateSchema,
    address: z.string().nullable()
  }),
  z.object({
    type: z.literal('probe'),
    ...inRun,
    name: z.string(),
    url: z.string(),
    ok: z.boolean(),
    status: z.number().nullable(),
    milliseconds: z.number(),
    note: z.string().nullable()
  }),
  z.object({ type: z.literal('live'), ...inRun, url: z.string(), authority: z.string().nullable() })
]);
export type EventBody = z.infer<typeof eventBodySchema>;
export type EventType = EventBody['type'];

/** A journal entry: `seq` counts from 1 without gaps within its deployment, `at` is milliseconds since 1970. */
export type JournalEvent = EventBody & { seq: number; at: number };

/**
 * All of an answer that a model has written so far. It is kept nowhere; the answer, or what was written of it, is a `message` of this id
 * in the end. No text yet: the model is thinking.
 */
export interface PartialMessage {
  messageId: string;
  text: string;
}

/** What the socket sends: entries in order, word that the past up to `head` is complete, or an answer as it is being written. */
export type SocketFrame =
  | { kind: 'events'; events: JournalEvent[] }
  | { kind: 'caught-up'; head: number }
  | ({ kind: 'partial' } & PartialMessage);
