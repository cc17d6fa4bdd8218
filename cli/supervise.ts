import type { Child } from './processes.ts';
import { firstDeath, type RunningStack } from './stack.ts';

/** A part that ended so often within so many milliseconds is not started again. */
const patience = { deaths: 4, within: 120_000 };

export interface Watch {
  /** Is told what happened, and what is done about it. */
  say(line: string): void;
  stopping: AbortSignal;
}

/**
 * Keeps both parts running until it is told to stop: one that ends is started again, and runs go on from where they were.
 * Answers null when it was told to stop, or the account of the part that would not stay up.
 */
export async function supervise(running: RunningStack, { say, stopping }: Watch): Promise<string | null> {
  const told = new Promise<null>((resolve) => {
    if (stopping.aborted) resolve(null);
    stopping.addEventListener('abort', () => resolve(null), { once: true });
  });
  let deaths: { name: Child['name']; at: number }[] = [];
  for (;;) {
    const death = await Promise.race([told, firstDeath(running.children)]);
    if (death === null || stopping.aborted) return null;
    const { child, how, account } = death;
    deaths = [...deaths.filter(({ at }) => at > Date.now() - patience.within), { name: child.name, at: Date.now() }];
    if (deaths.filter(({ name }) => name === child.name).length >= patience.deaths) return account;
    say(`${capital(child.name)} stopped (${how}); starting it again. Its log: ${child.log}`);
    const replaced = await running.replace(child);
    if (stopping.aborted) return null;
    say(replaced.ok ? `${capital(child.name)} is up again` : replaced.problem.message);
  }
}

const capital = (name: string) => name.charAt(0).toUpperCase() + name.slice(1);
