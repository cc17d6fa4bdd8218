import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What is done to a request: it never arrives, arrives twice, its answer never does, or it is answered in place of the target. */
export type Treatment = 'lose' | 'double' | 'lose the answer' | { status: number; headers?: Record<string, string> };

/** A proxy between two parts of Hydron, which passes everything on but what it was told to treat otherwise. */
export interface Between {
  url: string;
  /** Where it passes requests on to, without a slash at the end. */
  target: string;
  /** Treats the next so many requests whose `METHOD /path` fits. Answers how many were treated so far. */
  treat(fits: RegExp, treatment: Treatment, times: number): () => number;
  stop(): Promise<void>;
}

interface Order {
  fits: RegExp;
  treatment: Treatment;
  left: number;
  done: number;
}

interface Answer {
  status: number;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

const bodyOf = async (stream: IncomingMessage): Promise<Buffer> => {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
};

function pass(target: string, asked: IncomingMessage, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const onward = request(new URL(asked.url ?? '/', target), { method: asked.method, headers: asked.headers });
    onward.on('response', (response) => {
      bodyOf(response).then(
        (text) => resolve({ status: response.statusCode ?? 502, headers: response.headers, body: text }),
        reject
      );
    });
    onward.on('error', reject);
    onward.end(body);
  });
}

/** How long a lost answer keeps its asker waiting; milliseconds. */
const silence = 3000;

async function handle(between: Between, orders: Order[], asked: IncomingMessage, response: ServerResponse) {
  const body = await bodyOf(asked);
  const order = orders.find(({ left, fits }) => left > 0 && fits.test(`${asked.method} ${asked.url}`));
  if (order) {
    order.left -= 1;
    order.done += 1;
  }
  const treatment = order?.treatment;
  if (treatment === 'lose') return void response.destroy();
  if (typeof treatment === 'object') return void response.writeHead(treatment.status, treatment.headers).end('{}');
  if (treatment === 'double') await pass(between.target, asked, body);
  const answer = await pass(between.target, asked, body);
  if (treatment === 'lose the answer') {
    await sleep(silence);
    return void response.destroy();
  }
  response.writeHead(answer.status, answer.headers).end(answer.body);
}

export async function startBetween(): Promise<Between> {
  const orders: Order[] = [];
  const server = createServer((asked, response) => {
    handle(between, orders, asked, response).catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const between: Between = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: '',
    treat(fits, treatment, times) {
      const order = { fits, treatment, left: times, done: 0 };
      orders.push(order);
      return () => order.done;
    },
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    }
  };
  return between;
}
