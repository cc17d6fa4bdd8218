import type { Dependency } from '../../detector.ts';
import type { Reader, SourceFile } from '../../reading/reader.ts';
import { gemsOf } from './gemfile.ts';
import { rubyVersionOf, type RubyVersion } from './version.ts';

/** A Ruby project: its manifests and gems, and what the parts of its detector look up. */
export interface RubyProject {
  folder: string;
  gemfile: SourceFile;
  /** Whether Gemfile.lock is there, and whether it was resolved for Linux too. */
  locked: boolean;
  lockedForLinux: boolean;
  gems: Dependency[];
  version: RubyVersion;
  /** Files beside the Gemfile that it reads while gems are installed. */
  installs: string[];
  rails: boolean;
}

/** Reads the Gemfile of a folder; null where there is none. */
export async function readRuby(reader: Reader, folder: string): Promise<RubyProject | null> {
  const gemfile = await reader.one(reader.tree.first(folder, 'Gemfile'), 'manifest');
  if (!gemfile) return null;
  const lock = await reader.one(reader.tree.first(folder, 'Gemfile.lock'), 'manifest');
  const gems = gemsOf(gemfile);
  const gemspecs = /^\s*gemspec\b/m.test(gemfile.text) ? reader.tree.named(folder, /\.gemspec$/) : [];
  return {
    folder,
    gemfile,
    locked: lock !== null || reader.tree.first(folder, 'Gemfile.lock') !== null,
    lockedForLinux: !lock || /^PLATFORMS\n(?:[ ]+\S+\n)*?[ ]+(?:ruby|(?:x86_64|aarch64)-linux\S*)\n/m.test(lock.text),
    gems,
    version: await rubyVersionOf(reader, folder, gemfile, lock),
    installs: [
      ...reader.tree.named(folder, /^\.(?:ruby-version|tool-versions)$/),
      ...gemspecs,
      ...localGems(reader, folder, gemfile)
    ],
    rails:
      (usesGem(gems, 'rails') || usesGem(gems, 'railties')) &&
      reader.tree.first(folder, 'config/application.rb') !== null
  };
}

/** Whether production installs a gem. */
export const usesGem = (gems: Dependency[], ...names: string[]): boolean =>
  gems.some((each) => !each.development && names.includes(each.name));

/** Folders of gems that the Gemfile takes from the repository itself, and files that it evaluates. */
function localGems(reader: Reader, folder: string, gemfile: SourceFile): string[] {
  const named = [
    ...gemfile.text.matchAll(/\b(?:path\s*(?::|=>)\s*|path\s+|eval_gemfile\s*\(?\s*)["']([\w./-]{1,200})["']/g)
  ];
  const below = (path: string) => (folder === '.' ? path : `${folder}/${path}`);
  return [...new Set(named.map((match) => match[1]!.replace(/^\.\//, '').replace(/\/+$/, '')))]
    .filter((path) => path !== '' && !path.split('/').includes('..'))
    .filter((path) => path.startsWith('vendor/') || reader.tree.has(below(path)) || reader.tree.hasFolder(below(path)))
    .map(below);
}
