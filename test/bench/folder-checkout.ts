import { readConfig } from '../../relay/config.ts';
import { commitFolder, snapshots } from '../../relay/snapshot.ts';
import { readFiles, treeOf } from '../../relay/tree.ts';
import type { Result } from '../../relay/result.ts';
import type { Checkout } from '../../workers/planning/analysis/analyse.ts';

const taken = <Value>(result: Result<Value>): Value => {
  if (!result.ok) throw new Error(result.problem.message);
  return result.value;
};

/** A folder of this machine as the relay hands it to the analysis: a snapshot in `state`, its tree, and reads by git. */
export async function checkoutOfFolder(path: string, state: string): Promise<Checkout & { commit: string }> {
  const config = readConfig({
    RELAY_KEY: 'a key of sixteen characters',
    RELAY_STATE: state,
    RELAY_ALLOW_FOLDERS: '1',
    RELAY_MAX_CHECKOUT_MB: '4000',
    RELAY_MAX_FILES: '200000'
  });
  const commit = taken(await commitFolder(config, path));
  const repository = await snapshots(config);
  const entries = taken(await treeOf(repository, commit, null, { maxBytes: config.maxCheckoutBytes }));
  const byPath = new Map(entries.map((entry) => [entry.path, entry]));
  return {
    commit,
    tree: entries.map(({ path: name, kind, bytes }) => ({ path: name, kind, bytes: bytes ?? 0 })),
    truncated: false,
    read: (paths) => readFiles(repository, byPath, paths)
  };
}
