/** Narrowing a list by what is typed, as pickers and the palette do. */

/** How well a name fits a word that was typed: the smaller the better; undefined: not at all. */
function rankOf(word: string, name: string): number | undefined {
  if (name === word) return 0;
  if (name.startsWith(word)) return 1;
  const at = name.indexOf(word);
  if (at < 0) return isSubsequence(word, name) ? 4 : undefined;
  const starts = name.split(/[^\p{L}\p{N}]+/u).some((part) => part.startsWith(word));
  return starts ? 2 : 3;
}

/**
 * The items that fit every word of `typed`, best first: the whole name, its beginning, the beginning
 * of a word in it, then any place inside. Letters that only occur in order count where nothing else
 * fits. Equally good items keep their order. `namesOf` gives what an item can be found by, the first
 * being its own name: another one never ranks as a beginning.
 */
export function narrow<T>(
  typed: string,
  items: readonly T[],
  namesOf: (item: T) => readonly [string, ...string[]],
): readonly T[] {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return items;
  const ranked = items.flatMap((item) => {
    const names = namesOf(item).map((name) => name.toLowerCase());
    const ranks = words.map((word) => {
      const found = names.flatMap((name, at) => {
        const rank = rankOf(word, name);
        return rank === undefined ? [] : [at === 0 || rank === 4 ? rank : Math.max(2, rank)];
      });
      return found.length === 0 ? undefined : Math.min(...found);
    });
    const worst = ranks.reduce((a, b) =>
      a === undefined || b === undefined ? undefined : Math.max(a, b),
    );
    return worst === undefined ? [] : [{ item, worst }];
  });
  const inside = ranked.filter(({ worst }) => worst < 4);
  return (inside.length > 0 ? inside : ranked)
    .toSorted((one, other) => one.worst - other.worst)
    .map(({ item }) => item);
}

function isSubsequence(letters: string, text: string): boolean {
  let at = 0;
  for (const letter of letters) {
    at = text.indexOf(letter, at) + 1;
    if (at === 0) return false;
  }
  return true;
}
