import { readdirSync } from 'node:fs';
import type { RepairCase } from './case.ts';

const folder = new URL('cases/', import.meta.url);

/** All cases, file by file. Each file of cases/ exports a list. */
export async function allCases(): Promise<RepairCase[]> {
  const files = readdirSync(folder).sort();
  const loaded = await Promise.all(
    files.map((file) => import(/* @vite-ignore */ new URL(file, folder).href) as Promise<{ cases: RepairCase[] }>)
  );
  return loaded.flatMap(({ cases }) => cases);
}
