import type { Patch } from './artifact.ts';
import { canonicalJson, type Json } from './json.ts';
import { ok, refuse, type Result } from './result.ts';

/**
 * Edits of artifacts as RFC 6902 patches with one addition: a member of a list may be addressed by its `name` or `id` instead of
 * its index, as in `/services/api/port`, and a plain text in a list by itself, as in `/servers/main/services/api`. That is what lets
 * an edit survive a re-plan that moves things around.
 */

type Holder = Json[] | { [key: string]: Json };

const unescapePointer = (segment: string) => segment.replaceAll('~1', '/').replaceAll('~0', '~');
const escapePointer = (segment: string) => segment.replaceAll('~', '~0').replaceAll('/', '~1');
const forbidden = new Set(['__proto__', 'constructor', 'prototype']);

/** How a member of a list is called: by its name or id, which must be text; a text by itself. */
function nameOf(value: Json): string | null {
  if (typeof value === 'string') return value;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return null;
  const name = value['name'] ?? value['id'];
  if (typeof name !== 'string') return null;
  return typeof value['service'] === 'string' && 'origin' in value ? `${value['service']}.${name}` : name;
}

function indexIn(list: Json[], segment: string): number {
  const named = list.findIndex((member) => nameOf(member) === segment);
  if (named >= 0) return named;
  return /^(0|[1-9]\d{0,4})$/.test(segment) && Number(segment) < list.length ? Number(segment) : -1;
}

function step(holder: Json | undefined, segment: string): Json | undefined {
  if (holder === null || typeof holder !== 'object') return undefined;
  if (Array.isArray(holder)) return holder[indexIn(holder, segment)];
  return Object.hasOwn(holder, segment) ? holder[segment] : undefined;
}

const segmentsOf = (path: string) => path.slice(1).split('/').map(unescapePointer);

/** The value at a path, or undefined. */
export const valueAt = (body: unknown, path: string): Json | undefined =>
  segmentsOf(path).reduce(step, body as Json | undefined);

/** The patched copy of a body. Fails at the first operation whose place is not there, and says which. */
export function applyPatch<T>(body: T, patch: Patch): Result<T> {
  const copy = structuredClone(body) as Json;
  for (const operation of patch) {
    const segments = segmentsOf(operation.path);
    const last = segments.pop() ?? '';
    const holder = segments.reduce(step, copy as Json | undefined);
    if (
      segments.concat(last).some((segment) => forbidden.has(segment)) ||
      holder === null ||
      typeof holder !== 'object'
    )
      return refuse('patch.path', `There is nothing at ${operation.path}.`);
    if (!applyAt(holder, last, operation))
      return refuse('patch.path', `There is nothing at ${operation.path} to ${operation.op}.`);
  }
  return ok(copy as T);
}

function applyAt(holder: Holder, last: string, operation: Patch[number]): boolean {
  if (Array.isArray(holder)) return applyInList(holder, last, operation);
  if (operation.op !== 'add' && !Object.hasOwn(holder, last)) return false;
  if (operation.op === 'remove') delete holder[last];
  else holder[last] = operation.value as Json;
  return true;
}

function applyInList(list: Json[], last: string, operation: Patch[number]): boolean {
  const index = indexIn(list, last);
  if (operation.op === 'add') {
    list.splice(index < 0 ? list.length : index, 0, operation.value as Json);
    return true;
  }
  if (index < 0) return false;
  if (operation.op === 'remove') list.splice(index, 1);
  else list[index] = operation.value as Json;
  return true;
}

export interface Change {
  path: string;
  before: Json | undefined;
  after: Json | undefined;
}

/** What differs between two bodies, leaf by leaf, list members matched by name. */
export function changesBetween(before: unknown, after: unknown, path = ''): Change[] {
  const [a, b] = [before as Json | undefined, after as Json | undefined];
  if (canonicalJson(a) === canonicalJson(b) && (a === undefined) === (b === undefined)) return [];
  const [left, right] = [membersOf(a), membersOf(b)];
  if (!left || !right) return [{ path: path || '/', before: a, after: b }];
  const keys = [...new Set([...left.keys(), ...right.keys()])];
  return keys.flatMap((key) => changesBetween(left.get(key), right.get(key), `${path}/${escapePointer(key)}`));
}

function membersOf(value: Json | undefined): Map<string, Json> | null {
  if (value === null || typeof value !== 'object') return null;
  if (!Array.isArray(value)) return new Map(Object.entries(value));
  if (value.some((member) => member === null || typeof member !== 'object' || Array.isArray(member))) return null;
  const names = value.map((member, index) => nameOf(member) ?? String(index));
  return new Set(names).size === names.length
    ? new Map(value.map((member, index) => [names[index] ?? '', member]))
    : null;
}

/** Whether an operation wants a text in a list that has it already, in whichever place. */
function isListed(body: unknown, operation: Patch[number]): boolean {
  if (operation.op === 'remove' || typeof operation.value !== 'string') return false;
  const list = valueAt(body, operation.path.slice(0, operation.path.lastIndexOf('/')));
  return Array.isArray(list) && list.includes(operation.value);
}

/** A place where an edit and a fresh proposal differ, and both values in words. */
export interface Conflict {
  path: string;
  words: string;
}

/**
 * Edits laid over a fresh proposal, oldest first. An operation is kept where its place still holds what it held when
 * it was changed (`before` is the body that the patch was made on), or already holds what was wanted; otherwise it is
 * a conflict, named in words, and not applied. A conflict is forgotten once a later edit settles the same place.
 */
export function rebase<T>(
  fresh: T,
  edits: { patch: Patch; before: unknown }[]
): { body: T; kept: Patch; conflicts: Conflict[] } {
  let body = fresh;
  const kept: Patch = [];
  const conflicts = new Map<string, Conflict>();
  for (const { patch, before } of edits) {
    let ground = before;
    for (const operation of patch) {
      const was = canonicalJson(valueAt(ground, operation.path));
      const is = canonicalJson(valueAt(body, operation.path));
      const wanted = operation.op === 'remove' ? canonicalJson(undefined) : canonicalJson(operation.value);
      const moved = applyPatch(ground, [operation]);
      if (moved.ok) ground = moved.value;
      const applied = is === was && is !== wanted ? applyPatch(body, [operation]) : null;
      if (is === wanted || applied?.ok || isListed(body, operation)) conflicts.delete(operation.path);
      else
        conflicts.set(operation.path, {
          path: operation.path,
          words: `${operation.path}: set to ${wanted.slice(0, 80)}, now proposed as ${is.slice(0, 80)}`
        });
      if (!applied?.ok) continue;
      body = applied.value;
      kept.push(operation);
    }
  }
  return { body, kept, conflicts: [...conflicts.values()] };
}
