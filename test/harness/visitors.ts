import { Agent, request } from 'node:https';
import type { LookupFunction } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** What visitors of a site met: how often each body came with status 200, and everything else in words. */
export interface Visits {
  bodies: Map<string, number>;
  failures: string[];
}

export interface Crowd {
  /** What they met so far; it goes on counting. */
  readonly visits: Visits;
  /** Lets each finish its last request, and answers what they met. */
  leave(): Promise<Visits>;
}

const local: LookupFunction = (_name, options, callback) =>
  options.all ? callback(null, [{ address: '127.0.0.1', family: 4 }]) : callback(null, '127.0.0.1', 4);

function visit(url: string, ca: string, agent: Agent): Promise<string> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { ca, lookup: local, agent, timeout: 20_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => (body += text));
      response.on('error', reject).on('end', () => {
        if (response.statusCode === 200) resolve(body);
        else reject(new Error(`status ${response.statusCode}: ${body.slice(0, 200)}`));
      });
    });
    asked.on('timeout', () => asked.destroy(new Error('no answer in 20 s'))).on('error', reject);
    asked.end();
  });
}

/**
 * Sends visitors to a site until they are told to leave: one request after another each, half of them on one connection that is kept,
 * half on a new one each time. `authority` is the PEM text of the only root they trust.
 */
export function sendVisitors(url: string, authority: string, count = 6): Crowd {
  const visits: Visits = { bodies: new Map(), failures: [] };
  let open = true;
  const walk = async (index: number) => {
    const agent = new Agent({ keepAlive: index % 2 === 0, maxSockets: 1 });
    while (open) {
      try {
        const body = await visit(url, authority, agent);
        visits.bodies.set(body, (visits.bodies.get(body) ?? 0) + 1);
      } catch (error) {
        visits.failures.push(String(error));
      }
      await sleep(10);
    }
    agent.destroy();
  };
  const walks = Array.from({ length: count }, (_, index) => walk(index));
  return {
    visits,
    async leave() {
      open = false;
      await Promise.all(walks);
      return visits;
    }
  };
}
