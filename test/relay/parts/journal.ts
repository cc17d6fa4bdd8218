import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { callbackBodySchema, sign, type CallbackBody, type ExecAnswer } from '../../../relay/protocol.ts';

type Output = Extract<CallbackBody, { kind: 'output' }>;

/** What stands for a deployment's journal: it takes each batch once, by its offset, and refuses what is not signed. */
export interface Journal {
  callback: { url: string; key: string };
  /** Batches that were taken, in order. */
  batches: (Output & { at: number })[];
  refused: number;
  text(): string;
  offset(): number;
  /** How the exec ended, as the relay told. */
  exit: Promise<ExecAnswer>;
  /** Settles when the text so far fits. */
  until(pattern: RegExp): Promise<void>;
  stop(): void;
}

export async function startJournal(key = 'the callback key of an exec'): Promise<Journal> {
  const told = Promise.withResolvers<ExecAnswer>();
  const waiting = new Set<() => void>();
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const { 'x-hydron-time': time, 'x-hydron-nonce': nonce, 'x-hydron-signature': signature } = request.headers;
      const signed = { method: 'POST', path: request.url!, body, time: Number(time), nonce: String(nonce) };
      void sign(key, signed).then((right) => {
        if (right !== signature) {
          journal.refused += 1;
          response.writeHead(401).end();
          return;
        }
        take(callbackBodySchema.parse(JSON.parse(body)));
        response.end(JSON.stringify({ offset: journal.offset() }));
      });
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const take = (body: CallbackBody) => {
    if (body.kind === 'exit') return told.resolve(body.answer);
    if (body.offset === journal.offset()) journal.batches.push({ ...body, at: Date.now() });
    for (const look of waiting) look();
  };
  const journal: Journal = {
    callback: { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/callback?of=exec`, key },
    batches: [],
    refused: 0,
    text: () => journal.batches.map(({ text }) => text).join(''),
    offset: () => journal.batches.at(-1)?.next ?? 0,
    exit: told.promise,
    until: (pattern) =>
      new Promise((resolve) => {
        const look = () => pattern.test(journal.text()) && (waiting.delete(look), resolve());
        waiting.add(look);
        look();
      }),
    stop() {
      server.closeAllConnections();
      server.close();
    }
  };
  return journal;
}
