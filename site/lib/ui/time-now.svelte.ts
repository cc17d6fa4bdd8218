/** The time in milliseconds since 1970, read again each second while `running` says so. For use inside a component. */
export function timeNow(running: () => boolean): { readonly now: number } {
  let now = $state(Date.now());
  $effect(() => {
    if (!running()) return;
    const timer = setInterval(() => (now = Date.now()), 1000);
    return () => clearInterval(timer);
  });
  return {
    get now() {
      return now;
    }
  };
}
