import type { Dependency } from '../../detector.ts';
import { evidenceAt } from '../../reading/evidence.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';

/** What mix.exs says of an app. `starts`: it has a module that is started with it; `umbrella`: it only holds others. */
export interface MixFile {
  file: SourceFile;
  app: string;
  release: string;
  requirement: { text: string; offset: number } | null;
  dependencies: Dependency[];
  starts: boolean;
  umbrella: boolean;
  aliases: string[];
}

const word = /^[a-z_][a-z0-9_]*$/;

/** Reads mix.exs by its usual forms: it is a program, and none of it is run. */
export function readMix(file: SourceFile): MixFile {
  const text = file.text.replace(/(^|\s)#[^\n]*/g, (comment) => comment.replace(/[^\s]/g, ' '));
  const app = /\bapp:\s*:(\w+)/.exec(text)?.[1] ?? '';
  const release = /\breleases:\s*\[\s*(?:\{\s*:)?(\w+)(?::|\s*,)/.exec(text)?.[1] ?? app;
  const elixir = /\belixir:\s*"([^"]{1,60})"/.exec(text);
  return {
    file,
    app,
    release: word.test(release) ? release : app,
    requirement: elixir ? { text: elixir[1]!, offset: elixir.index } : null,
    dependencies: dependenciesIn({ path: file.path, text }),
    starts: /\bmod:\s*\{/.test(text),
    umbrella: /\bapps_path:/.test(text),
    aliases: [...text.matchAll(/(?:^|[[,])[ \t]*(?:"([\w.]+)"|([\w.]+)):\s*(?:\[|")/gm)].map(
      (match) => match[1] ?? match[2]!
    )
  };
}

function dependenciesIn(file: SourceFile): Dependency[] {
  return [...file.text.matchAll(/\{:(\w+),([^{}]{0,400})\}/g)].map((match) => ({
    name: match[1]!,
    version: /^\s*"([^"]+)"/.exec(match[2]!)?.[1] ?? (/\b(?:git|github):/.test(match[2]!) ? 'git+' : null),
    development: isAside(match[2]!),
    evidence: evidenceAt(file, match.index)
  }));
}

const isAside = (options: string): boolean => {
  const only = /\bonly:\s*(\[[^\]]*\]|:\w+)/.exec(options)?.[1];
  return only !== undefined && !/:prod\b/.test(only);
};

/** The manifests of the apps that an umbrella holds. */
export const membersOf = async (reader: Reader, folder: string): Promise<SourceFile[]> =>
  reader.read(
    reader.tree
      .below(folder, /(?:^|\/)apps\/\w+\/mix\.exs$/)
      .filter((path) => path.slice(folder === '.' ? 0 : folder.length + 1).split('/').length === 3)
      .slice(0, 12),
    'manifest'
  );
