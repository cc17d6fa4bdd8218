import { ok, type Result } from '../domain/result.ts';
import type { Source } from '../domain/source.ts';
import type { Env } from '../env.ts';
import { checkoutFor } from '../forges/checkout.ts';
import type { Checkout } from '../planning/analysis/analyse.ts';
import type { Search } from '../planning/analysis/refine/tools.ts';
import { relayOf } from '../relay-client.ts';

/** A repository as a stage may look at it. Reading a file throws where the relay does not answer. */
export interface CheckedOut {
  checkout: Checkout & { commit: string };
  search: Search;
}

/** Fetches a source at a commit, or at what its ref says now. */
export async function checkedOut(env: Env, source: Source, commit: string | null): Promise<Result<CheckedOut>> {
  const fetched = await checkoutFor(env, source, commit, `a-${crypto.randomUUID()}`);
  if (!fetched.ok) return fetched;
  const { id, commit: at, tree, truncated } = fetched.value;
  const read = async (paths: string[]) => {
    const answer = await relayOf(env).files(id, paths);
    if (!answer.ok) throw new Error(answer.problem.message);
    return answer.value.files;
  };
  return ok({
    checkout: { commit: at, tree, truncated, read },
    search: (wanted) => relayOf(env).search(id, wanted)
  });
}
