/**
 * Caches what is expensive to get from a store: the dictionary, sorted keys, the definitions of
 * signals. All of it is dropped when the store's generation rises.
 */
import { createExpander, type Expander } from '../query/expand.ts';
import { parse } from '../query/parse.ts';
import { patternsOf, plan } from '../query/plan.ts';
import type { Plan } from '../query/plan-types.ts';
import type { Sort } from '../query/results.ts';
import type { Store } from '../store/store.ts';
import type { MatchPattern } from '../text/patterns.ts';
import { usesOf } from './planned.ts';

/** Signal name → the patterns it looks for. */
export type Signals = ReadonlyMap<string, readonly MatchPattern[]>;

/** The cache of one generation of a store. */
export type Cache = {
  readonly expander: () => Promise<Expander>;
  /** Defines the signals in the store, once a generation, and says what each looks for. */
  readonly signals: () => Promise<Signals>;
  /**
   * The keys of all matching trials, sorted. Use them before the next `await`, or copy them: the
   * memory of a list is freed when the cache drops it.
   */
  readonly keys: (wanted: Plan, sort: Sort) => Promise<Uint32Array>;
};

/** Sorted lists that are cached: the one on screen, the one behind it, a few while typing. */
const MAX_LISTS = 4;

/**
 * A function that gives the cache of what the store holds now. `signals`: name → query text.
 */
export function createCaches(
  store: Store,
  signals: Readonly<Record<string, string>>,
): () => Promise<Cache> {
  let current: { readonly generation: number; readonly cache: OneCache } | undefined;
  return async () => {
    const generation = await store.generation();
    if (current?.generation !== generation) {
      current?.cache.drop();
      current = { generation, cache: createCache(store, signals) };
    }
    return current.cache;
  };
}

type OneCache = Cache & { readonly drop: () => void };

function createCache(store: Store, texts: Readonly<Record<string, string>>): OneCache {
  const lists = new Map<string, Promise<Uint32Array>>();
  let words: Promise<Expander> | undefined;
  let defined: Promise<Signals> | undefined;

  const expander = (): Promise<Expander> => {
    words ??= store.words().then(createExpander);
    return words;
  };

  return {
    expander,
    signals: () => {
      defined ??= expander().then((one) => defineSignals(store, texts, one));
      return defined;
    },
    keys: (wanted, sort) => {
      const name = JSON.stringify([wanted, sort]);
      const found = lists.get(name) ?? store.keys(wanted, sort);
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
    drop: () => {
      for (const list of lists.values()) free(list);
      lists.clear();
    },
  };
}

async function defineSignals(
  store: Store,
  texts: Readonly<Record<string, string>>,
  words: Expander,
): Promise<Signals> {
  const plans = new Map<string, Plan>();
  for (const [name, text] of Object.entries(texts)) {
    const result = parse(text);
    // The config file is checked when it is read; a signal cannot be made of other signals.
    if (result.ok && !usesOf(result.query).signal) {
      plans.set(name, plan(result.query, words).plan);
    }
  }
  await store.defineSignals(plans);
  return new Map([...plans].map(([name, one]) => [name, patternsOf(one)]));
}

/**
 * Frees the memory of a list once those that wait for it have it: the garbage collector does not see
 * its size and runs late, while a growing collection makes a new list four times a second.
 */
function free(list: Promise<Uint32Array>): void {
  void list.then(
    ({ buffer }) => (buffer as ArrayBuffer).transfer(0),
    () => undefined,
  );
}
