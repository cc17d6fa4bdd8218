import type { Evidence } from '../../../../domain/evidence.ts';
import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import { nameOf } from '../../reading/paths.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** A project of Leiningen or of Clojure's own tools. */
export interface ClojureProject {
  tool: 'leiningen' | 'tools.deps';
  folder: string;
  name: string;
  file: SourceFile;
  dependencies: Dependency[];
  /** The namespace that holds `-main`, or null. */
  main: string | null;
  /** What makes one jar of the program, without the tool's name; null where nothing does. */
  pack: string | null;
  /** What starts the program from its sources, where nothing packs it. */
  run: string | null;
  evidence: Evidence;
}

/** Comments and texts that would be taken for code are blanked, every place where it was. */
const uncommented = (text: string) =>
  text.replace(
    /("(?:\\.|[^"\\])*")|;[^\n]*|#_\S+/g,
    (whole, literal: string | undefined) => literal ?? ' '.repeat(whole.length)
  );

/** Reads the project in a folder; null where it has neither project.clj nor deps.edn. */
export async function readClojure(reader: Reader, folder: string): Promise<ClojureProject | null> {
  const lein = await reader.one(reader.tree.first(folder, 'project.clj'), 'manifest');
  if (lein) return ofLeiningen({ path: lein.path, text: uncommented(lein.text) }, folder);
  const deps = await reader.one(reader.tree.first(folder, 'deps.edn'), 'manifest');
  if (!deps) return null;
  const build = await reader.one(reader.tree.first(folder, 'build.clj'), 'manifest');
  return ofTools({ path: deps.path, text: uncommented(deps.text) }, build, folder);
}

function ofLeiningen(file: SourceFile, folder: string): ClojureProject {
  const { text } = file;
  const later = text.indexOf(':profiles');
  const own = (offset: number) => later < 0 || offset < later || /:uberjar\b|:prod/.test(lastKey(text, offset));
  const dependencies = [...text.matchAll(/\[\s*([\w.-]+(?:\/[\w.-]+)?)\s+"([^"\n]+)"/g)].slice(0, 300).map((match) => ({
    name: coordinate(match[1]!),
    version: match[2]!,
    development: !own(match.index),
    evidence: evidenceAt(file, match.index)
  }));
  const named = /\(defproject\s+([\w./-]+)/.exec(text);
  const main = /:main\s+(?:\^:?[\w-]+\s+)?([\w.-]+)/.exec(text)?.[1] ?? null;
  const ring = /:ring\s*\{/.test(text);
  return {
    tool: 'leiningen',
    folder,
    name: named?.[1]?.split('/').at(-1) ?? nameOf(folder),
    file,
    dependencies,
    main,
    pack: main ? 'uberjar' : ring ? 'ring uberjar' : null,
    run: null,
    evidence: evidenceAt(file, named?.index ?? 0, 0.9)
  };
}

/** The last key of a profile before an offset. */
const lastKey = (text: string, offset: number) =>
  /(:[\w-]+)\s*(?:\[[^\]]*\]\s*)?\{[^{}]*$/.exec(text.slice(Math.max(0, offset - 1500), offset))?.[1] ?? '';

function ofTools(file: SourceFile, build: SourceFile | null, folder: string): ClojureProject {
  const { text } = file;
  const aliases = text.indexOf(':aliases');
  const dependencies = [
    ...text.matchAll(
      /(?<![\w./-])([\w.-]+(?:\/[\w.-]+)?)\s+\{\s*:(?:mvn\/version|git\/tag|git\/sha|local\/root)\s+"([^"\n]+)"/g
    )
  ].map((match) => ({
    name: coordinate(match[1]!),
    version: match[2]!,
    development: aliases >= 0 && match.index > aliases,
    evidence: evidenceAt(file, match.index)
  }));
  const started = /:([\w-]+)\s+\{[^{}]*:main-opts\s+\[\s*"-m"\s+"([\w.-]+)"/.exec(text);
  const called = /:([\w/-]+)\s+\{[^{}]*:exec-fn\s+([\w.-]+)\/[\w-]+/.exec(text);
  const uber = build && /\(defn\s+(uber(?:jar)?|ci)\b/.exec(build.text)?.[1];
  const run = started
    ? `clojure -M:${started[1]}`
    : called && !/build|test|lint|outdated|kaocha/.test(called[1]!)
      ? `clojure -X:${called[1]}`
      : null;
  return {
    tool: 'tools.deps',
    folder,
    name: nameOf(folder),
    file,
    dependencies: dependencies.slice(0, 300),
    main: started?.[2] ?? called?.[2] ?? /:main\s+'?([\w.-]+)/.exec(build?.text ?? '')?.[1] ?? null,
    pack: uber && /:build\b/.test(text) ? `-T:build ${uber}` : null,
    run,
    evidence: evidenceAt(file, Math.max(0, text.indexOf(':deps')), 0.9)
  };
}

/** `ring` as `ring:ring` and `org.postgresql/postgresql` as `org.postgresql:postgresql`, as the registry of Maven has them. */
const coordinate = (name: string): string => (name.includes('/') ? name.replace('/', ':') : `${name}:${name}`);
