import { importsOf, type Import, type Source } from './imports.ts';
import { forbiddenNames, keepers, rooms, type Room } from './rules.ts';

const covers = (at: string, path: string) => (at.endsWith('/') ? path.startsWith(at) : path === at);

/** The room that a path belongs to: the one that names it most closely. */
function roomOf(path: string): Room | undefined {
  const matches = rooms.flatMap((room) => room.at.filter((at) => covers(at, path)).map((at) => ({ room, at })));
  return matches.sort((a, b) => b.at.length - a.at.length)[0]?.room;
}

/** The file, or folder one level down, of a room in which a path lies: `workers/api/runs/log.ts` lies in `runs`. */
function unitOf(room: Room, path: string): string {
  const at = room.at.find((prefix) => covers(prefix, path)) ?? '';
  return path.slice(at.length).split('/')[0].replace(/\..*$/, '');
}

function packageOffence(room: Room, { from, target }: Import): string | undefined {
  const keeper = keepers.find((rule) => rule.package === target);
  if (keeper && !covers(keeper.at, from)) return `${from} imports ${target}: only ${keeper.at} may`;
  if (room.packages && !room.packages.includes(target))
    return `${from} imports ${target}: ${room.name} may import only ${room.packages.join(', ')}`;
  return undefined;
}

function roomOffence(room: Room, { from, target, typeOnly }: Import): string | undefined {
  const seen = roomOf(target);
  if (!seen) return `${from} imports ${target}, which belongs to no room`;
  if (seen === room) {
    if (!room.strangers || unitOf(room, from) === unitOf(room, target)) return undefined;
    return `${from} imports ${target}: files of ${room.name} do not import one another`;
  }
  if (room.sees.includes(seen.name) || (typeOnly && room.types?.includes(seen.name))) return undefined;
  return `${from} imports ${target}: ${room.name} may not see ${seen.name}`;
}

const nameOffences = (path: string): string[] =>
  forbiddenNames
    .filter(({ pattern, except }) => pattern.test(path) && path !== except)
    .map(({ because }) => `${path}: ${because}`);

function fileOffences(source: Source): string[] {
  const room = roomOf(source.path);
  if (!room) return [`${source.path} belongs to no room: add a line to test/architecture/rules.ts`];
  return importsOf(source).flatMap(
    (found) => (found.isPackage ? packageOffence(room, found) : roomOffence(room, found)) ?? []
  );
}

/** Rings of imports that hold at run time, each told once: `a -> b -> a`. A ring of types alone does no harm. */
function cycles(sources: Source[]): string[] {
  const targets = (source: Source) => importsOf(source).filter(({ isPackage, typeOnly }) => !isPackage && !typeOnly);
  const graph = new Map(sources.map((source) => [source.path, targets(source).map(({ target }) => target)]));
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (path: string, trail: string[]) => {
    if (trail.includes(path)) found.push(`cycle: ${[...trail.slice(trail.indexOf(path)), path].join(' -> ')}`);
    if (done.has(path) || trail.includes(path)) return;
    for (const target of graph.get(path) ?? []) visit(target, [...trail, path]);
    done.add(path);
  };
  for (const path of graph.keys()) visit(path, []);
  return found;
}

/** Every breach of the import rules in these files, a readable line each. */
export const offences = (sources: Source[]): string[] => [
  ...sources.flatMap(({ path }) => nameOffences(path)),
  ...sources.flatMap(fileOffences),
  ...cycles(sources)
];
