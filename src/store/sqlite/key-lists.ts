/**
 * Sorted lists of the keys of matching trials, so that any page of a list, and the neighbours of a
 * trial, are there at once. SQLite would walk over all rows before an offset.
 */
import type { TrialList } from '../store.ts';

export type KeyList = {
  readonly keys: Uint32Array;
  /** The largest key: of the trial that was added last. 0: there is none. */
  readonly newest: number;
};

export type KeyLists = {
  /** The list as it is now. Use it before the next `await`: its memory is freed when it is dropped. */
  readonly of: (list: Pick<TrialList, 'plan' | 'sort'>) => KeyList;
  /** The number of keys of a list that is cached; undefined: it is not. */
  readonly countOf: (plan: TrialList['plan']) => number | undefined;
  readonly drop: () => void;
};

/** Lists that are cached: the one on screen, the one behind it, a few while typing. */
const MAX_LISTS = 4;

/** Caches what `read` gives until the generation rises. */
export function createKeyLists(
  generation: () => number,
  read: (list: Pick<TrialList, 'plan' | 'sort'>) => Uint32Array,
): KeyLists {
  const lists = new Map<string, KeyList & { readonly plan: string }>();
  let of = Number.NaN;

  function drop(): void {
    for (const list of lists.values()) free(list);
    lists.clear();
  }

  function refresh(): void {
    const now = generation();
    if (now !== of) drop();
    of = now;
  }

  return {
    of: ({ plan, sort }) => {
      refresh();
      const name = JSON.stringify([plan, sort]);
      let found = lists.get(name);
      if (found === undefined) {
        const keys = read({ plan, sort });
        found = { keys, newest: largest(keys), plan: JSON.stringify(plan) };
      }
      // Deleted and set again: the first list in the map is the least recently used.
      lists.delete(name);
      lists.set(name, found);
      const [oldest] = lists;
      if (lists.size > MAX_LISTS && oldest !== undefined) {
        lists.delete(oldest[0]);
        free(oldest[1]);
      }
      return found;
    },
    countOf: (plan) => {
      refresh();
      const wanted = JSON.stringify(plan);
      return lists.values().find((list) => list.plan === wanted)?.keys.length;
    },
    drop,
  };
}

function largest(keys: Uint32Array): number {
  let most = 0;
  for (const key of keys) if (key > most) most = key;
  return most;
}

/**
 * Frees memory now: the garbage collector does not see its size and runs late, while a growing
 * collection makes a new list four times a second.
 */
function free({ keys }: KeyList): void {
  (keys.buffer as ArrayBuffer).transfer(0);
}
