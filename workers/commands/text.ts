import { createHash } from 'node:crypto';
import { quote } from '../domain/shell.ts';

/**
 * The three shell texts of a step, bash for root. `check` exits 0 when there is nothing to do, `apply` does it under
 * `set -euo pipefail`, `verify` exits 0 when it took effect. `check` and `verify` are chains of conditions: they mean the same
 * with and without `set -e`.
 */
export interface StepText {
  check: string;
  apply: string;
  verify: string;
}

export const lines = (...parts: (string | false | null)[]): string =>
  parts.filter((part) => part !== false && part !== null && part !== '').join('\n');

/** Conditions that must all hold. */
export const every = (...conditions: (string | false | null)[]): string =>
  conditions.filter((condition) => condition !== false && condition !== null && condition !== '').join(' &&\n');

/** Several texts as one step, in order. */
export const together = (...texts: StepText[]): StepText => ({
  check: every(...texts.map((text) => text.check)),
  apply: lines(...texts.map((text) => text.apply)),
  verify: every(...texts.map((text) => text.verify))
});

/** A bash array assignment, one quoted word a line where there are many. `words` are shell words already. */
export const array = (name: string, words: string[]): string =>
  `${name}=(\n${words.map((word) => `  ${word}`).join('\n')}\n)`;

/** A condition: the file at `path` holds exactly `content` (with its last newline, as `writeFile` leaves it). */
export function holds(path: string, content: string): string {
  const text = content.endsWith('\n') ? content : `${content}\n`;
  return `echo ${quote(`${digest(text)}  ${path}`)} | sha256sum --check --status 2>/dev/null`;
}

/** SHA-256 of a text as 64 hexadecimal digits, at once: plans are made without waiting. */
export const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** Waits up to `seconds` for a condition, asking five times a second; its status is the condition's last. */
export const until = (condition: string, seconds: number): string =>
  `for _ in $(seq ${Math.ceil(seconds * 5)}); do ${condition} && break; sleep 0.2; done\n${condition}`;
