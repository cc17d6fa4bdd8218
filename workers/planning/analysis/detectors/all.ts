import type { Detector } from '../detector.ts';
import { clojure } from './clojure.ts';
import { cpp } from './cpp.ts';
import { crystal } from './crystal.ts';
import { dart } from './dart.ts';
import { deno } from './deno.ts';
import { dotnet } from './dotnet.ts';
import { elixir } from './elixir.ts';
import { gleam } from './gleam.ts';
import { go } from './go.ts';
import { haskell } from './haskell.ts';
import { jvm } from './jvm.ts';
import { node } from './node.ts';
import { nx } from './nx.ts';
import { php } from './php.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { scala } from './scala.ts';
import { shell } from './shell.ts';
import { site } from './static.ts';
import { swift } from './swift.ts';

/** Every ecosystem that is known: a new one is a file beside this and a word here. */
export const detectors: Detector[] = [
  node,
  nx,
  deno,
  python,
  go,
  rust,
  ruby,
  php,
  jvm,
  elixir,
  gleam,
  crystal,
  swift,
  dart,
  haskell,
  cpp,
  dotnet,
  scala,
  clojure,
  site,
  shell
];
