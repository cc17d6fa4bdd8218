/**
 * Lets pieces of work take turns: each begins when the one before it is over, however that ended. An object's methods interleave
 * at every wait for the world outside of it, and reading a version, judging it and writing the next must not.
 */
export function turns(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}
