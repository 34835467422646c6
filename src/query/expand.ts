/**
 * Expands a query word to the words of the collection that it resembles: Fuse.js over the
 * dictionary, not over the text. The dictionary is small (tens of thousands of words for 100 MB of
 * English), so this takes milliseconds and can be explained word by word. See docs/query.md.
 */
import Fuse from 'fuse.js';
import { createCache } from '../text/remember.ts';
import { fold } from '../text/words.ts';
import { family, isOpposite, positive, type Family } from './families.ts';
import { FUZZY_FROM, indexWords } from './typed-words.ts';
import type { Variant } from './plan-types.ts';

/** A word of the collection and the number of distinct passages that have it. */
export type WordCount = { readonly word: string; readonly count: number };

/** A word of a query. `prefix` and `exact` are not fuzzy. */
export type TypedWord = { readonly word: string; readonly mode: 'fuzzy' | 'exact' | 'prefix' };

export type Expander = {
  /** Variants of a word, the best first. */
  readonly expand: (word: string, mode: TypedWord['mode']) => readonly Variant[];
};

/** An expander that knows how frequent words are. */
export type Dictionary = Expander & {
  /** How many passages have a word. */
  readonly countOf: (word: string) => number;
};

/**
 * Errors allowed by the share of letters (Fuse's threshold): none up to four letters, one from
 * five, two from nine, three from thirteen. A swap of neighbours counts as two.
 */
export const THRESHOLD = 0.24;
/** From this length on a word inside another (`legal` in `paralegal`) is taken as meant. */
const INSIDE_FROM = 5;
/** Longer runs of letters and digits are no words: encoded data, keys, hashes. */
const LONGEST_WORD = 40;
/** Fuse.js looks for longer patterns in pieces; such a word is found whole, or inside another. */
const LONGEST_PATTERN = 32;
/** Expanded words kept: a few screens' worth of typing. */
const MOST_CACHED = 500;

function mostFrequent(words: readonly WordCount[], first: string): readonly WordCount[] {
  const rank = ({ word }: WordCount): number => Number(word === first);
  return words.toSorted((a, b) => rank(b) - rank(a) || b.count - a.count);
}

function bestFirst(variants: readonly Variant[]): readonly Variant[] {
  return variants.toSorted((a, b) => Number(b.on) - Number(a.on) || b.closeness - a.closeness);
}

/** An expander for the words of a collection. Cheap to make; it prepares itself when first used. */
export function createExpander(dictionary: readonly WordCount[]): Dictionary {
  const counts = new Map(dictionary.map(({ word, count }) => [word, count]));
  const isWord = (word: string): boolean => counts.has(word);
  const cache = createCache<string, readonly Variant[]>(MOST_CACHED);
  let lookup: ((word: string) => readonly string[]) | undefined;

  const countOf = (word: string): number => counts.get(word) ?? 0;

  function variant(word: string, closeness: number, on = true, related = false): Variant {
    return { word, count: countOf(word), closeness, related, on };
  }

  function exact(word: string): readonly Variant[] {
    return isWord(word) ? [variant(word, 1)] : [];
  }

  /** Words that begin with, or have inside, some letters: the most frequent. */
  function containing(letters: string, test: (word: string) => boolean): readonly Variant[] {
    const found = dictionary.filter(({ word }) => test(word));
    return mostFrequent(found, letters).map(({ word }) =>
      variant(word, word === letters ? 1 : 0.95),
    );
  }

  function near(word: string): readonly Variant[] {
    lookup ??= createLookup(dictionary.map((one) => one.word));
    return nearWords(word, lookup(word), { isWord, variant });
  }

  function fuzzy(word: string): readonly Variant[] {
    const all = near(word);
    // A word that nobody wrote is most likely the one next to it, misspelt; never its opposite.
    const next = all.find((one) => !isOpposite(one.word, word, isWord));
    const meant = isWord(word) ? word : (next?.word ?? word);
    const own = family(meant, isWord);
    const isMeant = (one: Variant): boolean =>
      ![word, meant].some((other) => isOpposite(one.word, other, isWord));
    const best = bestFirst(all.filter(isMeant));
    const opposites = new Set(all.filter((one) => !isMeant(one)).map((one) => one.word));
    const taken = new Set([word, ...best.map((one) => one.word)]);
    return [...exact(word), ...best, ...related(meant, own, taken, opposites)];
  }

  /** Word forms and negations that were not found as near: offered, but off. */
  function related(
    word: string,
    own: Family,
    taken: ReadonlySet<string>,
    opposites: ReadonlySet<string>,
  ): readonly Variant[] {
    const root = positive(word, isWord);
    const members = dictionary
      .filter((one) => !taken.has(one.word))
      .filter(
        (one) =>
          opposites.has(one.word) ||
          (one.word.includes(own.stem) && family(one.word, isWord).stem === own.stem),
      )
      .toSorted((a, b) => b.count - a.count)
      .map((one) => variant(one.word, 0.5, false, true));
    const opposite = root === undefined || !isWord(root) ? [] : [`not ${root}`];
    return [...opposite.map((one) => variant(one, 0.8, false, true)), ...members];
  }

  function expandFuzzy(word: string): readonly Variant[] {
    if (/^\p{N}+$/u.test(word)) return exact(word);
    if (word.length > LONGEST_PATTERN) return containing(word, (one) => one.includes(word));
    if (word.length >= FUZZY_FROM) return fuzzy(word);
    // While a word is being typed it is none yet.
    return isWord(word) ? exact(word) : containing(word, (one) => one.startsWith(word));
  }

  return {
    countOf,
    expand: (typed, mode) => {
      const word = fold(typed);
      // Letters of a script without spaces: the index knows each of them alone, and is asked for all.
      if (indexWords(word).length > 1) return [variant(word, 1)];
      if (mode === 'exact') return exact(word);
      if (mode === 'prefix') return containing(word, (one) => one.startsWith(word));
      return cache(word, expandFuzzy);
    },
  };
}

type Known = {
  readonly isWord: (word: string) => boolean;
  readonly variant: (word: string, closeness: number, on?: boolean) => Variant;
};

/** Variants among candidates that Fuse.js finds, and the word with two letters changed over. */
function nearWords(
  word: string,
  candidates: readonly string[],
  { isWord, variant }: Known,
): readonly Variant[] {
  const found = new Fuse(candidates, {
    includeScore: true,
    threshold: THRESHOLD,
    ignoreLocation: true,
    ignoreFieldNorm: true,
  }).search(word);
  const variants = new Map<string, Variant>();
  for (const { item, score = 0 } of found) {
    const begins = item.startsWith(word);
    const inside = !begins && item.includes(word);
    const length = Math.min(1, word.length / item.length);
    const closeness = (1 - score) * (begins ? 0.95 : inside ? 0.6 : 0.9) * Math.sqrt(length);
    variants.set(item, variant(item, closeness, !inside || word.length >= INSIDE_FROM));
  }
  if (word.length >= INSIDE_FROM || !isWord(word)) {
    for (const swapped of swaps(word)) {
      if (isWord(swapped)) variants.set(swapped, variant(swapped, 0.8));
    }
  }
  variants.delete(word);
  return [...variants.values()].toSorted((a, b) => b.closeness - a.closeness);
}

/** The word with two neighbouring letters changed over: the commonest misspelling. */
function swaps(word: string): readonly string[] {
  return Array.from(
    { length: word.length - 1 },
    (_, at) => word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2),
  );
}

/**
 * Finds the words that can be within the allowed errors of a word, so that Fuse.js need not look
 * at all: 200,000 words take some milliseconds. One error spoils at most one letter and two pairs
 * of neighbouring letters, so no word that Fuse.js would find is lost.
 */
function createLookup(all: readonly string[]): (word: string) => readonly string[] {
  const words = all.filter((word) => word.length <= LONGEST_WORD || !/\p{N}/u.test(word));
  const letters = Int32Array.from(words, lettersOf);
  return (word) => {
    const errors = Math.floor(word.length * THRESHOLD);
    const wanted = lettersOf(word);
    const pairs = [
      ...new Set(Array.from({ length: word.length - 1 }, (_, at) => word.slice(at, at + 2))),
    ];
    const found: string[] = [];
    for (let at = 0; at < words.length; at += 1) {
      if (bitCount(wanted & ~(letters[at] ?? 0)) > errors) continue;
      const candidate = words[at] ?? '';
      if (candidate.length < word.length - errors) continue;
      let missing = 0;
      for (const pair of pairs) {
        if (!candidate.includes(pair) && ++missing > 2 * errors) break;
      }
      if (missing <= 2 * errors) found.push(candidate);
    }
    return found;
  };
}

/** Which letters a word has, as bits; letters beyond a to z share them. */
function lettersOf(word: string): number {
  let bits = 0;
  for (let at = 0; at < word.length; at += 1) bits |= 1 << (word.charCodeAt(at) & 31);
  return bits;
}

function bitCount(bits: number): number {
  let count = 0;
  for (let rest = bits; rest !== 0; rest &= rest - 1) count += 1;
  return count;
}
