/**
 * Which trial of a collection is which of an audit. Keys of equal content are told apart by a number
 * alone (`#2`), which follows from the trials they were counted with: of other trials it is another.
 */

/** What is known of a trial. `content`: its key; the content hash, perhaps with a number. */
type Known = {
  readonly content: string;
  readonly id: string;
  readonly model: string;
  readonly condition: string | null;
  readonly verdict: string;
};

/** By what trials of equal content are taken for the same, the surest first. */
const ALIKE: readonly ((trial: Known) => readonly unknown[])[] = [
  ({ id, model, condition, verdict }) => [id, model, condition, verdict],
  ({ id }) => [id],
  ({ model, condition, verdict }) => [model, condition, verdict],
  ({ model, condition }) => [model, condition],
  () => [],
];

/** Key of an earlier trial → the one that it is now; each is taken once. Others have none. */
export function matched<T extends Known>(
  before: Iterable<Known>,
  now: Iterable<T>,
): ReadonlyMap<string, T> {
  const found = new Map<string, T>();
  let [left, free]: readonly [readonly Known[], readonly T[]] = [[...before], [...now]];
  for (const alike of ALIKE) {
    const nameOf = (trial: Known): string =>
      JSON.stringify([trial.content.split('#')[0], ...alike(trial)]);
    const byName = Map.groupBy(free, nameOf);
    for (const trial of left) {
      const same = byName.get(nameOf(trial))?.shift();
      if (same !== undefined) found.set(trial.content, same);
    }
    const taken = new Set(found.values());
    left = left.filter(({ content }) => !found.has(content));
    free = free.filter((trial) => !taken.has(trial));
  }
  return found;
}
