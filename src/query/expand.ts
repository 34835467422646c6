/**
 * Expands a query word to the words of the collection that it resembles: Fuse.js over the
 * dictionary, not over the text. The dictionary is small (tens of thousands of words for 100 MB of
 * English), so this takes milliseconds and can be explained word by word.
 */
import Fuse from 'fuse.js';
import { fold } from '../text/words.ts';
import { family, negated, stem } from './families.ts';
import type { Variant } from './plan-types.ts';

/** A word of the collection and the number of distinct passages that have it. */
export type WordCount = { readonly word: string; readonly count: number };

export type Expander = {
  /** Variants of a folded word, the best first. `prefix` and `exact` are not fuzzy. */
  readonly expand: (word: string, mode: 'fuzzy' | 'exact' | 'prefix') => readonly Variant[];
};

/**
 * Errors allowed by the share of letters (Fuse's threshold): none up to four letters, one from
 * five, two from nine. A swap of neighbours counts as two.
 */
export const THRESHOLD = 0.24;
/** From this length on a word inside another (`legal` in `paralegal`) is taken as meant. */
const INSIDE_FROM = 5;
const MOST_VARIANTS = 24;
const MOST_RELATED = 8;

/** An expander for the words of a collection. Cheap to make; its index is built when first used. */
export function createExpander(dictionary: readonly WordCount[]): Expander {
  const counts = new Map(dictionary.map(({ word, count }) => [word, count]));
  const isWord = (word: string): boolean => counts.has(word);
  let grams: Map<string, number[]> | undefined;
  let stems: Map<string, string[]> | undefined;
  const kept = new Map<string, readonly Variant[]>();

  function variant(word: string, closeness: number, on = true, related = false): Variant {
    return { word, count: counts.get(word) ?? 0, closeness, related, on };
  }

  /** Words that share enough pairs of letters to be within the allowed errors: none is lost. */
  function candidates(word: string): readonly WordCount[] {
    grams ??= index(dictionary);
    const pairs = pairsOf(word);
    const errors = Math.floor(word.length * THRESHOLD);
    // One error spoils at most two pairs.
    const needed = Math.max(1, pairs.length - 2 * errors);
    const shared = new Map<number, number>();
    for (const pair of pairs) {
      for (const at of grams.get(pair) ?? []) shared.set(at, (shared.get(at) ?? 0) + 1);
    }
    return [...shared].flatMap(([at, count]) => {
      const found = dictionary[at];
      return count >= needed && found !== undefined ? [found] : [];
    });
  }

  function fuzzy(word: string): readonly Variant[] {
    const own = family(word, isWord);
    const matches = new Fuse(candidates(word), {
      keys: ['word'],
      includeScore: true,
      threshold: THRESHOLD,
      ignoreLocation: true,
      ignoreFieldNorm: true,
    }).search(word);
    const near = matches.flatMap(({ item, score = 0 }): Variant[] => {
      if (item.word === word) return [];
      const other = family(item.word, isWord);
      // The opposite is never meant: it is offered among the related.
      if (other.stem === own.stem && other.negative !== own.negative) return [];
      const begins = item.word.startsWith(word);
      const inside = !begins && item.word.includes(word);
      const length = Math.min(1, word.length / item.word.length);
      const closeness = (1 - score) * (begins ? 0.95 : inside ? 0.6 : 0.9) * Math.sqrt(length);
      return [variant(item.word, closeness, !inside || word.length >= INSIDE_FROM)];
    });
    const best = near
      .toSorted((a, b) => Number(b.on) - Number(a.on) || b.closeness - a.closeness)
      .slice(0, MOST_VARIANTS);
    return [
      ...(isWord(word) ? [variant(word, 1)] : []),
      ...best,
      ...related(word, new Set([word, ...best.map((one) => one.word)])),
    ];
  }

  /** Word forms and negations that were not found as near: offered, but off. */
  function related(word: string, taken: ReadonlySet<string>): readonly Variant[] {
    stems ??= Map.groupBy(
      dictionary.map((one) => one.word),
      (one) => family(one, isWord).stem,
    );
    const root = negated(word, isWord);
    const members = (stems.get(stem(root ?? word)) ?? [])
      .filter((one) => !taken.has(one))
      .toSorted((a, b) => (counts.get(b) ?? 0) - (counts.get(a) ?? 0))
      .slice(0, MOST_RELATED)
      .map((one) => variant(one, 0.5, false, true));
    const opposite = root === undefined ? [] : [variant(`not ${root}`, 0.8, false, true)];
    return [...opposite, ...members];
  }

  return {
    expand: (typed, mode) => {
      const word = fold(typed);
      if (mode === 'exact') return isWord(word) ? [variant(word, 1)] : [];
      if (mode === 'prefix') {
        const found = dictionary.filter((one) => one.word.startsWith(word));
        return found
          .toSorted((a, b) => b.count - a.count)
          .slice(0, MOST_VARIANTS)
          .map((one) => variant(one.word, one.word === word ? 1 : 0.95));
      }
      const found = kept.get(word);
      if (found !== undefined) return found;
      const made = word.length <= 3 ? (isWord(word) ? [variant(word, 1)] : []) : fuzzy(word);
      kept.set(word, made);
      return made;
    },
  };
}

function index(dictionary: readonly WordCount[]): Map<string, number[]> {
  const grams = new Map<string, number[]>();
  dictionary.forEach(({ word }, at) => {
    for (const pair of new Set(pairsOf(word))) {
      const places = grams.get(pair);
      if (places === undefined) grams.set(pair, [at]);
      else places.push(at);
    }
  });
  return grams;
}

function pairsOf(word: string): readonly string[] {
  return [
    ...new Set(
      Array.from({ length: Math.max(0, word.length - 1) }, (_, at) => word.slice(at, at + 2)),
    ),
  ];
}
