import { createHash } from 'node:crypto';
import type { Count, Said } from './scenario.ts';
import { blocksOf, unmarked, type Block, type Body } from './wire.ts';

const tokensIn = (value: unknown): number => Math.ceil(Buffer.byteLength(JSON.stringify(value)) / 4);

/**
 * Counts as the API does, at four bytes a token: a prompt is read in order, up to each cache mark it may have been written before.
 * `written` holds the prefixes that were, and gains those of this request.
 */
export function countOf(body: Body, said: Said, content: Block[], written: Set<string>): Required<Count> {
  const parts: { value: unknown; marked: boolean }[] = [
    { value: body.tools ?? [], marked: false },
    ...[...blocksOf(body.system), ...body.messages.flatMap((message) => blocksOf(message.content))].map((block) => ({
      value: unmarked(block),
      marked: block.cache_control !== undefined
    }))
  ];
  const hash = createHash('sha256').update(body.model);
  let total = 0;
  let read = 0;
  let marked = 0;
  const prefixes: string[] = [];
  for (const { value, marked: here } of parts) {
    hash.update(JSON.stringify(value));
    total += tokensIn(value);
    const prefix = hash.copy().digest('hex');
    if (written.has(prefix)) read = total;
    if (here) marked = total;
    if (here) prefixes.push(prefix);
  }
  for (const prefix of prefixes) written.add(prefix);
  const cacheRead = Math.min(read, marked);
  return {
    input: total - marked,
    output: tokensIn(content),
    cacheRead,
    cacheWrite: marked - cacheRead,
    ...said.usage
  };
}
