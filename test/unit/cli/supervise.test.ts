import { describe, expect, it } from 'vitest';
import type { Child } from '../../../cli/processes.ts';
import type { RunningStack } from '../../../cli/stack.ts';
import { supervise } from '../../../cli/supervise.ts';
import { ok, refuse, type Result } from '../../../workers/domain/result.ts';

interface Part extends Child {
  end(how: string): void;
}

function part(name: string): Part {
  const { promise, resolve } = Promise.withResolvers<string>();
  return { name, pid: 0, started: '', log: `/logs/${name}.log`, ended: promise, end: resolve };
}

/** A stack of parts that end when they are told to; `replaced` is what starting one again comes to. */
function stackOf(replaced: (fresh: Part) => Result<null>) {
  const children = [part('the relay'), part('the Worker')];
  const running: RunningStack = {
    stack: { url: '', relayUrl: '', token: '', ready: true, launcher: part('npm start'), children: [] },
    children,
    replace: (ended) => {
      const at = children.findIndex((each) => each === ended);
      children[at] = part(ended.name);
      return Promise.resolve(replaced(children[at]));
    },
    stop: () => Promise.resolve()
  };
  const lines: string[] = [];
  const stopper = new AbortController();
  const outcome = supervise(running, { say: (line) => void lines.push(line), stopping: stopper.signal });
  return { children, lines, stop: () => stopper.abort(), outcome };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

describe('a stack that is watched', () => {
  it('ends without an account when it is told to stop', async () => {
    const { stop, outcome, lines } = stackOf(() => ok(null));
    stop();
    expect(await outcome).toBeNull();
    expect(lines).toEqual([]);
  });

  it('starts a part that ended again, and says so', async () => {
    const { children, lines, stop, outcome } = stackOf(() => ok(null));
    const [relay, worker] = children;
    worker!.end('exit code 1');
    await turn();
    expect(lines).toEqual([
      'The Worker stopped (exit code 1); starting it again. Its log: /logs/the Worker.log',
      'The Worker is up again'
    ]);
    expect(children[0]).toBe(relay);
    expect(children[1]).not.toBe(worker);
    stop();
    expect(await outcome).toBeNull();
  });

  it('gives a part up that ends again and again, with how it ended', async () => {
    const { outcome, lines, children } = stackOf((fresh) => {
      fresh.end('exit code 3');
      return refuse('start.died', 'it died');
    });
    children[0]!.end('exit code 3');
    expect(await outcome).toContain('the relay stopped (exit code 3). Its last lines, from /logs/the relay.log');
    expect(lines.filter((line) => line.includes('starting it again'))).toHaveLength(3);
  });

  it('bears that both parts end now and then', async () => {
    const { children, stop, outcome, lines } = stackOf(() => ok(null));
    for (const at of [0, 1, 0, 1, 0, 1]) {
      children[at]!.end('ended by SIGKILL');
      await turn();
    }
    stop();
    expect(await outcome).toBeNull();
    expect(lines.filter((line) => line.endsWith('is up again'))).toHaveLength(6);
  });
});
