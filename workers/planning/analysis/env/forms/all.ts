import { crystal } from './crystal.ts';
import { dart } from './dart.ts';
import { dotnet } from './dotnet.ts';
import { elixir } from './elixir.ts';
import { gleam } from './gleam.ts';
import { go } from './go.ts';
import { haskell } from './haskell.ts';
import { javascript } from './javascript.ts';
import { jvm } from './jvm.ts';
import { php } from './php.ts';
import { prisma } from './prisma.ts';
import { python } from './python.ts';
import { ruby } from './ruby.ts';
import { rust } from './rust.ts';
import { swift } from './swift.ts';
import type { Family } from './form.ts';

/** Every family of languages whose ways of reading the environment are known; a new one is a file beside this and a line here. */
export const families: Family[] = [
  javascript,
  python,
  go,
  ruby,
  php,
  jvm,
  dotnet,
  rust,
  elixir,
  crystal,
  swift,
  gleam,
  dart,
  haskell,
  prisma
];
