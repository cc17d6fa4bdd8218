import type { Reader } from '../../reading/reader.ts';
import type { GoModule } from './module.ts';

/** Debian packages that the C in a program needs beside a compiler; null for a program without C. */
export interface GoNative {
  build: string[];
  run: string[];
}

const libraries: [RegExp, GoNative][] = [
  [/github\.com\/mattn\/go-sqlite3\s+v/, { build: [], run: [] }],
  [
    /github\.com\/(?:h2non\/bimg|davidbyttow\/govips)(?:\/v\d+)?\s+v/,
    { build: ['libvips-dev', 'pkg-config'], run: ['libvips42t64'] }
  ],
  [
    /gopkg\.in\/(?:h2non\/bimg|gographics\/imagick)\.v\d\s+v/,
    { build: ['libvips-dev', 'libmagickwand-dev', 'pkg-config'], run: ['libvips42t64', 'libmagickwand-7.q16-10'] }
  ],
  [/github\.com\/confluentinc\/confluent-kafka-go(?:\/v\d+)?\s+v/, { build: [], run: [] }],
  [/github\.com\/chai2010\/webp\s+v/, { build: [], run: [] }],
  [
    /github\.com\/otiai10\/gosseract(?:\/v\d+)?\s+v/,
    { build: ['libtesseract-dev', 'libleptonica-dev', 'g++'], run: ['tesseract-ocr'] }
  ]
];

/**
 * What the C that is built into a program needs. Since Go 1.17 go.mod lists all that is built in, also what others require; before,
 * the sums tell it: they have a line for the code of a module only where that is used.
 */
export async function goNative(reader: Reader, { file, folder }: GoModule): Promise<GoNative | null> {
  const needed = libraries.filter(([pattern]) => pattern.test(file.text)).map(([, native]) => native);
  if (needed.length === 0 && !(await sumsNameSqlite(reader, file.text, folder))) return null;
  return {
    build: ['gcc', 'libc6-dev', ...needed.flatMap(({ build }) => build)],
    run: needed.flatMap(({ run }) => run)
  };
}

async function sumsNameSqlite(reader: Reader, manifest: string, folder: string): Promise<boolean> {
  if (Number(/^go\s+1\.(\d+)/m.exec(manifest)?.[1] ?? 0) >= 17) return false;
  const sums = await reader.one(reader.tree.first(folder, 'go.sum'), 'manifest');
  return /^github\.com\/mattn\/go-sqlite3 v[^\s/]+ h1:/m.test(sums?.text ?? '');
}
