import { ok, refuse, type Result } from '../../../workers/domain/result.ts';

/** What the paste box asks for: an address and, apart from it, a branch, tag or commit and a folder. Empty where not given. */
export interface Pasted {
  source: string;
  ref: string;
  folder: string;
}

/**
 * The three fields as one line that the API reads, `ADDRESS#REF:FOLDER`. Refused where the address holds the suffix already, or where
 * a field would be read as another.
 */
export function wholeSource({ source, ref, folder }: Pasted): Result<string> {
  const [address, wantedRef, wantedFolder] = [source.trim(), ref.trim(), folder.trim().replace(/^\.?\/+|\/+$/g, '')];
  if (wantedRef === '' && wantedFolder === '') return ok(address);
  if (address.includes('#'))
    return refuse('source.twice', 'The address names a branch or folder after its #. Leave the fields below it empty.');
  if (/[:#\s]/.test(wantedRef)) return refuse('source.ref', 'A branch, tag or commit holds no colon, # or space.');
  return ok(`${address}#${wantedRef}${wantedFolder === '' ? '' : `:${wantedFolder}`}`);
}
