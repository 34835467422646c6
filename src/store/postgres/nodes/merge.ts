/** What several servers answer, put together. */
import type { WordCount } from '../../../query/expand.ts';

/** Lists of numbers, by the first in which they differ. */
export function compareLists(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, index) => one !== b[index]);
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0);
}

/** Words of several servers, each once, in the order of their characters. */
export function addedUp(words: readonly WordCount[]): readonly WordCount[] {
  const counts = new Map<string, number>();
  for (const { word, count } of words) counts.set(word, (counts.get(word) ?? 0) + count);
  return [...counts]
    .map(([word, count]) => ({ word, count, bytes: Buffer.from(word) }))
    .toSorted((a, b) => Buffer.compare(a.bytes, b.bytes))
    .map(({ word, count }) => ({ word, count }));
}
