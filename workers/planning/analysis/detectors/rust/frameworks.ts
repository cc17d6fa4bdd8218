import type { Crate, CrateDependency } from './crate.ts';

/** A web framework by its crate; `port` is the one that its own documents use. */
export interface RustFramework {
  name: string;
  port: number;
  by: CrateDependency;
  /** What clients and daemons use as well, so that it alone makes no server. */
  low: boolean;
  /** The crate itself depends on it, not only the crates that it is made of. */
  direct: boolean;
}

const low = ['tonic', 'hyper'];

/** Those that rest on others first. */
const frameworks: [string, string, number][] = [
  ['loco-rs', 'loco', 5150],
  ['rocket', 'rocket', 8000],
  ['actix-web', 'actix-web', 8080],
  ['axum', 'axum', 3000],
  ['poem', 'poem', 3000],
  ['salvo', 'salvo', 5800],
  ['warp', 'warp', 3030],
  ['ntex', 'ntex', 8080],
  ['tide', 'tide', 8080],
  ['gotham', 'gotham', 7878],
  ['dropshot', 'dropshot', 8080],
  ['trillium', 'trillium', 8080],
  ['viz', 'viz', 3000],
  ['rouille', 'rouille', 8000],
  ['tiny_http', 'tiny_http', 8000],
  ['tonic', 'tonic', 50051],
  ['hyper', 'hyper', 3000]
];

/** The framework that a crate itself depends on, else one of the crates that it is made of. */
export function rustFrameworkOf(crate: Crate, internal: Crate[]): RustFramework | null {
  const groups = [crate.dependencies, internal.flatMap((each) => each.dependencies)].map((group) =>
    group.filter((each) => !each.development && !each.optional)
  );
  for (const [index, group] of groups.entries()) {
    for (const [dependency, name, port] of frameworks) {
      const by = group.find((each) => each.name === dependency);
      if (by) return { name, port, by, low: low.includes(name), direct: index === 0 };
    }
  }
  return null;
}
