import type { ParsedDockerfile, Stage } from '../../../domain/dockerfile.ts';
import type { App } from '../detector.ts';
import type { Tree } from '../reading/tree.ts';
import { emptyMirror } from './age.ts';
import { copied, exists } from './context.ts';
import { starts } from './stage.ts';

const made = /^(?:\.\/)?(?:target|build|dist|out|bin|publish|_build|release)(?:\/|$)|\.(?:jar|war|zip|tar|tgz|whl)$/;

/** Why an image cannot be built or started from the repository alone, in words; null where nothing speaks against it. */
export function problemOf(tree: Tree, parsed: ParsedDockerfile, stages: Stage[], context: string): string | null {
  if (!starts(stages)) return 'it states no command';
  const missing = copied(parsed).find((source) => !exists(tree, context, source) && made.test(source));
  if (missing) return `it copies ${missing}, which a build outside of it makes`;
  const stale = emptyMirror(parsed.stages);
  return stale ? `${stale} is so old that its packages can no longer be installed` : null;
}

/** Languages whose tools refuse code that asks for a newer line than they are. */
const strict = new Set(['Java', 'Kotlin', 'Scala', 'Go', 'C#', 'F#']);

/** Why an image's version cannot build an app that states a newer one; null where it can or nothing is stated. */
export function tooOld(app: App | null, language: string | null, version: string | null): string | null {
  const stated = app?.evidence.runtimeVersion;
  if (!app || !stated || stated.confidence < 0.8 || !strict.has(app.language) || version === null) return null;
  if (language !== app.language && !(language === 'Java' && ['Kotlin', 'Scala'].includes(app.language))) return null;
  const [wanted, found] = [rank(app.runtimeVersion), rank(version)];
  return wanted > 0 && found > 0 && found < wanted
    ? `it builds with ${language} ${version}, and the code asks for ${app.runtimeVersion}`
    : null;
}

function rank(version: string | null): number {
  const match = /^(?:1\.(?=[5-8]\b))?(\d+)(?:\.(\d+))?/.exec(version ?? '');
  return match ? Number(match[1]) * 1000 + (Number(match[1]) < 5 ? Number(match[2] ?? 0) : 0) : 0;
}
