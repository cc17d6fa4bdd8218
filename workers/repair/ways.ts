import type { BuildVariable } from '../domain/fix-values.ts';
import { imagePathSchema, type DockerfileEdit, type Fix, type Remedy } from '../domain/fix.ts';
import { unitOf, type Situation } from './situation.ts';

/** Trying again after some seconds. */
export const retry = (seconds: number): Fix => ({ kind: 'retry', seconds });
/** One of the things that may be done on a server. */
export const remedy = (act: Remedy): Fix => ({ kind: 'remedy', remedy: act });

/** Edits to the Dockerfile at hand where Hydron wrote it; nothing for one that is the repository's own, which is never changed. */
export function edit(situation: Situation, ...edits: DockerfileEdit[]): Fix[] {
  const unit = unitOf(situation);
  return unit?.dockerfile?.origin === 'generated' ? [{ kind: 'dockerfile', service: unit.name, edits }] : [];
}

/** Debian packages for building; those for running too, if any are named. */
export const packages = (situation: Situation, build: string[], run: string[] = []): Fix[] =>
  edit(
    situation,
    { edit: 'add-packages', stage: 'build', names: build },
    ...(run.length === 0 ? [] : [{ edit: 'add-packages' as const, stage: 'run' as const, names: run }])
  );

/** A variable for the build stage of the Dockerfile at hand. */
export const buildVariable = (situation: Situation, name: BuildVariable, value: string): Fix[] =>
  edit(situation, { edit: 'set-env', stage: 'build', name, value });

/** The Dockerfile at hand on another version of the image that it builds on already; `-slim` and the like stay. */
export function onVersion(situation: Situation, family: string, version: string): Fix[] {
  const text = unitOf(situation)?.dockerfile?.text ?? '';
  const used = new RegExp(`^FROM ${family}:(\\d[\\d.]{0,12})(-[a-z0-9.-]{1,40})?(?:\\s|$)`, 'm').exec(text);
  return used && used[1] !== version
    ? edit(situation, { edit: 'base-image', image: family, tag: `${version}${used[2] ?? ''}` })
    : [];
}

/** Edits to one file of the image, where its path is one that edits may name. */
export function onFile(situation: Situation, kind: 'normalise-line-endings' | 'make-executable', path: string): Fix[] {
  const known = imagePathSchema.safeParse(path.replace(/^\.\//, ''));
  return known.success ? edit(situation, { edit: kind, paths: [known.data] }) : [];
}

/** More swap for a build that ran out of memory, then fewer jobs at a time. */
export const leaner: Fix[] = [
  { kind: 'swap', megabytes: 4096 },
  { kind: 'parallelism', jobs: 1 }
];
