import type { Tree } from '../reading/tree.ts';

/** Files that say that a folder holds a program of some ecosystem. */
const programs =
  /^(?:package\.json|go\.mod|pyproject\.toml|requirements\.txt|Pipfile|manage\.py|Gemfile|composer\.json|Cargo\.toml|pom\.xml|build\.gradle(?:\.kts)?|mix\.exs|gleam\.toml|pubspec\.yaml|[\w.-]+\.(?:cs|fs)proj|[\w.-]+\.sln|Package\.swift|shard\.yml|build\.sbt|project\.clj|deps\.edn|stack\.yaml|[\w.-]+\.cabal|deno\.jsonc?|angular\.json)$/;

/** Whether a folder holds the manifest of a program; `besides` names those that do not count. */
export const holdsProgram = (tree: Tree, folder: string, besides?: RegExp): boolean =>
  tree.names(folder).some((name) => programs.test(name) && !besides?.test(name));
