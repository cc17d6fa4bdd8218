import { posix } from 'node:path';
import type { Entry } from './tree.ts';

/** A generated file that is laid over the tree. */
export interface Overlay {
  path: string;
  text: string;
}

/** What is sent of a tree, and in a line each what is left out and why. */
export interface Shipment {
  entries: Entry[];
  overlays: Overlay[];
  notes: string[];
}

const badParts = new Set(['', '.', '..']);
const partsOf = (path: string) => path.split('/');
/** The folders that a path lies in, from the outermost on. */
const above = (path: string) =>
  partsOf(path)
    .slice(0, -1)
    .map((_part, index, all) => all.slice(0, index + 1).join('/'));
const isSafePath = (path: string) =>
  partsOf(path).every((part) => !badParts.has(part) && part.toLowerCase() !== '.git') && !path.includes('\0');

/**
 * Decides what of a tree is sent. Left out: links that leave the tree, submodules, paths that no honest tree has (such as a
 * file that is also a folder), and what an overlay replaces. `targets` are the links' contents by id.
 */
export function shipmentOf(entries: Entry[], targets: Map<string, Buffer>, overlays: Overlay[]): Shipment {
  const notes: string[] = [];
  const drop = (path: string, why: string) => (notes.push(`left out ${JSON.stringify(path)}: ${why}`), false);
  const laid = overlays.filter(({ path }) => isSafePath(path) || drop(path, 'not a path inside the tree'));
  const replaced = new Set(laid.flatMap(({ path }) => [...above(path), path]));
  const overlaid = new Set(laid.map(({ path }) => path));
  const folders = new Set(entries.flatMap(({ path }) => above(path)));
  const kept = entries.filter((entry) => {
    if (!isSafePath(entry.name.toString('latin1'))) return drop(entry.path, 'not a path inside the tree');
    if (replaced.has(entry.path) || above(entry.path).some((folder) => overlaid.has(folder))) return false;
    if (folders.has(entry.path)) return drop(entry.path, 'a folder has the same name');
    if (entry.kind === 'submodule') return drop(entry.path, 'a submodule');
    if (entry.kind !== 'link') return true;
    return (
      staysInside(entry.path, targets.get(entry.id)?.toString('utf8') ?? '') ||
      drop(entry.path, 'a link out of the tree')
    );
  });
  return { entries: kept, overlays: laid, notes };
}

/**
 * Whether a link stays in the tree however the links on its way point: it may first go up, at most to the top, and then only
 * down. (Going up after going down could leave through another link.)
 */
export function staysInside(path: string, target: string): boolean {
  if (target === '' || target.startsWith('/') || target.includes('\0')) return false;
  const parts = partsOf(target).filter((part) => part !== '' && part !== '.');
  const down = parts.findIndex((part) => part !== '..');
  const ups = down < 0 ? parts.length : down;
  const depth = partsOf(posix.dirname(path)).filter((part) => part !== '.').length;
  return ups <= depth && !parts.slice(ups).includes('..');
}
