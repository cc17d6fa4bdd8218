/** `4.2 s`, `1 m 05 s`, `2 h 03 m`: how long something took, from milliseconds. */
export function duration(milliseconds: number): string {
  const seconds = Math.max(0, milliseconds) / 1000;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 60) return `${Math.floor(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} m ${String(Math.floor(seconds % 60)).padStart(2, '0')} s`;
  return `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} m`;
}

/** `just now`, `5 minutes ago`, `3 days ago`, then the date. */
export function ago(at: number, now: number): string {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return 'just now';
  if (minutes < 60) return plural(minutes, 'minute');
  if (minutes < 24 * 60) return plural(Math.floor(minutes / 60), 'hour');
  if (minutes < 30 * 24 * 60) return plural(Math.floor(minutes / (24 * 60)), 'day');
  return new Date(at).toISOString().slice(0, 10);
}

const plural = (count: number, unit: string) => `${count} ${unit}${count === 1 ? '' : 's'} ago`;

/** `09:15:02`, in UTC: the same for everyone who reads a run. */
export const clock = (at: number): string => new Date(at).toISOString().slice(11, 19);
